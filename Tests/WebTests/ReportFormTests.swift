import Casework
import Database
import Formats
import Statistics
import Synchronization
import Testing
import Web
import WorkingTime

@Suite("Forms and filters of reports", .timeLimit(.minutes(2)))
struct ReportFormTests {
    private static let reports = [
        "overdue", "due-soon", "orders", "orders/totals", "returns", "returns/totals", "extensions", "extensions/totals", "repeats",
        "repeats/totals", "ping-pong", "late-signing", "due-moves",
    ]

    @Test func `each report comes as a page, as CSV in both languages and as a spreadsheet`() async throws {
        let line = try await GivenLine()
        for name in Self.reports { try await inAllForms(name, line) }
        await line.stop()
    }

    private func inAllForms(_ name: String, _ line: GivenLine) async throws {
        let page = try await line.call("GET", "/v1/reports/\(name)?limit=1", as: .supervisor)
        #expect(page.status == 200 && page.json["as_of"].string != nil)
        let english = try await line.call("GET", "/v1/reports/\(name)?format=csv&lang=en", as: .supervisor)
        let chinese = try await line.call("GET", "/v1/reports/\(name)", as: .supervisor, headers: [("Accept", "text/csv")])
        let tables = try [english, chinese].map { try CSVTable(parsing: $0.bytes, file: name) }
        #expect(tables[0].header.count == tables[1].header.count && tables[0].header != tables[1].header)
        let sheet = try await line.call("GET", "/v1/reports/\(name)?format=xlsx", as: .supervisor)
        #expect(sheet.status == 200 && sheet.bytes.starts(with: Array("PK".utf8)))
        #expect(sheet["content-type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        #expect(sheet["content-disposition"]?.hasSuffix(#".xlsx""#) == true)
    }

    @Test(arguments: reports)
    func `each report refuses a period that ends before it begins, and days that are none`(name: String) async throws {
        let line = try await GivenLine.shared()
        for (query, fault) in [
            ("from=2026-09-17&to=2026-09-16", "to ends_before_it_begins"), ("from=yesterday", "from malformed_day"),
            ("category=nowhere", "category unknown_code"), ("cursor=1", "cursor malformed_cursor"),
            ("colour=red", "colour unknown_parameter"),
        ] {
            let reply = try await line.call("GET", "/v1/reports/\(name)?\(query)", as: .supervisor)
            #expect(reply.status == 400 && reply.faults == [fault], "\(query)")
        }
    }

    @Test func `a spreadsheet has a bound of rows, and says so`() async throws {
        var limits = WebLimits()
        limits.spreadsheetRows = 2
        let line = try await GivenLine(limits: limits)
        _ = try await line.submit()
        line.clock.advance(hours: 3)
        #expect(try await line.call("GET", "/v1/reports/due-soon?format=xlsx", as: .supervisor).status == 200)
        _ = try await line.submit()
        let reply = try await line.call("GET", "/v1/reports/due-soon?format=xlsx", as: .supervisor)
        #expect(reply.status == 400 && reply.faults == ["format too_many_rows"])
        await line.stop()
    }

    @Test func `a spreadsheet shows one moment, however long it is read`() async throws {
        let line = try await GivenLine()
        for _ in 0..<5 { _ = try await line.submit() }
        line.clock.advance(hours: 72)
        let rows = Mutex<[[ReportValue]]>([])
        let statistics = Statistics(database: line.database)
        var filter = ReportFilter(scope: .everything)
        filter.stage = .sign
        let number = try await statistics.cells(
            ReportQuery(.overdue, filter), most: 100, in: statistics.openExport(), at: line.clock.now, atOnce: 2
        ) { some in
            rows.withLock { $0 += some }
            try await line.database.execute("update clocks set ended_at = due_at, ended_how = 'met'")
        }
        #expect(number == 5 && rows.withLock { $0.count } == 5)
        #expect(try await GivenReport(line).items("overdue").isEmpty)
        await line.stop()
    }

