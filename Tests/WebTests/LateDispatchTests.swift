import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

@Suite("Late dispatch", .timeLimit(.minutes(2)))
struct LateDispatchTests {
    @Test func `a limit that had ended before the case was sent is the line's to answer for, not the department's`() async throws {
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
        let card = try await line.scorecards("from=2026-08-01&to=2026-08-31", as: .supervisor)
        #expect(card["items"].items.map { $0["group"]["code"].string } == [nil])
        let figures = card["total"]["figures"].items
        let closed = figures.first { $0["indicator"].text == "closed_on_time" }
        #expect(closed?["numerator"].double == 0 && closed?["denominator"].int == 1)
        #expect(figures.first { $0["indicator"].text == "overdue" }?["numerator"].double == 1)
        let own = try await line.scorecards("from=2026-08-01&to=2026-08-31&department=\(Person.bureau)", as: .supervisor)
        #expect(own["items"].items.isEmpty)
        // Its own time counts from when it had the case.
        line.clock.now = line.clock.now.adding(seconds: 10 * 86_400)
        _ = try await line.desk.tick(at: line.clock.now)
        let cards = try await line.call("GET", "/v1/cards?department=\(Person.bureau.rawValue)", as: .supervisor).json["items"].items
        let ofHandling = cards.filter { $0["stage"].text == "handle" }.map { $0["colour"].text }
        #expect(ofHandling == ["red"], "\(cards)")
        await line.stop()
    }

    @Test func `who was asked to help answers for that limit, whoever leads the case later`() async throws {
        let line = try await GivenLine()
        let file = try await line.givenHandling()
        try await line.step(
            "POST", "\(file.path)/supporting-departments", of: file, as: .handler,
            #"{"departments":["\#(Person.neighbour.rawValue)"],"text":"请核实现场"}"#)
        let returning = try await line.requestReturn(file)
        // Its two days pass. Then the case itself goes to it, with time of its own.
        line.clock.now = Instant(rfc3339: "2026-09-21T10:00:00+08:00")!
        try await line.rule(returning, upheld: true, of: file)
        _ = try await line.desk.tick(at: line.clock.now)
        let cards = try await line.call("GET", "/v1/cards?department=\(Person.neighbour.rawValue)", as: .supervisor).json["items"].items
        #expect(cards.map { $0["stage"].text } == ["support"], "\(cards)")
        let sent = try await line.count("select count(*) from clocks where stage = 'sign' and department = \(Person.neighbour)")
        #expect(sent == 1)
        let late = try await line.call("GET", "/v1/reports/overdue?stage=support", as: .supervisor).json["items"].items
        #expect(late.map { $0["department"]["code"].string ?? $0["department"].text } == [Person.neighbour.rawValue])
        await line.stop()
    }
}
