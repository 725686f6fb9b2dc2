import Casework
import Database
import ServiceDesk
import Testing
import WorkingTime

/// What ends by itself, and what many or the discontented bring about.
@Suite("Terms", .timeLimit(.minutes(2)))
struct TermTests {
    private static func tick(_ line: GivenLine, at instant: String) async throws -> WatchTally {
        line.clock.now = try #require(Instant(rfc3339: "2026-\(instant)+08:00"))
        return try await line.desk.tick(at: line.clock.now)
    }

    private static func triggers(_ line: GivenLine) async throws -> [String] {
        try await line.call("GET", "/v1/supervision-orders", as: .supervisor).json["items"].items.map { $0["trigger"].text }
    }

    /// Asks for time and has it granted.
    private static func grant(_ kind: String, _ body: String, of file: GivenCase, on line: GivenLine) async throws {
        let asked = try await line.call(
            "POST", "\(file.path)/\(kind)-requests", as: .head, seen: line.read(file, as: .supervisor).version, body)
        try #require([200, 201].contains(asked.status), "\(asked.text)")
        let id = try await line.count("select max(id) from time_requests")
        let granted = try await line.call(
            "PUT", "/v1/\(kind)-requests/\(id)/decision", as: .supervisor, seen: line.read(file, as: .supervisor).version,
            #"{"granted":true,"text":"同意"}"#)
        try #require(granted.status == 200, "\(granted.text)")
    }

    @Test func `a suspension ends with its day of review, and its clocks go on`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        try await Self.grant("suspension", #"{"ground":"requester","reason":"待补充材料","until":"2026-09-22"}"#, of: file, on: line)
        #expect(try await Self.tick(line, at: "09-22T23:59:59").ended == 0)
        #expect(try await Self.tick(line, at: "09-23T00:00:00").ended == 1)
        #expect(try await line.read(file, as: .head).json["state"].text == "handling")
        #expect(try await line.events("resumed", of: file) == 1)
        #expect(try await line.desk.tick(at: line.clock.now).ended == 0)
        await line.stop()
    }

    @Test func `a callback that nobody answers closes the case, late for nobody`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        try await line.reply(file)
        try await line.review(file, approved: true)
        #expect(try await Self.tick(line, at: "09-20T23:59:59").ended == 0)
        let tally = try await Self.tick(line, at: "09-21T00:00:00")
        #expect(tally.ended == 1 && tally.marked == 0)
        #expect(try await line.read(file, as: .supervisor).json["state"].text == "closed")
        #expect(try await line.events("overdue", of: file) == 0)
        await line.stop()
    }

    @Test func `dissatisfaction after a rework brings an order`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        var orders: [Int] = []
        for _ in 0..<2 {
            try await line.reply(file)
            try await line.review(file, approved: true)
            line.clock.now = line.clock.now.adding(seconds: 60)
            let rated = try await line.call(
                "PUT", "/v1/tracking/\(file.number)/feedback", headers: [("X-Query-Code", file.queryCode)],
                #"{"solved":false,"service":"dissatisfied","result":"dissatisfied"}"#)
            try #require([200, 201].contains(rated.status), "\(rated.text)")
            orders.append(try await line.desk.tick(at: line.clock.now).orders)
            line.clock.now = line.clock.now.adding(seconds: 60)
        }
        #expect(orders == [0, 1])
        #expect(try await Self.triggers(line) == ["OT-REWORK"])
        await line.stop()
    }

    @Test func `so many repeats as the setting says bring one order on the case they joined`() async throws {
        let line = try await GivenLine()
        let parent = try await line.submit()
        var orders: [Int] = []
        for _ in 0..<6 {
            let repeated = try await line.submit(#"{"kind":"complaint","title":"还是那个夜市","body":"又来了。"}"#)
            try await line.step("PUT", "\(repeated.path)/merge", of: repeated, as: .dispatcher, #"{"parent":"\#(parent.number)"}"#)
            orders.append(try await line.desk.tick(at: line.clock.now).orders)
        }
        #expect(orders == [0, 0, 0, 0, 1, 0])
        #expect(try await Self.triggers(line) == ["OT-REPEATED"])
        await line.stop()
    }
}