    /// The country had summer time then: 09:00 and 8 hours ahead of Greenwich is what every other form says.
    @Test func `an instant of an old summer is the same in all forms`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.database.execute(
            "update clocks set started_at = '1988-07-01 09:00+08', due_at = '1988-07-02 09:00+08' where stage = 'sign'")
        let report = GivenReport(line, [("A", file)])
        #expect(try await report.rows("overdue?stage=sign", ["number", "due_at"]) == ["A 1988-07-02T09:00:00+08:00"])
        await line.stop()
    }

    @Test func `overdue knows paused, replaced, extended and parked`() async throws {
        let line = try await GivenLine()
        let files = [try await line.submit(), try await line.submit(), try await line.submit()]
        let report = GivenReport(line, Array(zip(["A", "B", "C"], files)))
        line.clock.now = Instant(rfc3339: "2026-09-23T10:00:00+08:00")!
        let (a, b, c) = (try await line.id(of: files[0]), try await line.id(of: files[1]), try await line.id(of: files[2]))
        // A stood still in time. B was replaced late by a clock of another department. C is parked and was given time.
        try await line.database.execute(
            "update clocks set paused_at = '2026-09-16T12:00:00+08:00', paused_for = '{third_party}' where case_id = \(a)")
        try await line.database.execute(
            """
            update clocks set ended_at = '2026-09-23T09:59:59+08:00', ended_how = 'replaced' where case_id = \(b) and stage = 'handle'
            """)
        try await line.database.execute(
            """
            insert into clocks (case_id, ordinal, stage, rule, department, kind, region, started_at, due_at, provisional, calendar_version,
                counts_late, continues)
            select case_id, 90, stage, rule, '331102-construction', kind, region, started_at, due_at, provisional, calendar_version, true, ordinal
            from clocks where case_id = \(b) and stage = 'handle'
            """)
        try await line.database.execute("update cases set parked_until = '2026-12-01' where id = \(c)")
        try await line.database.execute(
            "update clocks set original_due_at = due_at, due_at = due_at + interval '1 hour' where case_id = \(c) and stage = 'handle'")
        let columns = ["number", "department", "state", "ended_how", "parked_until", "original_due_at", "overdue_seconds"]
        #expect(
            try await report.rows("overdue?stage=handle", columns) == [
                "B \(Person.neighbour.rawValue) overdue - - - 36001", "B \(Person.bureau.rawValue) met_late replaced - - 36000",
                "C \(Person.bureau.rawValue) overdue - 2026-12-01 2026-09-22T23:59:59+08:00 32401",
            ])
        #expect(try await report.items("overdue").allSatisfy { report.names[$0["number"].text] != "A" })
        // Before the pause and after the limit A would have been late; so it was.
        try await line.database.execute(
            "update clocks set paused_at = '2026-09-23T09:00:00+08:00', paused_for = '{third_party}' where case_id = \(a) and stage = 'handle'"
        )
        #expect(
            try await report.rows("overdue?stage=handle&as_of=2026-09-23T08:59:59%2B08:00", ["number", "state"]) == [
                "A overdue", "B overdue", "B overdue", "C overdue",
            ])
        #expect(try await report.items("overdue?stage=handle").count == 3)
        for (query, count) in [
            ("category=03", 3), ("category=030701", 3), ("category=01", 0), ("from=2026-09-23", 1), ("to=2026-09-22", 2),
            ("from=2026-09-22&to=2026-09-23", 3),
        ] {
            #expect(try await report.items("overdue?stage=handle&\(query)").count == count, "\(query)")
            let totals = try await line.call("GET", "/v1/reports/overdue/totals?stage=handle&\(query)", as: .supervisor).json["items"].items
            #expect(totals.reduce(0) { $0 + ($1["open"].int ?? 0) + ($1["met_late"].int ?? 0) } == count, "\(query)")
        }
        await line.stop()
    }
}
