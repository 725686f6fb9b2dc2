import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

@Suite("Sealed months", .timeLimit(.minutes(2)))
struct SealedMonthTests {
    private static let august = "from=2026-08-01&to=2026-08-31"

    @Test func `a sealed month never changes, and what comes later is a correction`() async throws {
        let line = try await GivenLine()
        try await line.randomFigures(400)
        let before = try await line.scorecards(Self.august, as: .supervisor)
        #expect(before["months"].items[0]["sealed_at"].isNull)
        let seal = try await line.call("PUT", "/v1/reports/months/2026-08/seal", as: .supervisor)
        #expect(seal.status == 200 && seal.json["sealed_at"].text == line.clock.now.description && seal.json["groups"].int ?? 0 > 100)
        #expect(try await line.call("PUT", "/v1/reports/months/2026-08/seal", as: .supervisor).code == "month_sealed")
        let sealed = try await line.scorecards(Self.august, as: .supervisor)
        #expect(sealed["months"].items[0]["sealed_at"].text == line.clock.now.description)
        #expect(sealed["items"] == before["items"] && sealed["total"] == before["total"])
        #expect(try await line.corrections("2026-08").isEmpty)

        try await line.database.execute("update clocks set ended_at = due_at + interval '1 minute', ended_how = 'met' where stage = 'sign'")
        try await line.database.execute("update cases set ended_at = ended_at + interval '40 days' where ended_at is not null")
        #expect(try await line.scorecards(Self.august, as: .supervisor)["items"] == before["items"])
        let corrections = try await line.corrections("2026-08")
        for item in before["items"].items {
            let figure = try #require(item["figures"].items.first { $0["indicator"].text == "signed_on_time" })
            let correction = corrections.first { $0["group"] == item["group"] && $0["indicator"].text == "signed_on_time" }
            guard figure["numerator"].double ?? 0 > 0 else { continue }
            #expect(correction?["sealed"]["value"] == figure["value"] && correction?["now"]["numerator"].double == 0)
            #expect(correction?["difference"].double == figure["value"].double.map(-) || correction?["now"]["value"].isNull == true)
        }
        #expect(corrections.contains { $0["indicator"].text == "handling_time" })
        // A part of the month is counted from the rows, and so is a month beside it.
        let part = try await line.scorecards("from=2026-07-31&to=2026-08-30&by=month", as: .supervisor)
        #expect(part["months"].items.allSatisfy { $0["sealed_at"].isNull } && part["items"].items.count == 2)
        let whole = try await line.scorecards("from=2026-07-31&to=2026-09-01&by=month", as: .supervisor)
        #expect(whole["months"].items.map { $0["sealed_at"].isNull } == [true, false, true])
        #expect(whole["items"].items[1]["figures"] == before["total"]["figures"])
        await line.stop()
    }

