import Database
import Formats
import Testing
import WorkingTime

@Suite("Clocks as an outside reader counts them", .timeLimit(.minutes(3)))
struct ClockCountTests {
    /// Wednesday, 16 September 2026; the national holidays lie ahead, with work on a Sunday before and a Saturday after them.
    @Test func `pauses, an extension, the complex limit, a return and a rework are counted by hand`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let decide = { (kind: String, by: Person, body: String) in
            let id = try await line.requestTime(kind, of: file, body)
            try await line.step("PUT", "/v1/\(kind)-requests/\(id)/decision", of: file, as: by, #"{"granted":true,"text":"同意"}"#)
        }
        let rest = #"{"ground":"inspection","reason":"等待检测","until":"2026-10-20"}"#
        try await line.accept(file)
        line.clock.advance(hours: 26)
        try await decide("suspension", .supervisor, rest)
        try await Self.check(line, file, "paused")
        line.clock.advance(hours: 50)
        try await line.step("PUT", "\(file.path)/resumption", of: file, as: .handler, #"{"text":"已出结果"}"#)
        try await decide("complexity", .dispatcher, #"{"reason":"疑难"}"#)
        line.clock.advance(hours: 24 * 5)
        try await decide("suspension", .supervisor, rest)
        line.clock.advance(hours: 24 * 12)
        try await line.step("PUT", "\(file.path)/resumption", of: file, as: .handler, #"{"text":"已出结果"}"#)
        try await decide("extension", .supervisor, #"{"reason":"复杂","until":"2026-10-31"}"#)
        let clocks = try await Self.check(line, file, "extended")
        #expect(clocks.contains { $0["segments"].items.map { $0["reason"].text } == ["limit", "extension"] })
        #expect(clocks.contains { $0["pauses"].items.count == 2 })
        try await line.reply(file)
        try await line.review(file, approved: false)
        line.clock.advance(hours: 30)
        try await Self.check(line, file, "rework")
        let other = try await line.submit()
        let id = try await line.requestReturn(other)
        line.clock.advance(hours: 30)
        try await line.rule(id, upheld: true, of: other)
        let passed = try await Self.check(line, other, "returned")
        #expect(passed.contains { $0["state"].text == "replaced" } && passed.contains { $0["continues"].int != nil })
        try await line.expectConsistency()
        await line.stop()
    }

    /// Counts every clock of every case.
    static func checkAll(of line: GivenLine) async throws {
        for row in try await line.database.query("select number from cases") {
            let file = GivenCase(number: try row.decode(String.self), queryCode: "", answer: Reply(status: 0))
            try await check(line, file, "walk")
        }
    }

    /// The clocks, after each was counted.
    @discardableResult
    private static func check(_ line: GivenLine, _ file: GivenCase, _ when: String) async throws -> [JSON] {
        let slow = try SlowClock()
        let reply = try await line.call("GET", "\(file.path)/clocks", as: .supervisor)
        let clocks = reply.json["items"].items
        try #require(reply.status == 200 && !clocks.isEmpty)
        for clock in clocks {
            let faults = slow.faults(in: clock)
            #expect(faults.isEmpty, "\(when): \(file.number) \(clock["stage"].text) \(clock["rule"].text): \(faults)")
        }
        return clocks
    }
}
