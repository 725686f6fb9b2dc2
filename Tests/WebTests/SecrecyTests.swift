import Casework
import Database
import Formats
import Testing
import WorkingTime

@Suite("Secrecy", .timeLimit(.minutes(2)))
struct SecrecyTests {
    private static let person = #""requester":{"name":"钱多多","phone":"13712345678"}"#

    @Test func `contact details are shown to the lead's people while they handle, each time on record`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit(String(GivenLine.complaint.dropLast()) + ",\(Self.person)}")
        #expect(!file.answer.text.contains("13712345678"))
        func shown(_ person: Person) async throws -> Bool { try await line.read(file, as: person).text.contains("13712345678") }
        func openings() async throws -> Int { try await line.count("select count(*) from identity_openings") }
        #expect(try await !shown(.handler))
        try await line.accept(file)
        #expect(try await openings() == 0)
        #expect(try await shown(.handler))
        #expect(try await shown(.head))
        #expect(try await openings() == 2)
        for person in [Person.dispatcher, .supervisor, .governmentHead] { #expect(try await !shown(person), "\(person)") }
        for path in ["/v1/cases", "/v1/queue", "\(file.path)/events", "\(file.path)/clocks", "\(file.path)/routing"] {
            #expect(try await !line.call("GET", path, as: .handler).text.contains("13712345678"), "\(path)")
        }
        #expect(try await !line.track(file.number, file.queryCode).text.contains("13712345678"))
        #expect(try await openings() == 2)
        try await line.reply(file)
        #expect(try await !shown(.handler))
        try await line.review(file, approved: false)
        #expect(try await shown(.colleague))
        #expect(try await openings() == 3)
        let rows = try await line.database.query(
            "select a.name, o.purpose, o.opened_at = \(line.clock.now) from identity_openings o join accounts a on a.id = o.account order by o.id"
        ).map { try $0.decode((String, String, Bool).self) }
        #expect(rows.map(\.0) == [Person.handler.name, Person.head.name, Person.colleague.name])
        #expect(rows.allSatisfy { $0.1.contains(file.number) && $0.2 })
        await line.stop()
    }