    @Test func `a sealed month keeps its weights beside a month that has others`() async throws {
        let line = try await GivenLine()
        try await line.randomFigures(400)
        _ = try await line.call("PUT", "/v1/reports/months/2026-07/seal", as: .supervisor)
        let before = try await line.scorecards("from=2026-07-01&to=2026-07-31", as: .supervisor)
        try await line.database.execute(
            """
            with before as (
                update settings set valid_to = '2026-07-31' where key = 'satisfaction_basically_weight' returning key
            )
            insert into settings (key, value, unit, valid_from, basis) select key, '0.5', 'ratio', '2026-08-01', 'test' from before
            """)
        try await eventually {
            try await line.scorecards("from=2026-08-01&to=2026-08-31", as: .supervisor)["weights"]["satisfaction_basically"].double == 0.5
        }
        let both = try await line.scorecards("from=2026-07-01&to=2026-08-31&by=month", as: .supervisor)
        #expect(both["items"].items[0]["figures"] == before["total"]["figures"])
        #expect(both["months"].items.map { $0["weights"]["satisfaction_basically"].double } == [0.9, 0.5])
        #expect(both["weights"] == both["months"].items[1]["weights"])
        let satisfaction = both["items"].items[1]["figures"].items.first { $0["indicator"].text == "satisfaction" }
        let counted = try #require(satisfaction)
        #expect(
            counted["numerator"].double == Double(counted["satisfied"].int ?? 0) + 0.5 * Double(counted["basically_satisfied"].int ?? 0))
        await line.stop()
    }

    /// One after the other: beside a truncation that waits, another statement may end as a deadlock.
    @Test(
        .serialized,
        arguments: [
            "update sealed_months set minimum_cases = 1", "delete from sealed_months", "truncate sealed_months cascade",
            "update sealed_counts set met = met + 1", "delete from sealed_counts", "update sealed_handling_times set seconds = '{}'",
            "insert into sealed_counts (month, indicator, met, partly, counted) values ('2026-08-01', 'contact', 1, 0, 1)",
            "insert into sealed_handling_times (month, seconds) values ('2026-08-01', '{1}')",
        ])
    func `nothing in the database changes a sealed month`(statement: String) async throws {
        let line = try await GivenLine.sealed()
        let error = await #expect(throws: DatabaseError.self) { try await line.database.execute("\(unsafeSQL: statement)") }
        #expect(error?.constraint == "sealed_months_never_change")
    }

    @Test func `a month is sealed once, by a supervisor, when it has ended`() async throws {
        let line = try await GivenLine()
        try await line.randomFigures(50)
        #expect(try await line.call("PUT", "/v1/reports/months/2026-09/seal", as: .supervisor).code == "month_not_ended")
        for month in ["2026-13", "2026-8", "0000-01", "august"] {
            #expect(try await line.call("PUT", "/v1/reports/months/\(month)/seal", as: .supervisor).status == 404)
        }
        #expect(try await line.call("GET", "/v1/reports/months/2026-07/corrections", as: .supervisor).status == 404)
        let both = try await together(2) { _ in try await line.call("PUT", "/v1/reports/months/2026-07/seal", as: .supervisor).status }
        #expect(both.sorted() == [200, 409])
        await line.stop()
    }

    @Test(arguments: [
        ("from=2026-09-02&to=2026-09-01", "to ends_before_it_begins"), ("from=2024-01-01&to=2026-09-01", "from period_too_long"),
        ("from=2016-07-01&to=2016-12-31", "from before_the_weights"),
        ("by=kind", "by unknown_value"), ("from=2026-9-1", "from malformed_day"), ("department=nobody", "department unknown_code"),
    ])
    func `a period that cannot be counted is refused`(query: String, fault: String) async throws {
        let line = try await GivenLine.shared()
        let reply = try await line.call("GET", "/v1/reports/scorecards?\(query)", as: .supervisor)
        #expect(reply.status == 400 && reply.faults == [fault])
        #expect(try await line.call("GET", "/v1/reports/scorecards", as: .handler).status == 403)
    }

    @Test func `the page of indicators says what the answers say`() async throws {
        let page = String(decoding: try file(repository + "/api/indicators.md"), as: UTF8.self)
        let line = try await GivenLine.shared()
        let rules = try await line.scorecards("", as: .head)["rules"].items
        #expect(rules.count == Indicator.allCases.count)
        for rule in rules {
            let row = try #require(page.split(separator: "\n").first { $0.hasPrefix("| `\(rule["indicator"].text)` |") })
            let cells = row.split(separator: "|").dropFirst().map { $0.trimmingPrefix(" ").description }
            let name = rule["name"]
            #expect(cells.first == "\(name["zh"].text) \(name["en"].text) ", "\(row)")
            for (part, cell) in zip(["numerator", "denominator", "date", "exclusions"], cells.dropFirst()) {
                #expect(cell == "\(rule[part]["zh"].text)。 \(rule[part]["en"].text). ", "\(rule["indicator"].text) \(part)")
            }
        }
    }
}

extension GivenLine {
    private static let oneSealed = Task {
        let line = try await GivenLine()
        try await line.randomFigures(50)
        _ = try await line.call("PUT", "/v1/reports/months/2026-08/seal", as: .supervisor)
        return line
    }
    /// A line whose August is sealed.
    static func sealed() async throws -> GivenLine { try await oneSealed.value }

    @discardableResult
    func randomFigures(_ count: Int) async throws -> RandomFigures {
        let rows = RandomFigures(
            count, seed: 7, from: Instant(rfc3339: "2026-06-20T00:00:00+08:00")!, now: clock.now, map: desk.jurisdiction.map)
        try await rows.write(to: database)
        return rows
    }

    func corrections(_ month: String) async throws -> [JSON] {
        let reply = try await call("GET", "/v1/reports/months/\(month)/corrections", as: .supervisor)
        try #require(reply.status == 200, "\(reply.text)")
        return reply.json["items"].items
    }
}
