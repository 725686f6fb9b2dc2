import Casework
import Database
@testable import ServiceDesk
import Testing
import WorkingTime

/// What the line does by itself.
@Suite("Watch", .timeLimit(.minutes(3)))
struct WatchTests {
    @Test func `four servers take 20,000 clocks, each effect exactly once`() async throws {
        let line = try await GivenLine()
        let due = GivenLine.morning.adding(seconds: -3600)
        try await GivenLine.fill(line.database, cases: 5_000, clocks: 4, from: GivenLine.morning.adding(seconds: -86_400), dueFrom: due)
        let servers = [line, try await line.another(), try await line.another(), try await line.another()]
        var marked = 0
        while try await line.count("select count(*) from clocks where marked_at is null") > 0 {
            let tallies = try await together(4) { try await servers[$0].desk.tick(at: GivenLine.morning) }
            #expect(tallies.filter { $0.marked > 0 }.count > 1 || marked > 0, "one server does not do it all")
            marked += tallies.reduce(0) { $0 + $1.marked }
        }
        #expect(marked == 20_000)
        #expect(try await GivenLine.faults(in: line.database) == [])
        #expect(try await line.count("select count(*) from notices where kind = 'overdue'") == 3, "one for each department")
        for server in servers { #expect(try await server.desk.tick(at: GivenLine.morning).isEmpty) }
        for server in servers { await server.stop() }
    }

    @Test func `after a week's stop there are marks for what is past, warnings for what is not, and no flood`() async throws {
        let line = try await GivenLine()
        // Due minute by minute from now on, for almost a week; a week later nine in ten are past.
        try await GivenLine.fill(
            line.database, cases: 300, clocks: 1, from: GivenLine.morning.adding(seconds: -10 * 86_400), dueFrom: GivenLine.morning,
            minutesApart: 37)
        let later = GivenLine.morning.adding(seconds: 7 * 86_400)
        let past = try await line.count("select count(*) from clocks where due_at < \(later)")
        let near = try await line.count(
            "select count(*) from clocks where due_at > \(later) and due_at <= \(later.adding(seconds: 86_400))")
        #expect(past > 200 && near > 15)
        line.clock.now = later
        let tally = try await line.desk.tick(at: later)
        #expect(tally.marked == past && tally.warned == near)
        #expect(try await line.count("select count(*) from notices where kind = 'overdue'") == 3)
        #expect(try await line.count("select count(*) from notices where kind = 'due_soon'") == 3)
        #expect(try await GivenLine.faults(in: line.database) == [])
        let told = try await line.call("GET", "/v1/notices", as: .handler).json["items"].items.filter { $0["kind"].text == "overdue" }
        #expect(told.count == 1 && (told[0]["case_count"].int ?? 0) > 60 && told[0]["cases"].items.count == told[0]["case_count"].int)
        await line.stop()
    }

    @Test func `a department is warned once, in working hours, and not of what stands still`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let resting = try await line.submit()
        try await line.database.execute(
            "update clocks set paused_at = started_at, paused_for = array['requester'] where case_id = (select id from cases where number = \(resting.number))"
        )
        var warned: [Int] = []
        // Signature and first contact are due with Thursday: Wednesday, then Thursday before opening, at it, and after.
        for instant in ["16T17:00:00", "17T08:29:59", "17T08:30:00", "17T08:31:00", "17T12:30:00"] {
            let now = try #require(Instant(rfc3339: "2026-09-\(instant)+08:00"))
            warned.append(try await line.desk.tick(at: now).warned)
        }
        #expect(warned == [0, 0, 2, 0, 0])
        let notice = try #require(try await line.call("GET", "/v1/notices?unread=true", as: .head).json["items"].items.first)
        #expect(notice["kind"].text == "due_soon" && notice["case_count"].int == 2)
        #expect(notice["cases"].items.map { $0["number"].text } == [file.number, file.number])
        #expect(Set(notice["cases"].items.map { $0["stage"].text }) == ["sign", "first_contact"])
        let path = "/v1/notices/\(try #require(notice["id"].int))/reading"
        for person in [Person.stranger, .governmentHead, .supervisor, .dispatcher] {
            #expect(try await line.call("PUT", path, as: person).status == 404, "\(person)")
            #expect(try await line.call("GET", "/v1/notices", as: person).json["items"].items.isEmpty)
        }
        let read = try await line.call("PUT", path, as: .handler)
        #expect(read.status == 200 && read.json["read_by"].text == Person.handler.name)
        #expect(try await line.call("PUT", path, as: .head).json["read_by"].text == Person.handler.name, "the first reading stays")
        #expect(try await line.call("GET", "/v1/notices?unread=true", as: .head).json["items"].items.isEmpty)
        // What turns out to be a report against the bureau takes along what was said of it.
        try await line.database.execute(
            "update cases set kind = 'report', accused = array['331102-urban-management'] where number = \(file.number)")
        #expect(try await line.call("GET", "/v1/notices", as: .head).json["items"].items.isEmpty)
        #expect(try await line.call("PUT", path, as: .head).status == 404)
        await line.stop()
    }

