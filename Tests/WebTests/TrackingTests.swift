import Casework
import Formats
import Testing
import WorkingTime

@Suite("Tracking", .timeLimit(.minutes(2)))
struct TrackingTests {
    @Test func `number and code show how a case goes`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        let reply = try await line.track(file.number, file.queryCode)
        #expect(reply.status == 200)
        #expect(reply.json["number"].text == file.number && reply.json["state"].text == "dispatched")
        #expect(reply.json["history"].items.map { $0["type"].text } == ["received", "dispatched"])
    }

    @Test func `a code is read as people write it`() async throws {
        let line = try await GivenLine.shared()
        // Until a code has a 0 and a 1, which people write as O, I and L.
        var file = try await line.submit()
        while !(file.queryCode.contains("0") && file.queryCode.contains("1")) { file = try await line.submit() }
        let spellings = [
            file.queryCode.lowercased(), file.queryCode.replacing("0", with: "O"), file.queryCode.replacing("0", with: "o"),
            file.queryCode.replacing("1", with: "I"), file.queryCode.replacing("1", with: "l"), file.queryCode.replacing("1", with: "L"),
        ]
        for spelling in spellings { #expect(try await line.track(file.number, spelling).status == 200, "\(spelling)") }
        #expect(try await line.track(file.number.replacing("-", with: ""), file.queryCode).status == 200)
    }

    @Test func `wrong code, unknown number and nonsense look alike`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        let other = try await line.submit()
        let unknown = CaseNumber(day: GivenLine.morning.day, serial: 987_654).description
        let wrong = String(file.queryCode.dropLast()) + (file.queryCode.last == "7" ? "8" : "7")
        var answers: Set<[UInt8]> = []
        for (number, code) in [
            (file.number, wrong), (file.number, other.queryCode), (other.number, file.queryCode), (unknown, file.queryCode),
            (file.number, "x"), (file.number, file.queryCode + "0"), (file.number, ""), (file.number, "查询码"),
            ("1", file.queryCode), ("260916-000001-0", file.queryCode), ("a'b", file.queryCode), ("%F0%9F%98%80", file.queryCode),
        ] {
            let reply = try await line.track(number, code)
            #expect(reply.status == 404, "\(number) \(code): \(reply.status)")
            answers.insert(reply.bytes)
        }
        #expect(answers.count == 1)
        let none = try await line.call("GET", "/v1/tracking/\(file.number)")
        #expect(none.status == 400 && none.faults == ["X-Query-Code invalid_header"])
    }

    @Test func `a requester sees replies, and nothing said inside the line`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        let inside = "内部意见不得外传"
        let say = { (path: String, person: Person, body: String) in
            _ = try await line.step("POST", file.path + path, of: file, as: person, body)
        }
        try await say("/notes", .dispatcher, #"{"text":"\#(inside)甲"}"#)
        try await say("/urges", .supervisor, #"{"text":"\#(inside)乙"}"#)
        let id = try await line.requestReturn(file)
        try await line.step("PUT", "/v1/return-requests/\(id)/ruling", of: file, as: .dispatcher, #"{"upheld":true,"text":"\#(inside)丙"}"#)
        try await line.accept(file, as: .helper)
        try await say("/contacts", .helper, #"{"means":"phone","reached":true,"text":"\#(inside)丁"}"#)
        try await say("/contacts", .helper, #"{"means":"tracking","reached":true,"text":"请补充具体时段"}"#)
        let order = try await line.order([file])
        _ = try await line.call("PUT", "/v1/supervision-orders/\(order)/reply", as: .helper, #"{"text":"\#(inside)戊"}"#)
        try await line.reply(file, as: .helper)
        try await line.step("PUT", "\(file.path)/review", of: file, as: .supervisor, #"{"approved":false,"text":"\#(inside)己"}"#)
        try await line.reply(file, as: .helper)
        try await line.step("PUT", "\(file.path)/review", of: file, as: .supervisor, #"{"approved":true,"text":"\#(inside)庚"}"#)
        try await line.step("PUT", "\(file.path)/callback", of: file, as: .supervisor, #"{"contacted":false,"text":"无人接听"}"#)
        try await line.step("PUT", "\(file.path)/closure", of: file, as: .supervisor, #"{"outcome":"solved","text":"结案说明"}"#)
        let reply = try await line.track(file.number, file.queryCode)
        #expect(reply.json["state"].text == "closed" && reply.json["outcome"].text == "solved")
        #expect(!reply.text.contains(inside), "\(reply.text)")
        for person in Person.allCases { #expect(!reply.text.contains(person.name)) }
        #expect(reply.text.contains("已劝离摊贩") && reply.text.contains("请补充具体时段") && reply.text.contains("结案说明"))
        let types = Set(reply.json["history"].items.map { $0["type"].text })
        #expect(types.isDisjoint(with: ["noted", "urged", "claimed", "order_issued", "order_replied", "return_requested", "classified"]))
        #expect(reply.json["clocks"].items.allSatisfy { $0["supervision_order"].isNull })
        #expect(try await line.events("noted", of: file) == 1)
    }
}

extension GivenLine {
    func track(_ number: String, _ code: String) async throws -> Reply {
        try await call("GET", "/v1/tracking/\(number)", headers: [("X-Query-Code", code)])
    }
}
