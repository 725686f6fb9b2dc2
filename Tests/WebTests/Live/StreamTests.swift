import Casework
import Database
import ServiceDesk
import Testing
import WorkingTime

@Suite("Streams", .timeLimit(.minutes(2)))
struct StreamTests {
    @Test func `a stream says what it is, and HEAD opens none`() async throws {
        let line = try await GivenLine(live: .lively)
        for (path, person) in [("/v1/queue", Person.handler), ("/v1/reports/overdue", .supervisor)] {
            let page = GivenPage(line, path, as: person)
            let reply = try await page.connect()
            #expect(reply.status == 200 && reply["content-type"] == "text/event-stream; charset=utf-8")
            #expect(reply["cache-control"] == "no-store" && reply["content-length"] == nil)
            try await page.take()
            #expect(await page.retry >= 1000)
            let first = await page.lastID
            #expect(LiveMark(first) != nil)
            // A sign of life takes the position along.
            _ = try await line.submit()
            line.clock.now = line.clock.now.adding(seconds: 1)
            while await page.lastID == first { try await page.take() }
            let head = try await line.call("HEAD", "\(path)/stream", as: person)
            #expect(head.status == 200 && head["content-type"] == reply["content-type"])
            await page.disconnect()
        }
        try await eventually { line.desk.openStreams == 0 }
        await line.stop()
    }

    @Test func `whose department comprises more than before reads the list anew`() async throws {
        let line = try await GivenLine(live: .lively)
        let file = try await line.submit()
        try await line.rule(try await line.requestReturn(file), upheld: true, of: file)
        line.clock.advance(hours: 72)
        let (head, other) = (GivenPage(line, "/v1/reports/overdue", as: .head), GivenPage(line, "/v1/reports/overdue", as: .strangeHead))
        for page in [head, other] {
            try await page.load()
            try await page.connect()
            try await page.take()
        }
        #expect(await head.items.values.allSatisfy { $0["department"].text == Person.bureau.rawValue })
        try await line.database.execute("update departments set parent = \(Person.bureau) where code = \(Person.neighbour)")
        for page in [head, other] {
            while try await page.take() {}
            await page.forget()
            try await page.connect()
        }
        while try await head.take() {}
        #expect(await head.events.map(\.name) == ["reset"])
        try await head.load()
        try await head.connect()
        #expect(await head.items.values.contains { $0["department"].text == Person.neighbour.rawValue })
        try await line.accept(file, as: .helper)
        _ = try await head.next("gone", file.number)
        #expect(try await other.difference() == nil)
        #expect(await other.events.isEmpty)
        // A page of one question is no place to follow another from.
        let part = GivenPage(line, "/v1/reports/overdue", "stage=sign", as: .head)
        try await part.connect(since: head.lastID)
        while try await part.take() {}
        #expect(await part.events.map(\.name) == ["reset"])
        // Nor is an id that says nothing of its question, as servers gave them out before.
        await part.forget()
        try await part.connect(since: String(await head.lastID.prefix { $0 != "~" }))
        while try await part.take() {}
        #expect(await part.events.map(\.name) == ["reset"])
        await line.stop()
    }

    /// A backup brings the log along, and the new cluster counts its transactions from where it is.
    @Test func `a log that was restored into another cluster holds nobody up`() async throws {
        let line = try await GivenLine(live: .lively)
        try await line.database.execute("insert into case_changes (xid, what) values ('4000000000000', 'much')")
        try await line.database.execute("update case_changes_swept set through = '3999999999999'")
        let restored = try await line.another(live: .lively)
        try await eventually { try await line.count("select count(*) from case_changes where what = 'much'") == 0 }
        let page = try await GivenPage.open(restored, "/v1/queue", as: .handler)
        _ = try await page.next("new", try await line.submit().number)
        await page.disconnect()
        let missed = try await line.submit()
        try await page.connect()
        _ = try await page.next("new", missed.number)
        await restored.stop()
        await line.stop()
    }

    @Test(arguments: [
        "x", "1:2:@3~", "1:2:@3~-1", "1:2@3~1", "1:2:@~1", "2:1:@3~1", "1:4:9@3~1", "1:4:2,@3~1", "1:4:2@-3~1",
        "1:2:@99999999999999999~1", "-1:2:@3~1",
    ])
    func `an id that nobody gave out is refused`(id: String) async throws {
        let line = try await GivenLine.shared()
        let reply = try await line.call("GET", "/v1/queue/stream", as: .handler, headers: [("Last-Event-ID", id)])
        #expect(reply.status == 400 && reply.faults == ["Last-Event-ID invalid_header"], "\(reply.text)")
    }