    @Test func `a running server does by itself what is due, and wakes when the lists change`() async throws {
        let line = try await GivenLine(watching: true)
        let file = try await line.submit()
        line.clock.now = try #require(Instant(rfc3339: "2026-09-18T00:00:00+08:00"))
        try await line.database.execute("update settings set basis = 'read again' where key = 'red_card_after'")
        try await eventually { try await line.events("overdue", of: file) == 2 }
        await line.stop()
    }

    /// In microseconds from now: it sleeps until just after the next instant, four seconds at most.
    @Test(
        arguments: [
            (nil, 4_000_000), (4_000_000, 4_000_000), (3_000_000, 3_000_001), (1_000_000, 1_000_001), (199_998, 200_000), (0, 200_000),
            (-60_000_000, 200_000), (86_400_000_000, 4_000_000),
        ] as [(Int64?, Int64)])
    func `no clock waits five seconds past its instant`(next: Int64?, pause: Int64) {
        let now = GivenLine.morning
        #expect(ServiceDesk.pause(from: now, until: next.map { now.adding(microseconds: $0) }) == .microseconds(pause))
    }

    @Test func `a clock that was met late before anybody looked is marked too, and nobody is told`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        line.clock.now = try #require(Instant(rfc3339: "2026-09-18T09:00:00+08:00"))
        try await line.step("PUT", "\(file.path)/signature", of: file, as: .handler)
        #expect(try await line.desk.tick(at: line.clock.now).marked == 2)
        #expect(try await line.count("select count(*) from notice_cases") == 1, "of the first contact alone")
        let line1 = try await line.call("GET", "\(file.path)/events", as: .handler).json["items"].items.first {
            $0["type"].text == "overdue"
        }
        #expect(line1?["role"].text == "system" && line1?["facts"]["stage"].text == "sign")
        #expect(try await line.track(file.number, file.queryCode).json["history"].items.allSatisfy { $0["type"].text != "overdue" })
        await line.stop()
    }

    /// Lets nothing be written about one case in a table.
    private static func refuse(_ table: String, about file: GivenCase, on line: GivenLine) async throws {
        try await line.database.execute(
            """
            create or replace function refused() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$
            """)
        let id = try await line.id(of: file)
        try await line.database.execute(
            """
            create trigger refused before insert on \(unsafeSQL: table) for each row
            when (new.case_id = \(unsafeSQL: "\(id)")) execute function refused()
            """)
    }

    @Test func `a case that cannot be marked keeps no other from it`() async throws {
        let line = try await GivenLine()
        let files = [try await line.submit(), try await line.submit(), try await line.submit()]
        try await Self.refuse("cards", about: files[1], on: line)
        line.clock.now = try #require(Instant(rfc3339: "2026-09-18T00:00:00+08:00"))
        var tally = try await line.desk.tick(at: line.clock.now)
        #expect(tally.marked == 4 && tally.yellowCards == 4 && tally.failed == 1)
        #expect(try await line.events("overdue", of: files[1]) == 0)
        try await line.database.execute("drop trigger refused on cards")
        tally = try await line.desk.tick(at: line.clock.now)
        #expect(tally.marked == 2 && tally.failed == 0)
        await line.stop()
    }

    @Test func `an occasion that comes to grief is tried again some minutes later, and the others are taken`() async throws {
        let line = try await GivenLine()
        let files = [try await line.submit(), try await line.submit(), try await line.submit()]
        try await Self.refuse("supervision_order_cases", about: files[0], on: line)
        for file in files {
            try await line.accept(file)
            for _ in 0..<2 {
                try await line.reply(file)
                try await line.review(file, approved: false)
            }
        }
        // Of what follows at the same instant a tick takes what lies ahead of it, the next one the rest.
        #expect(try await line.desk.tick(at: line.clock.now).orders == 1)
        let tally = try await line.desk.tick(at: line.clock.now)
        #expect(tally.orders == 1 && tally.failed == 1, "\(tally)")
        #expect(try await line.desk.tick(at: line.clock.now.adding(seconds: 299)).isEmpty)
        try await line.database.execute("drop trigger refused on supervision_order_cases")
        #expect(try await line.desk.tick(at: line.clock.now.adding(seconds: 300)).orders == 1)
        await line.stop()
    }

    @Test func `a rest that cannot be ended keeps nothing else from its end`() async throws {
        let line = try await GivenLine()
        let files = [try await line.submit(), try await line.submit()]
        for file in files {
            try await line.accept(file)
            try await line.decide(.parking, try await line.ask(.parking, of: file), of: file)
        }
        try await Self.refuse("case_events", about: files[0], on: line)
        let tally = try await line.desk.tick(at: try #require(Instant(rfc3339: "2026-09-29T00:00:00+08:00")))
        #expect(tally.ended == 1 && tally.failed > 0 && tally.marked > 0)
        await line.stop()
    }
}
