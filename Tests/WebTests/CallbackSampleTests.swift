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
        #expect(
            read["checked"].int == 1 && read["cases"].items[0]["solved"].bool == false && read["cases"].items[0]["outcome"].text == "solved"
        )
        await line.stop()
    }

    @Test(arguments: [
        (#"{"from":"2026-08-02","to":"2026-08-01"}"#, "/to period_out_of_order"),
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
