import Casework
import Database
import ServiceDesk
import Testing
import WorkingTime

@Suite("Late dispatch", .timeLimit(.minutes(2)))
struct LateDispatchTests {
    @Test func `a limit that had ended before the case was sent is not the department's to answer for`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        // As of a letter that was registered weeks after it came, under a statute that counts from receipt.
        try await line.database.execute(
            "update clocks set started_at = '2026-08-03 10:00+08', due_at = '2026-08-24 23:59:59.999999+08' where stage = 'handle'")
        let tally = try await line.desk.tick(at: line.clock.now)
        #expect(tally.marked == 1 && tally.yellowCards == 0 && tally.redCards == 0 && tally.orders == 0, "\(tally)")
        let overdue = try await line.call("GET", "/v1/reports/overdue", as: .supervisor)
        #expect(overdue.json["items"].items.map { $0["number"].text } == [file.number], "\(overdue.text)")
        let figures = try await line.scorecards("from=2026-08-01&to=2026-08-31", as: .supervisor)["total"]["figures"].items
        #expect(figures.first { $0["indicator"].text == "closed_on_time" }?["denominator"].int == 0)
        // Its own time counts from when it had the case.
        line.clock.now = line.clock.now.adding(seconds: 10 * 86_400)
        _ = try await line.desk.tick(at: line.clock.now)
        let cards = try await line.call("GET", "/v1/cards?department=\(Person.bureau.rawValue)", as: .supervisor).json["items"].items
        let ofHandling = cards.filter { $0["stage"].text == "handle" }.map { $0["colour"].text }
        #expect(ofHandling == ["red"], "\(cards)")
        await line.stop()
    }
}
