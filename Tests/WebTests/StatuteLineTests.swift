import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

/// Matters that fall under a statute, over HTTP from receipt to their end.
@Suite("Statutes", .timeLimit(.minutes(2)))
struct StatuteLineTests {
    /// A Monday on which the rules of market regulation still hold.
    private static let monday = Instant(rfc3339: "2026-03-02T10:00:00+08:00")!

    private func go(_ line: GivenLine, to instant: String) throws { line.clock.now = try #require(Instant(rfc3339: instant)) }

    @Test func `a labour complaint is accepted in five working days and handled in sixty`() async throws {
        let line = try await GivenLine(at: Self.monday)
        let token = try await Accounts(line.database).add(
            name: "labour", roles: [.handler], department: DepartmentCode("331102-human-resources"), at: Self.monday, days: 3650)
        let file = try await line.submit(
            #"{"kind":"complaint","title":"拖欠工资","body":"公司拖欠三个月工资。","category":"080508","region":"331102"}"#)
        #expect(try await line.read(file, as: .supervisor).json["regime"]["name"].text == "labour inspection")
        let accept = try await line.clock("accept", of: file)
        #expect(accept["rule"].text == "LB-ACCEPT" && accept["due_at"].text == "2026-03-09T23:59:59+08:00")
        #expect(try await line.clock("handle", of: file).isNull)
        try go(line, to: "2026-03-04T10:00:00+08:00")
        let labour = { (path: String, body: String?) in
            let seen = try #require(try await line.read(file, as: .supervisor).version)
            return try await line.call(
                "PUT", "\(file.path)/\(path)", headers: [("Authorization", "Bearer \(token)"), ("If-Match", "\"\(seen)\"")], body)
        }
        let accepted = try await labour("acceptance", "{}")
        #expect(accepted.status == 200, "\(accepted.text)")
        #expect(try await line.clock("accept", of: file)["state"].text == "met")
        #expect(try await line.clock("handle", of: file)["due_at"].text == "2026-06-01T23:59:59+08:00")
        try go(line, to: "2026-05-29T10:00:00+08:00")
        let replied = try await labour("reply", #"{"text":"工资已付清","outcome":"solved","without_support":"已直接查实"}"#)
        #expect(replied.status == 200, "\(replied.text)")
        #expect(try await line.clock("handle", of: file)["state"].text == "met")
        await line.stop()
    }

    @Test func `a disclosure request is corrected, a third party says nothing, and the count goes on`() async throws {
        let line = try await GivenLine(at: Self.monday)
        let file = try await line.submit()
        try await line.classify(file, #"{"kind":"consultation","regime":"disclosure request"}"#)
        try await line.accept(file)
        #expect(try await line.clock("handle", of: file)["due_at"].text == "2026-03-30T23:59:59+08:00")
        try go(line, to: "2026-03-11T10:00:00+08:00")
        try await line.step(
            "PUT", "\(file.path)/correction-request", of: file, as: .handler, #"{"text":"请写明文件名称","until":"2026-04-10"}"#)
        try go(line, to: "2026-03-23T10:00:00+08:00")
        let corrected = try await line.call(
            "POST", "/v1/tracking/\(file.number)/supplements", headers: [("X-Query-Code", file.queryCode)], #"{"text":"见附件"}"#)
        #expect(corrected.status == 201, "\(corrected.text)")
        let handle = try await line.clock("handle", of: file)
        #expect(handle["started_at"].text == "2026-03-23T10:00:00+08:00" && handle["due_at"].text == "2026-04-21T23:59:59+08:00")
        try go(line, to: "2026-03-24T10:00:00+08:00")
        try await line.step("POST", "\(file.path)/consultations", of: file, as: .handler, #"{"whom":"third_party","text":"征求意见"}"#)
        let third = try await line.clock("third_party", of: file)["due_at"].text
        #expect(third == "2026-04-15T23:59:59+08:00")
        try go(line, to: "2026-04-16T00:00:05+08:00")
        #expect(try await line.desk.tick(at: line.clock.now).ended == 1)
        // Nothing of the twenty days was used before the 24th: counted on from 16 April.
        #expect(try await line.clock("handle", of: file)["due_at"].text == "2026-05-15T23:59:59+08:00")
        #expect(try await line.events("silence", of: file) == 1)
        await line.stop()
    }

    @Test func `a mediation ends by silence, once, and the requester is told`() async throws {
        let line = try await GivenLine(at: Self.monday)
        let file = try await line.submit(
            #"{"kind":"complaint","title":"退款","body":"商家拒绝退货退款。","category":"100205","region":"331121"}"#)
        #expect(try await line.read(file, as: .supervisor).json["department"]["code"].text == Person.elsewhere.rawValue)
        try go(line, to: "2026-03-04T10:00:00+08:00")
        try await line.accept(file, as: .stranger)
        #expect(try await line.clock("handle", of: file)["due_at"].text == "2026-05-11T23:59:59+08:00")
        try go(line, to: "2026-05-12T00:00:05+08:00")
        let ended = try await together(2) { _ in try await line.desk.tick(at: line.clock.now).ended }
        #expect(ended.reduce(0, +) == 1)
        #expect(try await line.events("silence", of: file) == 1)
        #expect(try await line.clock("feedback", of: file)["due_at"].text == "2026-05-13T23:59:59+08:00")
        try go(line, to: "2026-05-12T10:00:00+08:00")
        try await line.step(
            "PUT", "\(file.path)/reply", of: file, as: .stranger, #"{"text":"调解未成，可诉讼","outcome":"explained"}"#)
        #expect(try await line.clock("feedback", of: file)["state"].text == "met")
        await line.stop()
    }
}
