import Casework
import Database
import ServiceDesk
import Testing
import WorkingTime

/// What ends by itself, and what many or the discontented bring about.
@Suite("Terms", .timeLimit(.minutes(2)))
struct TermTests {
    @Test func `a suspension ends with its day of review, and its clocks go on`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        try await line.decide(.suspension, try await line.ask(.suspension, of: file, until: "2026-09-22"), of: file)
        #expect(try await line.tick(at: "09-22T23:59:59").ended == 0)
        #expect(try await line.tick(at: "09-23T00:00:00").ended == 1)
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
        #expect(try await line.tick(at: "09-20T23:59:59").ended == 0)
        let tally = try await line.tick(at: "09-21T00:00:00")
        #expect(tally.ended == 1 && tally.marked == 0)
        #expect(try await line.read(file, as: .supervisor).json["state"].text == "closed")
        #expect(try await line.events("overdue", of: file) == 0)
        await line.stop()
    }

    /// Also where the matter is on the list of what cannot be solved yet.
    @Test(arguments: [false, true])
    func `dissatisfaction after a rework brings an order`(isParked: Bool) async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        var orders: [Int] = []
        for _ in 0..<2 {
            if isParked { try await line.decide(.parking, try await line.ask(.parking, of: file, until: "2026-12-01"), of: file) }
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
        #expect(try await line.triggers() == ["OT-REWORK"])
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
        #expect(try await line.triggers() == ["OT-REPEATED"])
        await line.stop()
    }
}