    @Test func `who missed too much, or comes from elsewhere, reads the list anew`() async throws {
        let line = try await GivenLine(live: .lively)
        let page = try await GivenPage.open(line, "/v1/queue", as: .handler)
        try await page.take()
        _ = try await page.next("new", try await line.submit().number)
        let digest = try #require(await page.lastID.split(separator: "~").last)
        // Older than what any transaction of the cluster, in whatever database, can hold back.
        try await line.database.execute("update case_changes_swept set through = '3'")
        let (swept, stranger) = (GivenPage(line, "/v1/queue", as: .handler), GivenPage(line, "/v1/queue", as: .handler))
        for (other, id) in [
            (swept, "3:3:@\(line.clock.now.microseconds)~\(digest)"), (stranger, "1:9999999999:@1~\(digest)"),
        ] {
            // Whoever does not read the list is told again.
            for _ in 1...2 {
                try await other.connect(since: id)
                while try await other.take() {}
                #expect(await other.events.map(\.name) == ["reset"])
                #expect(await other.lastID.isEmpty)
                #expect(await other.retry >= 1000)
                await other.forget()
            }
            try await other.load()
            try await other.connect()
        }
        // Those who were there are told all of it, and go on being told.
        #expect(try await page.difference() == nil)
        #expect(await page.events.isEmpty)
        let file = try await line.submit()
        for other in [page, swept, stranger] { _ = try await other.next("new", file.number) }
        // A statement that changes a great deal is not told case by case.
        try await line.database.execute("insert into case_changes (what) values ('much')")
        while try await page.take() {}
        #expect(await page.events.last?.name == "reset")
        await line.stop()
    }

    @Test func `a stream ends with its token, its account's department and its server`() async throws {
        let line = try await GivenLine(live: .lively)
        let accounts = Accounts(line.database)
        let revoked = try await GivenPage.open(line, "/v1/queue", as: .colleague)
        let moved = try await GivenPage.open(line, "/v1/queue", as: .helper)
        let expired = try await GivenPage.open(line, "/v1/reports/overdue", as: .governmentHead)
        let demoted = try await GivenPage.open(line, "/v1/reports/overdue", as: .head)
        let staying = try await GivenPage.open(line, "/v1/queue", as: .handler)
        for page in [revoked, moved, expired, demoted, staying] { try await page.take() }
        _ = try await accounts.revoke(name: Person.colleague.name, at: line.clock.now)
        while try await revoked.take() {}
        try await line.database.execute("update accounts set department = \(Person.elsewhere) where name = \(Person.helper.name)")
        while try await moved.take() {}
        #expect(try await revoked.connect().status == 401)
        // Of the cases that the account sees now no log tells.
        #expect(try await moved.connect().status == 200)
        while try await moved.take() {}
        #expect(await moved.events.map(\.name) == ["reset"])
        try await line.database.execute("update accounts set roles = '{operator}', department = null where name = \(Person.head.name)")
        while try await demoted.take() {}
        #expect(try await demoted.connect().status == 403)
        try await line.database.execute(
            """
            update account_tokens set expires_at = \(line.clock.now.adding(seconds: 60))
            where account = (select id from accounts where name = \(Person.governmentHead.name))
            """)
        line.clock.now = line.clock.now.adding(seconds: 61)
        while try await expired.take() {}
        let file = try await line.submit()
        _ = try await staying.next("new", file.number)
        // New lists may change what a department comprises: all begin anew. Those for whom nothing changed lose nothing.
        try await line.database.execute("update time_limits set amount = amount + 1 where id = 'HL-SIGN'")
        while try await staying.take() {}
        let next = try await line.submit()
        #expect(try await staying.connect().status == 200)
        _ = try await staying.next("new", next.number)
        async let end: Void = line.stop()
        while (try? await staying.take()) == true {}
        await end
    }

    @Test func `no more streams open than are allowed`() async throws {
        var limits = LiveLimits.lively
        limits.streams = 2
        let line = try await GivenLine(live: limits)
        let pages = [GivenPage(line, "/v1/queue", as: .handler), GivenPage(line, "/v1/queue", as: .head)]
        for page in pages { #expect(try await page.connect().status == 200) }
        let refused = try await line.call("GET", "/v1/queue/stream", as: .helper)
        #expect(refused.status == 503 && refused.code == "streams_full" && refused["retry-after"] == "15")
        let metrics = try await line.call("GET", "/metrics").text
        #expect(metrics.contains("hotline_open_streams 2\n"), "\(line.desk.openStreams): \(metrics.suffix(400))")
        await pages[0].disconnect()
        try await eventually { line.desk.openStreams == 1 }
        #expect(try await GivenPage(line, "/v1/queue", as: .helper).connect().status == 200)
        await line.stop()
    }

    @Test func `what nobody can need any more is swept`() async throws {
        let line = try await GivenLine(live: .lively)
        _ = try await line.submit()
        try await line.database.execute("update case_changes set at = at - interval '2 hours'")
        let kept = try await line.submit()
        let other = try await line.another(live: .lively)
        try await eventually { try await line.count("select count(*) from case_changes where what = 'opened'") == 1 }
        #expect(
            try await line.count(
                """
                select count(*) from case_changes ch, case_changes_swept s, cases c
                where c.number = \(kept.number) and c.id = any(ch.opened) and s.through < ch.xid and s.through > '0'
                """) == 1)
        await other.stop()
        await line.stop()
    }
}
