import Casework
import Cryptography
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

@Suite("Callback samples", .timeLimit(.minutes(2)))
struct CallbackSampleTests {
    private static let path = "/v1/callback-samples"

    @Test func `who knows the seed draws the same cases`() async throws {
        let line = try await GivenLine()
        let rows = try await line.randomFigures(400)
        let days = Day("2026-07-01")!...Day("2026-08-31")!
        let closed = rows.files.filter { $0.state == "closed" && days.contains($0.endedAt?.day ?? Day("1970-01-01")!) }
        let body = #"{"from":"2026-07-01","to":"2026-08-31","share":0.07,"seed":"摇号 1"}"#
        let sample = try await line.call("POST", Self.path, as: .supervisor, body)
        try #require(sample.status == 201, "\(sample.text)")
        let expected = closed.map(\.number).sorted { hash("摇号 1", $0).lexicographicallyPrecedes(hash("摇号 1", $1)) }
        let count = (closed.count * 7 + 99) / 100
        #expect(closed.count > 50 && sample.json["population"].int == closed.count && sample.json["drawn"].int == count)
        #expect(sample.json["cases"].items.map { $0["number"].text } == Array(expected.prefix(count)))
        #expect(sample.json["cases"].items.map { $0["place"].int } == Array(1...count))
        let again = try await line.call("POST", Self.path, as: .supervisor, body)
        #expect(again.json["cases"] == sample.json["cases"] && again.json["id"] != sample.json["id"])
        #expect(try await line.call("GET", sample["location"] ?? "", as: .supervisor).bytes == sample.bytes)

        let own = try await line.call(
            "POST", Self.path, as: .supervisor, #"{"from":"2026-07-01","to":"2026-08-31","department":"331102-gov","share":1}"#)
        let below = Set(line.desk.jurisdiction.map.subtree(of: Person.government).map(\.rawValue))
        #expect(
            Set(own.json["cases"].items.map { $0["number"].text })
                == Set(closed.filter { below.contains($0.department ?? "") }.map(\.number)))
        let usual = try await line.call("POST", Self.path, as: .supervisor, #"{"from":"2026-07-01","to":"2026-08-31"}"#)
        #expect(usual.json["share"].double == 0.05 && usual.json["drawn"].int == (closed.count + 19) / 20)
        #expect(usual.json["seed"].text.count == 16 && usual.json["seed"] != own.json["seed"])
        #expect(usual.json["seed_given"].bool == false && sample.json["seed_given"].bool == true)
        let none = try await line.call("POST", Self.path, as: .supervisor, #"{"from":"2020-07-01","to":"2020-08-31"}"#)
        #expect(none.status == 201 && none.json["population"].int == 0 && none.json["cases"].items.isEmpty)
        let list = try await line.call("GET", "\(Self.path)?limit=2", as: .supervisor).json
        #expect(list["items"].items.map { $0["id"] } == [none.json["id"], usual.json["id"]] && !list["next"].isNull)
        await line.stop()
    }

    @Test func `no more are drawn at once than are read in one answer`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        try await line.reply(file)
        try await line.review(file, approved: true)
        try await line.close(file)
        try await line.database.execute(
            """
            insert into cases overriding system value
            select (jsonb_populate_record(c, jsonb_build_object('id', c.id + n, 'number', '260916-' || 900000 + n || '-0'))).*
            from cases c, generate_series(1, \(CallbackSample.most)) n
            """)
        try await line.database.execute(
            """
            insert into routings (case_id, ordinal, decided_at, department, map_version, explanation)
            select c.id, r.ordinal, r.decided_at, r.department, r.map_version, r.explanation from routings r, cases c where c.id <> r.case_id
            """)
        try await line.database.execute(
            """
            insert into case_events (case_id, ordinal, at, type, role, facts)
            select c.id, e.ordinal, e.at, e.type, e.role, e.facts from case_events e, cases c where c.id <> e.case_id
            """)
        let today = line.clock.now.day
        let all = try await line.call("POST", Self.path, as: .supervisor, #"{"from":"\#(today)","to":"\#(today)","share":1}"#)
        #expect(all.status == 422 && all.faults == ["/share sample_too_large"], "\(all.text)")
        #expect(try await line.count("select count(*) from callback_samples") == 0)
        let most = try await line.call("POST", Self.path, as: .supervisor, #"{"from":"\#(today)","to":"\#(today)","share":0.9998}"#)
        #expect(most.status == 201 && most.json["drawn"].int == CallbackSample.most)
        #expect(most.json["cases"].items.count == CallbackSample.most && most.json["population"].int == CallbackSample.most + 1)
        await line.stop()
    }

    @Test func `who was closed as solved and says otherwise is a false closing`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        try await line.reply(file)
        try await line.review(file, approved: true)
        try await line.close(file)
        let today = line.clock.now.day
        let sample = try await line.call(
            "POST", Self.path, as: .supervisor, #"{"from":"\#(today)","to":"\#(today)","share":0.000001}"#)
        try #require(sample.json["drawn"].int == 1, "\(sample.text)")
        let path = "\(Self.path)/\(sample.json["id"].int ?? 0)/cases/\(file.number)"
        #expect(try await figure(line)["denominator"].int == 0)
        for (body, status, what) in [
            (#"{"contacted":true}"#, 422, "/solved missing"), (#"{"contacted":false,"result":"satisfied"}"#, 422, "/result not_reached"),
            (#"{"contacted":false,"text":"未接"}"#, 200, ""), (#"{"contacted":true,"solved":false,"result":"dissatisfied"}"#, 200, ""),
            (#"{"contacted":true,"solved":true}"#, 409, ""),
        ] {
            let reply = try await line.call("PUT", path, as: .supervisor, body)
            #expect(reply.status == status && reply.faults.joined() == what, "\(body): \(reply.text)")
        }
        let counted = try await figure(line)
        #expect(counted["numerator"].double == 1 && counted["denominator"].int == 1)
        let other = try await line.submit()
        let elsewhere = try await line.call(
            "PUT", "\(Self.path)/\(sample.json["id"].int ?? 0)/cases/\(other.number)", as: .supervisor, #"{"contacted":false}"#)
        #expect(elsewhere.status == 404)
        let read = try await line.call("GET", "\(Self.path)/\(sample.json["id"].int ?? 0)", as: .supervisor).json
        #expect(read["cases"].items[0]["attempts"].int == 2, "in vain the first time")
        #expect(
            read["checked"].int == 1 && read["cases"].items[0]["solved"].bool == false && read["cases"].items[0]["outcome"].text == "solved"
        )
        await line.stop()
    }

    @Test func `what was drawn can be drawn again, whatever became of the cases since`() async throws {
        let line = try await GivenLine()
        var files: [GivenCase] = []
        for _ in 0..<6 {
            let file = try await line.givenCallback()
            try await line.close(file)
            files.append(file)
        }
        let today = line.clock.now.day
        let body = #"{"from":"\#(today)","to":"\#(today)","share":0.5,"seed":"摇号"}"#
        let first = try await line.call("POST", Self.path, as: .supervisor, body)
        let drawn = first.json["cases"].items.map { $0["number"].text }
        try #require(drawn.count == 3, "\(first.text)")
        line.clock.advance(hours: 1)
        let reopened = try #require(files.first { $0.number == drawn[0] })
        try await line.step("DELETE", "\(reopened.path)/closure", of: reopened, as: .supervisor, #"{"text":"复查"}"#)
        let asOf = first.json["as_of"].text
        let again = try await line.call("POST", Self.path, as: .supervisor, body.dropLast() + #","as_of":"\#(asOf)"}"#)
        #expect(again.json["cases"].items.map { $0["number"].text } == drawn && again.json["population"].int == 6, "\(again.text)")
        let now = try await line.call("POST", Self.path, as: .supervisor, body)
        #expect(now.json["population"].int == 5 && !now.json["cases"].items.contains { $0["number"].text == drawn[0] })
        let ahead = try await line.call("POST", Self.path, as: .supervisor, body.dropLast() + #","as_of":"2099-01-01T00:00:00+08:00"}"#)
        #expect(ahead.faults == ["/as_of in_the_future"])
        await line.stop()
    }

    @Test(arguments: [
        (#"{"from":"2026-08-02","to":"2026-08-01"}"#, "/to ends_before_it_begins"),
        (#"{"from":"2026-08-02","to":"2026-08-03","share":0}"#, "/share out_of_range"),
        (#"{"from":"2026-08-02","to":"2026-08-03","share":1.01}"#, "/share out_of_range"),
        (#"{"from":"2026-08-02","to":"2026-08-03","seed":" "}"#, "/seed blank"), (#"{"to":"2026-08-03"}"#, "/from missing"),
        (#"{"from":"2026-08-02","to":"2026-08-03","department":"nobody"}"#, "/department unknown_department"),
    ])
    func `a draw that means nothing is refused`(body: String, fault: String) async throws {
        let reply = try await GivenLine.shared().call("POST", Self.path, as: .supervisor, body)
        #expect(reply.status == 422 && reply.faults == [fault], "\(reply.text)")
    }

    private func figure(_ line: GivenLine) async throws -> JSON {
        try await line.scorecards("by=month", as: .supervisor)["total"]["figures"].items.first { $0["indicator"].text == "false_closing" }
            ?? .null
    }

    private func hash(_ seed: String, _ number: String) -> [UInt8] { SHA256.digest(Array("\(seed):\(number)".utf8)) }
}
