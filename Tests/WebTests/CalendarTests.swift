import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

@Suite("Calendar", .timeLimit(.minutes(3)))
struct CalendarTests {
    /// A Tuesday morning: five working days reach into 2027, of which only the statutory holidays are known.
    static let december = Instant(rfc3339: "2026-12-29T10:00:00+08:00")!

    @Test func `a year is public, published or not`() async throws {
        let line = try await GivenLine.shared()
        let known = try await line.call("GET", "/v1/calendar?year=2026").json
        #expect(known["published"].bool == true && known["items"].items.contains { $0["status"].text == "work" })
        let coming = try await line.call("GET", "/v1/calendar?year=2027").json
        #expect(coming["published"].bool == false)
        #expect(
            coming["items"].items.first?["date"].text == "2027-01-01" && coming["items"].items.allSatisfy { $0["status"].text == "off" })
        #expect(try await line.call("GET", "/v1/calendar").json["year"].int == 2026)
        #expect(try await line.call("GET", "/v1/calendar?year=1948").faults == ["year out_of_range"])
    }

    @Test func `a day that the notice of another year holds is not taken by this one's`() async throws {
        let line = try await GivenLine()
        let known = try await line.call("GET", "/v1/calendar?year=2022").json["items"].items
        let days = known.map { ($0["date"].text, $0["status"].text, $0["name"].text) }.filter { $0.0 != "2022-12-31" }
        try #require(days.count + 1 == known.count)
        let reply = try await line.call(
            "PUT", "/v1/calendar/2022", as: .administrator, Given2027.body(days + [("2022-12-31", "off", "调休")]))
        #expect(reply.status == 422 && reply.faults.joined() == "/days/\(days.count)/date day_of_another_year", "\(reply.text)")
        #expect(try await line.call("PUT", "/v1/calendar/2022", as: .administrator, Given2027.body(days)).status == 200)
        await line.stop()
    }

    @Test func `a new year's notice is shown, loaded, and moves what was provisional`() async throws {
        let line = try await GivenLine(at: Self.december)
        let file = try await line.submit()
        try await line.accept(file)
        let order = try await line.order([file])
        let met = try await line.submit()
        try await line.accept(met)
        try await line.reply(met)
        let before = try await line.clock("handle", of: file)
        #expect(before["provisional"].bool == true && before["due_at"].text == "2027-01-06T23:59:59+08:00")
        // A notice that adds 4 and 5 January to the plausible one, so that the order's three days move as well.
        let days = Given2027.days + [("2027-01-04", "off", "元旦"), ("2027-01-05", "off", "元旦")]
        let body = Given2027.body(days)

        let shown = try await line.call("PUT", "/v1/calendar/2027?dry_run=true", as: .administrator, body)
        #expect(shown.status == 200 && shown.json["changes"].items.count == days.count && shown.json["calendar_version"].isNull)
        #expect((shown.json["clocks"].int ?? 0) >= 2)
        #expect(try await line.call("GET", "/v1/calendar?year=2027").json["published"].bool == false)

        let loaded = try await line.call("PUT", "/v1/calendar/2027", as: .administrator, body)
        #expect(loaded.status == 200, "\(loaded.text)")
        let version = try #require(loaded.json["calendar_version"].int)
        try await eventually { try await line.clock("handle", of: file)["provisional"].bool == false }
        let after = try await line.clock("handle", of: file)
        #expect(after["due_at"].text == "2027-01-08T23:59:59+08:00" && after["calendar_version"].int == version)
        #expect(try await line.events("due_moved", of: file) == 1)
        #expect(try await line.events("due_moved", of: met) == 0)
        // The segments are of the new calendar; what they come to stands beside the due instant of a clock that is over, too.
        let over = try await line.clock("handle", of: met)
        #expect(over["due_at"].text == "2027-01-06T23:59:59+08:00" && over["recounted_due_at"].text == "2027-01-08T23:59:59+08:00")
        let due = try await line.call("GET", "/v1/due-dates?from=2026-12-29&amount=5&unit=working_day").json
        #expect(due["due_at"].text == "2027-01-08T23:59:59+08:00" && due["provisional"].bool == false)
        // The order is due with its clock: 30 and 31 December, 6 January.
        let ordered = try await line.call("GET", "/v1/supervision-orders/\(order)", as: .supervisor).json
        #expect(ordered["due_at"].text == "2027-01-06T23:59:59+08:00")

        let moves = try await line.call("GET", "/v1/reports/due-moves?calendar_version=\(version)", as: .administrator).json["items"].items
        #expect(Set(moves.map { $0["stage"].text }) == ["handle", "reply"] && moves.allSatisfy { $0["number"].text == file.number })
        let handle = try #require(moves.first { $0["stage"].text == "handle" })
        #expect(handle["old_due_at"].text == "2027-01-06T23:59:59+08:00" && handle["new_due_at"].text == "2027-01-08T23:59:59+08:00")
        #expect(handle["title"].isNull && handle["department"].text == Person.bureau.rawValue)

        // The department is told once, of both.
        try await eventually { try await line.count("select count(*) from due_moves where not told") == 0 }
        let told = try await line.call("GET", "/v1/notices", as: .head).json["items"].items.filter { $0["kind"].text == "due_moved" }
        #expect(told.count == 1 && told.first?["cases"].items.count == 2, "\(told)")

        // Again: nothing changes, nothing is counted, nothing is listed twice.
        let again = try await line.call("PUT", "/v1/calendar/2027", as: .administrator, body)
        #expect(again.json["changes"].items.isEmpty && again.json["clocks"].int == 0 && again.json["calendar_version"].isNull)
        #expect(try await line.desk.recount { line.clock.now } == 0)
        #expect(try await line.count("select count(*) from due_moves") == moves.count)
        await line.stop()
    }

    @Test func `moves are read by pages, by those whom they concern`() async throws {
        let line = try await GivenLine(at: Self.december)
        for _ in 0..<3 { _ = try await line.submit() }
        let report = try await line.submit(
            #"{"kind":"report","title":"举报","body":"举报城管队员收钱","category":"030701","region":"331102","against":{"department":"331102-urban-management"}}"#
        )
        _ = try await line.call(
            "PUT", "/v1/calendar/2027", as: .administrator, Given2027.body(Given2027.days + [("2027-01-04", "off", "元旦")]))
        try await eventually { try await line.count("select count(*) from clocks where provisional and ended_at is null") == 0 }
        let all = try await line.call("GET", "/v1/reports/due-moves", as: .supervisor).json["items"].items
        #expect(all.filter { $0["stage"].text == "handle" }.count == 4)
        var pages: [String] = []
        var cursor = ""
        repeat {
            let page = try await line.call("GET", "/v1/reports/due-moves?limit=1\(cursor)", as: .supervisor).json
            pages += page["items"].items.map { $0["number"].text + $0["stage"].text }
            cursor = page["next"].isNull ? "" : "&cursor=\(page["next"].text)"
        } while !cursor.isEmpty
        #expect(pages == all.map { $0["number"].text + $0["stage"].text })
        // A head sees those of the own departments, never the report against them.
        let own = try await line.call("GET", "/v1/reports/due-moves", as: .head).json["items"].items
        #expect(own.count == 3 && !own.contains { $0["number"].text == report.number })
        #expect(try await line.call("GET", "/v1/reports/due-moves", as: .strangeHead).json["items"].items.isEmpty)
        let narrowed = try await line.call(
            "GET", "/v1/reports/due-moves?department=\(Person.bureau.rawValue)&stage=handle", as: .supervisor)
        #expect(narrowed.json["items"].items.count == 3)
        let csv = try await line.call("GET", "/v1/reports/due-moves?format=csv&lang=en", as: .head)
        #expect(csv["content-type"] == "text/csv; charset=utf-8")
        #expect(csv.text.split(separator: "\n").count == 4 && csv.text.hasPrefix("number,kind,region,department,stage,clock,old_due_at"))
        await line.stop()
    }

    @Test func `what is no notice of a whole year is refused, each day by its place`() async throws {
        let line = try await GivenLine.shared()
        let days = Given2027.days
        let cases: [([(date: String, status: String, name: String)], [String])] = [
            (days + [days[0]], ["/days/\(days.count)/date day_twice"]),
            (days + [("2028-03-01", "off", "节")], ["/days/\(days.count)/date day_of_another_year"]),
            (Array(days.dropFirst()), ["/days notice_not_whole"]),
            (days.filter { $0.date != "2027-06-09" }, ["/days notice_not_whole"]),
        ]
        for (days, faults) in cases {
            let reply = try await line.call("PUT", "/v1/calendar/2027?dry_run=true", as: .administrator, Given2027.body(days))
            #expect(reply.status == 422 && reply.faults == faults, "\(reply.text)")
        }
        // Nor is one that would leave out the rest of a year whose notice is known.
        let typhoon = Given2027.body([("2026-01-01", "off", "元旦"), ("2026-09-21", "off", "台风")])
        let partial = try await line.call("PUT", "/v1/calendar/2026?dry_run=true", as: .administrator, typhoon)
        #expect(partial.status == 422 && Set(partial.faults) == ["/days notice_not_whole"], "\(partial.text)")
        let form = try await line.call(
            "PUT", "/v1/calendar/2027", as: .administrator, #"{"days":[{"date":"1.1.","status":"rest","name":" "}]}"#)
        #expect(form.faults == ["/days/0/date malformed_day", "/days/0/status unknown_value", "/days/0/name blank"])
        #expect(try await line.call("PUT", "/v1/calendar/27000", as: .administrator, Given2027.body()).status == 404)
    }

    /// Cases with clocks that reach into 2027.
    private static func given(_ count: Int, on line: GivenLine) async throws -> [GivenCase] {
        try await together(count) { _ in try await line.submit() }
    }

    @Test func `while cases change the notice moves each clock once`() async throws {
        let line = try await GivenLine(at: Self.december, connections: 12)
        let second = try await line.another()
        let files = try await Self.given(120, on: line)
        async let load = line.call(
            "PUT", "/v1/calendar/2027", as: .administrator, Given2027.body(Given2027.days + [("2027-01-04", "off", "元旦")]))
        let worked = try await together(files.count) { index in
            let desk = index % 2 == 0 ? line : second
            return try await desk.call("PUT", "\(files[index].path)/acceptance", as: .handler).status
        }
        let loaded = try await load
        #expect(loaded.status == 200 && worked.allSatisfy { $0 == 200 })
        try await eventually { try await line.count("select count(*) from clocks where provisional and ended_at is null") == 0 }
        #expect(try await line.count("select count(*) from clocks where stage = 'handle' and due_at = '2027-01-07 23:59:59+08'") == 120)
        #expect(
            try await line.count("select count(*) from (select distinct case_id, ordinal from due_moves where stage = 'handle') m") == 120)
        #expect(try await line.count("select count(*) from due_moves where stage = 'handle'") == 120)
        #expect(try await line.count("select count(*) from case_events where type = 'due_moved'") == 120)
        #expect(
            try await line.count(
                "select count(*) from cases where next_due_at <> (select min(due_at) from clocks k where k.case_id = id and ended_at is null and counts_late)"
            ) == 0)
        await second.stop()
        await line.stop()
    }

    @Test func `a server that dies in the middle leaves the rest to the next one`() async throws {
        let first = try await GivenLine(at: Self.december)
        let files = try await Self.given(150, on: first)
        _ = try await first.call(
            "PUT", "/v1/calendar/2027", as: .administrator, Given2027.body(Given2027.days + [("2027-01-04", "off", "元旦")]))
        let moved = { (line: GivenLine) in try await line.count("select count(*) from due_moves") }
        let watch = Database(DatabaseConfiguration(conninfo: first.conninfo), logger: quiet)
        try await eventually { try await moved(first) > 0 }
        // Its connections are cut off, and it comes to nothing more.
        _ = try await watch.query(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
        await first.stop()
        let left = try await watch.query("select count(*) from due_moves").first?.decode(Int.self) ?? 0
        #expect(left < files.count, "all was done before it could be stopped")
        let next = try await GivenLine(conninfo: first.conninfo, clock: first.clock, tokens: [:])
        try await eventually { try await moved(next) >= files.count }
        #expect(try await next.count("select count(*) from due_moves") == files.count)
        #expect(try await next.count("select count(*) from (select distinct case_id from due_moves) m") == files.count)
        await watch.close(within: .zero)
        await next.stop()
    }

    @Test func `a notice that came before the end of a limit counts, though no server ran until after it`() async throws {
        let first = try await GivenLine(at: Self.december)
        let file = try await first.submit()
        try await first.accept(file)
        await first.stop()
        // Due with 6 January; loaded on its evening, and nobody watches until the next morning.
        let database = Database(DatabaseConfiguration(conninfo: first.conninfo), logger: quiet)
        let days = try (Given2027.days + [("2027-01-04", "off", "元旦")]).map { day in
            CalendarException(
                day: try #require(Day(day.date)), status: try #require(CalendarException.Status(rawValue: day.status)), name: day.name)
        }
        let evening = try #require(Instant(rfc3339: "2027-01-06T20:00:00+08:00"))
        _ = try await CalendarLoad(year: 2027, days: days).run(on: database, dryRun: false, at: evening)
        let clock = SettableClock(try #require(Instant(rfc3339: "2027-01-07T08:00:00+08:00")))
        let next = try await GivenLine(conninfo: first.conninfo, clock: clock, tokens: [:], watching: true)
        // The first contact was due with the old year; so the watch has been there.
        try await eventually { try await next.events("overdue", of: file) > 0 }
        let handle: SQL = "from clocks where stage = 'handle' and"
        #expect(try await next.count("select count(*) \(handle) due_at = '2027-01-07 23:59:59+08' and marked_at is null") == 1)
        #expect(try await next.count("select count(*) from clocks where marked_at is not null") == 1)
        await database.close(within: .zero)
        await next.stop()
    }

    @Test func `a day of a year that was known before moves what is due from then on`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let before = try await line.clock("handle", of: file)
        #expect(before["due_at"].text == "2026-09-22T23:59:59+08:00" && before["provisional"].bool == false)
        let stored = try await line.call("GET", "/v1/calendar?year=2026").json["items"].items
        let days = stored.map { ($0["date"].text, $0["status"].text, $0["name"].text) } + [("2026-09-21", "off", "防台风")]
        let loaded = try await line.call("PUT", "/v1/calendar/2026", as: .administrator, Given2027.body(days))
        #expect(loaded.status == 200 && loaded.json["changes"].items.count == 1, "\(loaded.text)")
        try await eventually { try await line.clock("handle", of: file)["due_at"].text != before["due_at"].text }
        #expect(try await line.clock("handle", of: file)["due_at"].text == "2026-09-23T23:59:59+08:00")
        #expect(try await line.clock("sign", of: file)["due_at"].text == "2026-09-17T23:59:59+08:00")
        // A server that had not heard of it writes what it knew, and no mark of its own.
        let forget: SQL = """
            update clocks set due_at = '2026-09-22 23:59:59.999999+08', provisional = false, calendar_version = calendar_version - 1
            where stage = 'handle'
            """
        try await line.database.execute(forget)
        #expect(try await line.desk.recount { line.clock.now } == 1)
        #expect(try await line.clock("handle", of: file)["due_at"].text == "2026-09-23T23:59:59+08:00")
        // Nobody goes on by an old calendar for ever.
        try await line.database.execute(forget)
        line.clock.now = line.clock.now.adding(seconds: 601)
        #expect(try await line.desk.recount { line.clock.now } == 0)
        await line.stop()
    }
}

extension GivenLine {
    /// The last clock of a stage as the case shows it.
    func clock(_ stage: String, of file: GivenCase) async throws -> JSON {
        try await call("GET", "\(file.path)/clocks", as: .supervisor).json["items"].items.last { $0["stage"].text == stage } ?? .null
    }
}