    @Test func `who is to call back is shown whom, on record, and only while it waits`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit(String(GivenLine.complaint.dropLast()) + ",\(Self.person)}")
        func shown(_ person: Person) async throws -> Bool { try await line.read(file, as: person).text.contains("13712345678") }
        try await line.accept(file)
        try await line.reply(file)
        #expect(try await !shown(.supervisor), "an answer is reviewed without")
        try await line.review(file, approved: true)
        #expect(try await shown(.supervisor))
        for person in [Person.dispatcher, .handler, .head, .governmentHead] { #expect(try await !shown(person), "\(person)") }
        try await line.close(file)
        #expect(try await !shown(.supervisor))
        // Drawn for a call once more, until they were reached.
        let today = line.clock.now.day
        let drawn = try await line.call(
            "POST", "/v1/callback-samples", as: .supervisor, #"{"from":"\#(today)","to":"\#(today)","share":1}"#)
        #expect(try await shown(.supervisor))
        let path = "/v1/callback-samples/\(drawn.json["id"].int ?? 0)/cases/\(file.number)"
        _ = try await line.call("PUT", path, as: .supervisor, #"{"contacted":false}"#)
        #expect(try await shown(.supervisor))
        _ = try await line.call("PUT", path, as: .supervisor, #"{"contacted":true,"solved":true}"#)
        #expect(try await !shown(.supervisor))
        let again = try await line.call(
            "POST", "/v1/callback-samples", as: .supervisor, #"{"from":"\#(today)","to":"\#(today)","share":1}"#)
        #expect(again.json["drawn"].int == 1)
        #expect(try await !shown(.supervisor), "whoever was reached is not called for each draw")
        let purposes = try await line.database.query("select distinct purpose from identity_openings").map { try $0.decode(String.self) }
        #expect(purposes == ["calling back about \(file.number)"])
        await line.stop()
    }

    @Test func `a supporting department and who is above never see contact details`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(#"{"kind":"help_request","title":"求助","body":"请帮忙",\#(Self.person)}"#)
        try await line.step(
            "PUT", "\(file.path)/dispatch", of: file, as: .dispatcher,
            #"{"department":"331102-urban-management","supporting":["331102-construction"]}"#)
        try await line.accept(file)
        for person in [Person.helper, .governmentHead] {
            let reply = try await line.read(file, as: person)
            #expect(reply.status == 200 && !reply.text.contains("13712345678") && reply.json["requester"].isNull)
        }
    }

    @Test func `who reports is shown to nobody`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit(
            #"{"kind":"report","title":"举报占道","body":"举报","category":"030701","region":"331102",\#(Self.person)}"#)
        try await line.accept(file)
        for person in Person.allCases {
            let reply = try await line.read(file, as: person)
            #expect(!reply.text.contains("13712345678") && !reply.text.contains("钱多多"), "\(person)")
        }
        #expect(try await line.count("select count(*) from identity_openings") == 0)
        await line.stop()
    }

    /// Against the bureau, in each way that a requester may put it.
    @Test(arguments: [
        #""against":{"department":"331102-urban-management"}"#, #""against":{"name":"莲都区综合行政执法局"}"#,
        #""against":{"name":"莲都综合执法局张科长"}"#, #""against":{"name":"莲都城管"}"#,
    ])
    func `the accused never see a report against them`(against: String) async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(
            #"{"kind":"report","title":"举报执法人员收礼","body":"收受礼品","category":"030701","region":"331102",\#(against)}"#)
        #expect(file.answer.json["department"]["code"].text != Person.bureau.rawValue)
        // Not even when somebody tries to send it there.
        if file.answer.json["state"].text == "received" {
            for member in [
                #""department":"331102-urban-management""#, #""department":"331102-gov","supporting":["331102-urban-management"]"#,
            ] {
                let sent = try await line.call("PUT", "\(file.path)/dispatch", as: .dispatcher, headers: [("If-Match", "*")], "{\(member)}")
                #expect(sent.status == 422 && sent.faults[0].hasSuffix(" department_is_accused"), "\(sent.status) \(sent.text)")
            }
        }
        for person in [Person.handler, .colleague, .head] {
            for (method, path, body) in [
                ("GET", "", nil), ("GET", "/events", nil), ("GET", "/routing", nil), ("POST", "/notes", #"{"text":"x"}"#),
                ("PUT", "/signature", nil),
            ] {
                #expect(
                    try await line.call(method, file.path + path, as: person, seen: 1, body).status == 404, "\(method) \(path) as \(person)"
                )
            }
            for path in ["/v1/cases?limit=500", "/v1/queue?limit=500", "/v1/cases?kind=report&limit=500"] {
                let items = try await line.call("GET", path, as: person).json["items"].items
                #expect(!items.contains { $0["number"].text == file.number })
            }
        }
    }

    @Test func `a return cannot bring a report to whom it accuses, and an order on it stays hidden`() async throws {
        let line = try await GivenLine.shared()
        // The government's own people lead, the bureau below it is accused.
        let file = try await line.submit(
            #"{"kind":"report","title":"举报","body":"举报","category":"030701","region":"331102","against":{"department":"331102-urban-management"}}"#
        )
        if file.answer.json["state"].text == "received" {
            try await line.step("PUT", "\(file.path)/dispatch", of: file, as: .dispatcher, #"{"department":"331102-gov"}"#)
        }
        let lead = try await line.read(file, as: .supervisor).json["department"]["code"].text
        try #require(lead == Person.government.rawValue)
        let back = try await line.call(
            "POST", "\(file.path)/return-requests", as: .governmentHead,
            #"{"reason":"x","legal_basis":"x","department":"331102-urban-management"}"#)
        #expect(back.status == 422 && back.faults == ["/department department_is_accused"])
        let id = try await line.requestReturn(file, to: "331102-construction", as: .governmentHead)
        let ruled = try await line.call(
            "PUT", "/v1/return-requests/\(id)/ruling", as: .dispatcher,
            #"{"upheld":true,"text":"x","department":"331102-urban-management"}"#)
        #expect(ruled.status == 422 && ruled.faults == ["/department department_is_accused"])
        try await line.rule(id, upheld: true, of: file)
        #expect(try await line.read(file, as: .handler).status == 404)
        #expect(try await line.read(file, as: .helper).status == 200)
    }

    @Test func `a case that turns out to be a report leaves the accused`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(String(GivenLine.complaint.dropLast()) + #","against":{"department":"331102-urban-management"}}"#)
        #expect(try await line.read(file, as: .handler).status == 200)
        let id = try await line.requestReturn(file)
        try await line.classify(file, #"{"kind":"report"}"#)
        #expect(try await line.read(file, as: .handler).status == 404)
        let kept = try await line.call("PUT", "/v1/return-requests/\(id)/ruling", as: .dispatcher, #"{"upheld":false,"text":"驳回"}"#)
        #expect(kept.status == 422, "a report must not be sent back to whom it accuses: \(kept.status)")
        try await line.rule(id, upheld: true, of: file)
        #expect(try await line.read(file, as: .helper).status == 200)
    }
}
