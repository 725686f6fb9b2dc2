import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

@Suite("Streams of the overdue list", .timeLimit(.minutes(2)))
struct OverdueStreamTests {
    @Test func `a clock is overdue by the mere passing of time, and gone when it is met`() async throws {
        let line = try await GivenLine(live: .lively)
        let file = try await line.submit()
        let all = try await GivenPage.open(line, "/v1/reports/overdue", as: .supervisor)
        let signs = try await GivenPage.open(line, "/v1/reports/overdue", "stage=sign&department=331102-gov", as: .supervisor)
        let own = try await GivenPage.open(line, "/v1/reports/overdue", as: .head)
        let above = try await GivenPage.open(line, "/v1/reports/overdue", as: .governmentHead)
        let elsewhere = try await GivenPage.open(line, "/v1/reports/overdue", as: .strangeHead)
        for page in [all, signs, own, above, elsewhere] { try await page.take() }

        line.clock.advance(hours: 72)
        let late = try await signs.next("new", file.number)
        #expect(late.data["stage"].text == "sign" && late.data["state"].text == "overdue" && late.data["title"].text == "夜市占道经营")
        for page in [all, own, above] {
            _ = try await page.next("new", file.number)
            #expect(try await page.difference() == nil)
        }
        #expect(await all.items.count > 1)

        try await line.accept(file)
        let met = try await signs.next("gone", file.number)
        #expect(met.data["state"].text == "met_late" && met.data["met_at"].string != nil)
        let sign = late.data["clock"].int
        for page in [all, own, above] {
            while await page.items["\(file.number) \(sign ?? 0)"] != nil { try #require(try await page.take()) }
            #expect(try await page.difference() == nil)
            // What is late besides shows where the case stands now.
            #expect(await page.items.values.allSatisfy { $0["case_state"].text == "handling" })
        }
        // A page that was away meanwhile is told of both.
        #expect(try await elsewhere.difference() == nil)
        #expect(await elsewhere.events.isEmpty)
        await line.stop()
    }

    @Test func `a page says of no instant after its own that it has seen what came due`() async throws {
        let line = try await GivenLine.shared()
        for path in ["", "?as_of=2026-09-16T08:00:00%2B08:00"] {
            let page = try await line.call("GET", "/v1/reports/overdue\(path)", as: .supervisor)
            let asOf = try #require(Instant(rfc3339: page.json["as_of"].text))
            #expect(page["last-event-id"]?.contains("@\(asOf.microseconds)~") == true, "\(page["last-event-id"] ?? "-")")
        }
    }

    @Test func `what came due while one was away is told on return`() async throws {
        let line = try await GivenLine(live: .lively)
        let files = [try await line.submit(), try await line.submit()]
        let page = try await GivenPage.open(line, "/v1/reports/overdue", "stage=sign", as: .supervisor)
        await page.disconnect()
        line.clock.advance(hours: 48)
        try await line.accept(files[1])
        let other = try await line.another(live: .lively)
        try await page.connect(to: other)
        _ = try await page.next("new", files[0].number)
        #expect(try await page.difference() == nil)
        // It became late and was met in between: at most it is gone.
        #expect(await !page.events.contains { $0.data["number"].text == files[1].number && $0.name != "gone" })
        await other.stop()
        await line.stop()
    }

    @Test func `a report is not streamed to whom it accuses, early or late`() async throws {
        let line = try await GivenLine(live: .lively)
        let queue = try await GivenPage.open(line, "/v1/queue", as: .handler)
        let late = try await GivenPage.open(line, "/v1/reports/overdue", as: .head)
        let allQueues = try await GivenPage.open(line, "/v1/queue", as: .dispatcher)
        let allLate = try await GivenPage.open(line, "/v1/reports/overdue", as: .supervisor)
        let report = try await line.submit(
            #"{"kind":"report","title":"举报","body":"执法人员收钱","category":"030701","region":"331102","against":{"department":"331102-urban-management"}}"#
        )
        // The bureau helps with it, and then leads it: it must not be told of it even so.
        try await line.database.execute(
            """
            insert into case_supports (case_id, department, since)
            select id, '331102-urban-management', registered_at from cases where number = \(report.number)
            """)
        let supporting = try await GivenPage.open(line, "/v1/queue", "role=supporting", as: .handler)
        try await line.database.execute(
            """
            update cases set department = '331102-urban-management', state = 'dispatched', version = version + 1
            where number = \(report.number)
            """)
        try await line.database.execute(
            """
            update clocks set department = '331102-urban-management'
            where case_id = (select id from cases where number = \(report.number))
            """)
        line.clock.advance(hours: 24 * 7)
        _ = try await allLate.next("new", report.number)
        let other = try await line.submit()
        _ = try await queue.next("new", other.number)
        for page in [queue, late, supporting, allQueues, allLate] {
            try await page.take()
            #expect(try await page.difference() == nil)
        }
        for page in [queue, late, supporting] {
            #expect(await !page.events.contains { $0.data["number"].text == report.number })
        }
        await line.stop()
    }

    @Test func `what streams add up to is what the lists say, whatever the filter`() async throws {
        let line = try await GivenLine(live: .lively)
        let pages = try await together(Self.questions.count) { index in
            let (path, query, person) = Self.questions[index]
            return try await GivenPage.open(line, path, query, as: person)
        }
        var life = RandomLife(line, seed: 4)
        try await life.run(steps: 8)
        for (page, (path, query, person)) in zip(pages, Self.questions) {
            let difference = try await page.difference()
            #expect(difference == nil, "\(path)?\(query) as \(person)")
            #expect(await page.events.allSatisfy { !$0.surprises }, "\(path)?\(query) as \(person)")
            await page.disconnect()
        }
        #expect(await pages.asyncCount { await !$0.events.isEmpty } > 10)
        await line.stop()
    }

    /// Each filter by each who may see something else by it.
    private static let questions: [(String, String, Person)] = {
        let queues: [(String, [Person])] = [
            ("", [.handler, .helper, .stranger, .dispatcher, .governmentHead]), ("handler=none", [.handler, .dispatcher]),
            ("handler=me", [.handler, .colleague]), ("state=dispatched", [.handler, .stranger]), ("state=returning", [.dispatcher]),
            ("kind=report", [.handler, .dispatcher]), ("region=331102", [.handler, .dispatcher]), ("role=supporting", [.helper]),
            ("due_before=2026-09-22T00:00:00%2B08:00", [.handler, .dispatcher]),
            ("kind=complaint&state=handling&region=331102", [.handler]),
        ]
        let reports: [(String, [Person])] = [
            ("", [.supervisor, .head, .governmentHead, .strangeHead]), ("stage=sign", [.supervisor]), ("stage=handle", [.head]),
            ("kind=report", [.supervisor, .head]), ("kind=complaint&region=331102", [.supervisor]), ("category=0307", [.supervisor]),
            ("department=331102-gov", [.supervisor, .head]), ("region=331121", [.supervisor]),
            ("from=2026-09-18&to=2026-09-18", [.supervisor]),
        ]
        return queues.flatMap { query, people in people.map { ("/v1/queue", query, $0) } }
            + reports.flatMap { query, people in people.map { ("/v1/reports/overdue", query, $0) } }
    }()
}

extension Array {
    func asyncCount(where holds: (Element) async -> Bool) async -> Int {
        var count = 0
        for element in self where await holds(element) { count += 1 }
        return count
    }
}
