import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

/// A notice comes while due instants are provisional.
@Suite("Recount", .timeLimit(.minutes(2)))
struct RecountTests {
    @Test func `a notice moves what is provisional once, on whichever server, and nothing that is over`() async throws {
        let line = try await GivenLine(at: try #require(Instant(rfc3339: "2026-12-29T10:00:00+08:00")))
        let other = try await line.another()
        let file = try await line.submit()
        let order = try await line.order([file])
        try await line.accept(file)
        #expect(try await line.desk.tick(at: line.clock.now).recounted == 0, "without a notice nothing moves")
        let before = try await clock("handle", of: file, on: line)
        #expect(before["due_at"].text == "2027-01-06T23:59:59+08:00" && before["provisional"].bool == true)
        let sign = try await clock("sign", of: file, on: line)

        // The Monday after New Year's Day is off as well: the fifth day is one later, and the order's third too.
        try await line.database.execute(
            "insert into calendar_exceptions (day, status, name) values ('2027-01-01', 'off', '元旦'), ('2027-01-04', 'off', '元旦')")
        for server in [line, other] { try await eventually { server.desk.jurisdiction.calendar.publishedYears.contains(2027) } }
        let tallies = try await together(2) { try await [line, other][$0].desk.tick(at: line.clock.now).recounted }
        #expect(tallies.reduce(0, +) == 1)
        let after = try await clock("handle", of: file, on: line)
        #expect(after["due_at"].text == "2027-01-07T23:59:59+08:00" && after["provisional"].bool == false)
        #expect(after["original_due_at"].text == "2027-01-06T23:59:59+08:00")
        #expect(try await clock("sign", of: file, on: line) == sign, "what is met keeps its verdict")
        let due = try await line.call("GET", "/v1/supervision-orders/\(order)", as: .supervisor).json["due_at"].text
        #expect(due == (try await clock("reply", of: file, on: line))["due_at"].text && due == "2027-01-05T23:59:59+08:00")
        #expect(try await line.events("due_moved", of: file) == 1)
        #expect(try await line.desk.tick(at: line.clock.now).recounted == 0)
        await other.stop()
        await line.stop()
    }

    private func clock(_ stage: String, of file: GivenCase, on line: GivenLine) async throws -> JSON {
        let items = try await line.call("GET", "\(file.path)/clocks", as: .supervisor).json["items"].items
        return try #require(items.first { $0["stage"].text == stage })
    }
}
