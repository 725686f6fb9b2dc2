import Casework
import Database
import Formats
import ServiceDesk
import Synchronization
import Testing
import WorkingTime

@Suite("Streams of queues", .timeLimit(.minutes(2)))
struct QueueStreamTests {
    @Test func `who watches a queue is told what comes, what changes and what goes`() async throws {
        let line = try await GivenLine(live: .lively)
        let old = try await line.submit()
        let own = try await GivenPage.open(line, "/v1/queue", as: .handler)
        let free = try await GivenPage.open(line, "/v1/queue", "handler=none", as: .handler)
        let mine = try await GivenPage.open(line, "/v1/queue", "handler=me", as: .handler)
        let triage = try await GivenPage.open(line, "/v1/queue", as: .dispatcher)
        let reports = try await GivenPage.open(line, "/v1/queue", "kind=report", as: .handler)
        let next = try await GivenPage.open(line, "/v1/queue", as: .helper)
        #expect(await own.items.count == 1)

        let file = try await line.submit()
        let came = try await own.next("new", file.number)
        #expect(came.data["title"].text == "夜市占道经营" && came.data["version"].int == 1)
        _ = try await free.next("new", file.number)
        try await line.accept(file)
        #expect(try await own.next("changed", file.number).data["state"].text == "handling")
        let taken = try await line.call("POST", "/v1/queue/claims", as: .handler, #"{"number":"\#(file.number)"}"#)
        try #require(taken.status == 201, "\(taken.text)")
        #expect(try await free.next("gone", file.number).data["handler"].text == Person.handler.name)
        _ = try await mine.next("new", file.number)

        let request = try await line.requestReturn(file, to: Person.neighbour.rawValue)
        _ = try await triage.next("new", file.number)
        try await line.rule(request, upheld: true, of: file)
        _ = try await next.next("new", file.number)
        _ = try await triage.next("gone", file.number)
        // It is another department's: the one that had it is told no more than that it is gone.
        let gone = try await own.next("gone", file.number)
        #expect(gone.data.object?.keys == ["number"])
        _ = try await mine.next("gone", file.number)

        try await line.accept(old)
        _ = try await own.next("changed", old.number)
        for page in [own, free, mine, triage, reports, next] {
            #expect(try await page.difference() == nil)
            #expect(await page.events.allSatisfy { !$0.surprises })
        }
        #expect(await reports.events.isEmpty)
        await line.stop()
    }

    @Test func `what a colleague took is free again when they can no longer sign in`() async throws {
        let line = try await GivenLine(live: .lively)
        let file = try await line.submit()
        let other = try await line.submit()
        for taken in [file, other] {
            let reply = try await line.call("POST", "/v1/queue/claims", as: .colleague, #"{"number":"\#(taken.number)"}"#)
            try #require(reply.status == 201)
        }
        let free = try await GivenPage.open(line, "/v1/queue", "handler=none", as: .handler)
        #expect(await free.items.isEmpty)
        // By the end of the token's days.
        try await line.database.execute(
            """
            update account_tokens set expires_at = \(line.clock.now.adding(seconds: 60))
            where account = (select id from accounts where name = \(Person.colleague.name))
            """)
        line.clock.now = line.clock.now.adding(seconds: 61)
        while await free.items.count < 2 { try #require(try await free.take()) }
        #expect(try await free.difference() == nil)
        // And by a new token no longer.
        _ = try await Accounts(line.database).renew(name: Person.colleague.name, at: line.clock.now, days: 1)
        _ = try await free.next("gone", file.number)
        #expect(try await free.difference() == nil)
        #expect(await free.items.isEmpty)
        // By revocation.
        _ = try await Accounts(line.database).revoke(name: Person.colleague.name, at: line.clock.now)
        while await free.items.count < 2 { try #require(try await free.take()) }
        #expect(try await free.difference() == nil)
        await line.stop()
    }

    /// Two servers, and pages that break off in the middle of what they are told and go on at the other one.
    @Test func `nothing is lost in a storm, however often one reconnects`() async throws {
        let line = try await GivenLine(live: .lively)
        let other = try await line.another(live: .lively)
        let (queue, late) = ("/v1/queue", "/v1/reports/overdue")
        let people: [(String, String, Person)] = [
            (queue, "", .handler), (queue, "handler=none", .handler), (queue, "state=handling", .handler), (queue, "kind=complaint", .head),
            (queue, "", .helper), (queue, "", .dispatcher), (queue, "role=supporting", .handler), (queue, "handler=me", .colleague),
            (late, "", .supervisor), (late, "stage=sign", .head), (late, "category=0307", .supervisor),
        ]
        let isOver = Mutex(false)
        async let pages = together(people.count) { index in
            let page = try await GivenPage.open(line, people[index].0, people[index].1, as: people[index].2)
            var round = index
            while !isOver.withLock({ $0 }) {
                round += 1
                _ = try await page.take(atMost: 1 + round % 5)
                await page.disconnect()
                try await page.connect(to: round % 2 == 0 ? line : other)
                if round % 3 == 0 { try await page.take() }
            }
            let difference = try await page.difference()
            #expect(difference == nil, "\(people[index])")
            #expect(await page.events.allSatisfy { $0.name != "reset" })
            return page
        }
        var life = RandomLife(line, seed: 15)
        let slow = try await line.submit()
        try await life.run(steps: 4)
        // A transaction that began before others and ends after them.
        try await line.database.transaction { transaction in
            try await transaction.execute("update cases set urges = urges + 1, version = version + 1 where number = \(slow.number)")
            try await life.run(steps: 2)
        }
        isOver.withLock { $0 = true }
        let all = try await pages
        #expect(await all[0].items.count > 3)
        await other.stop()
        await line.stop()
    }

    /// What a reader took in before they were cut off, and what their list showed already, came after the position they return with.
    @Test(arguments: [false, true])
    func `who was cut off in the middle of a batch is told what is gone of it`(readsListAnew: Bool) async throws {
        let line = try await GivenLine(live: .lively)
        let other = try await line.another(live: .lively)
        let files = [try await line.submit(), try await line.submit()]
        let page = try await GivenPage.open(line, "/v1/queue", as: .helper)
        try await page.take()
        let before = await page.lastID
        try await line.move(files, to: Person.neighbour)
        while await page.items.isEmpty { try await page.take(atMost: 1) }
        try #require(await page.events.map(\.name) == ["new"])
        await page.disconnect()
        if readsListAnew { try await page.load() }
        try await line.move(files, to: Person.bureau)
        try await page.connect(to: other, since: before)
        #expect(try await page.difference() == nil)
        #expect(await page.items.isEmpty)
        #expect(await page.events.contains { $0.name == "gone" })
        await other.stop()
        await line.stop()
    }
}

extension GivenLine {
    /// In one transaction, as the rules would not.
    fileprivate func move(_ files: [GivenCase], to department: DepartmentCode) async throws {
        try await database.execute(
            "update cases set department = \(department), version = version + 1 where number = any(\(files.map(\.number)))")
    }
}

extension LiveLimits {
    /// All that goes by time goes fast.
    static var lively: LiveLimits {
        var limits = LiveLimits()
        limits.heartbeat = .milliseconds(200)
        limits.pace = .milliseconds(20)
        limits.tick = .milliseconds(50)
        limits.recheck = .milliseconds(50)
        limits.sweep = .milliseconds(200)
        return limits
    }
}
