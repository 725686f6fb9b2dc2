import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

/// Orders that nobody asked for, cards, and what follows at the top.
@Suite("Automatic supervision", .timeLimit(.minutes(2)))
struct AutomaticOrderTests {
    @Test func `what is not signed brings a yellow card, an order, a red card, orders a level up, and a recommendation`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        // Due with Thursday the 17th. The mark and the cards of signature and first contact.
        #expect(try await line.tick(at: "09-17T23:59:59").isEmpty)
        var tally = try await line.tick(at: "09-18T00:00:00")
        #expect(tally.marked == 2 && tally.yellowCards == 2 && tally.orders == 0)
        // A working day later the order; its answer has three working days. The 20th is worked for the holiday of the 25th.
        #expect(try await line.tick(at: "09-18T23:59:59").isEmpty)
        tally = try await line.tick(at: "09-19T00:00:00")
        #expect(tally.orders == 1)
        let order = try #require(try await line.orders().first)
        #expect(order["trigger"].text == "OT-UNSIGNED" && order["issuer"].isNull && order["level"].text == "order")
        #expect(order["department"].text == Person.bureau.rawValue && order["cases"].items.map(\.text) == [file.number])
        let events = try await line.call("GET", "\(file.path)/events", as: .supervisor).json["items"].items
        #expect(events.last?["type"].text == "order_issued" && events.last?["role"].text == "system")
        #expect(try await line.tick(at: "09-19T00:00:01").orders == 0, "once for its cause")
        // Nobody answers: its level rises with each limit that passes.
        let due = try #require(Instant(rfc3339: order["due_at"].text))
        line.clock.now = due.adding(seconds: 1)
        tally = try await line.desk.tick(at: line.clock.now)
        #expect(tally.orders == 1 && tally.redCards >= 1)
        var orders = try await line.orders()
        #expect(orders.map { $0["level"].text } == ["order", "key_order"] && orders[0]["state"].text == "unmet")
        #expect(orders[1]["predecessor"].int == orders[0]["id"].int && orders[0]["successor"].int == orders[1]["id"].int)
        #expect(orders[1]["demand"].text.contains(order["demand"].text))
        for _ in 0..<3 {
            let next = try await line.orders().last?["due_at"].text ?? ""
            line.clock.now = try #require(Instant(rfc3339: next)).adding(seconds: 1)
            _ = try await line.desk.tick(at: line.clock.now)
        }
        orders = try await line.orders().filter { $0["trigger"].text != "OT-OVERDUE" }
        #expect(orders.map { $0["state"].text } == ["unmet", "unmet", "unmet", "issued"], "at the top it stays open")
        let entries = try await line.call("GET", "/v1/accountability-entries?state=recommended", as: .supervisor).json["items"].items
        try #require(entries.count == 1)
        #expect(entries[0]["orders"].items.map(\.int) == [orders[3]["id"].int])
        #expect(entries[0]["department"].text == Person.bureau.rawValue)
        let cards = try await line.call("GET", "/v1/cards?colour=red", as: .supervisor).json["items"].items
        #expect(cards.filter { !$0["supervision_order"].isNull }.count == 4, "one for each order that was not met")
        #expect(try await line.desk.tick(at: line.clock.now).isEmpty)
        await line.stop()
    }

    /// Asked to be returned in time, and ruled on when all is late: 20 October is a Tuesday.
    private static func handedOver(_ file: GivenCase, on line: GivenLine) async throws {
        let request = try await line.requestReturn(file)
        line.clock.now = try #require(Instant(rfc3339: "2026-10-20T09:00:00+08:00"))
        try await line.rule(request, upheld: true, of: file)
        try await line.accept(file, as: .helper)
    }

    @Test func `what a department let pass is not its successor's, whose time counts from the hand-over`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        try await Self.handedOver(file, on: line)
        var tally = try await line.tick(at: "10-20T09:00:01")
        #expect(tally.orders == 0 && tally.redCards == 0)
        #expect(try await line.cards(of: Person.bureau).contains("yellow handle"))
        #expect(try await line.cards(of: Person.neighbour) == [], "it came late")
        #expect(try await line.count("select count(*) from case_events where type = 'overdue' and facts ->> 'stage' = 'handle'") == 2)
        // Two working days later the order, as for any that is late.
        #expect(try await line.tick(at: "10-22T23:59:59").orders == 0)
        tally = try await line.tick(at: "10-23T00:00:00")
        #expect(tally.orders == 1)
        #expect(try await line.triggers() == ["OT-OVERDUE"])
        #expect(try await line.orders().first?["department"].text == Person.neighbour.rawValue)
        await line.stop()
    }

    @Test func `an order that comes late has its level's limit again`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let id = try await line.order([file])
        try await Self.handedOver(file, on: line)
        #expect(try await line.tick(at: "10-20T09:00:01").redCards == 1)
        #expect(try await line.cards(of: Person.bureau).contains("red reply"))
        let path = "/v1/supervision-orders/\(id)"
        for instant in ["10-20T09:00:02", "10-23T23:59:59"] {
            try await line.tick(at: instant)
            #expect(try await line.call("GET", path, as: .helper).json["state"].text == "issued", "\(instant)")
        }
        try await line.tick(at: "10-24T00:00:00")
        #expect(try await line.call("GET", path, as: .helper).json["state"].text == "unmet")
        #expect(try await line.cards(of: Person.neighbour).contains("red reply"), "it had its own time, and let it pass")
        await line.stop()
    }

    @Test func `who is late, and gets the case back, is ordered once for one limit and has one card of a colour`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        let request = try await line.requestReturn(file)
        // Day by day: the order and both cards come to the bureau before the ruling.
        for day in ["09-23", "09-25", "09-29", "10-13"] { try await line.tick(at: "\(day)T00:00:00") }
        #expect(try await line.triggers().contains("OT-OVERDUE"))
        try await line.rule(request, upheld: true, of: file)
        try await line.tick(at: "10-13T12:00:00")
        let back = try await line.requestReturn(file, to: Person.bureau.rawValue, as: .helper)
        try await line.rule(back, upheld: true, of: file)
        try await line.accept(file)
        for day in ["10-14", "10-15", "10-16"] { try await line.tick(at: "\(day)T09:00:00") }
        let cards = try await line.cards(of: Person.bureau).filter { $0.hasSuffix("handle") }
        #expect(cards.sorted() == ["red handle", "yellow handle"])
        #expect(try await line.triggers().filter { $0 == "OT-OVERDUE" }.count == 1)
        try await line.expectConsistency()
        await line.stop()
    }

    @Test func `an event for which no rule was in force is not used up`() async throws {
        let line = try await GivenLine()
        try await line.database.execute("update order_triggers set valid_from = '2026-09-17' where id = 'OT-REPEATED'")
        try await eventually { line.desk.jurisdiction.triggers.contains { $0.id == "OT-REPEATED" && $0.validFrom > GivenLine.morning.day } }
        let parent = try await line.submit()
        func join() async throws {
            let repeated = try await line.submit(#"{"kind":"complaint","title":"还是那个夜市","body":"又来了。"}"#)
            try await line.step("PUT", "\(repeated.path)/merge", of: repeated, as: .dispatcher, #"{"parent":"\#(parent.number)"}"#)
        }
        for _ in 0..<5 { try await join() }
        #expect(try await line.tick(at: "09-16T11:00:00").orders == 0)
        line.clock.now = try #require(Instant(rfc3339: "2026-09-17T09:00:00+08:00"))
        try await join()
        #expect(try await line.desk.tick(at: line.clock.now).orders == 1)
        await line.stop()
    }

    @Test func `one lateness has one ladder: where its order stands higher already, a later rule adds none`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        var levels: [String] = []
        // Past the ten working days after which an order of the second level is raised for whoever has none by then.
        for _ in 0..<36 {
            line.clock.now = line.clock.now.adding(seconds: 86_400)
            _ = try await line.desk.tick(at: line.clock.now)
            levels = try await line.orders().map { $0["level"].text }
        }
        #expect(levels == ["order", "key_order", "listed_order", "interview"], "\(levels)")
        #expect(try await line.triggers() == ["OT-OVERDUE", "OT-UNMET", "OT-UNMET", "OT-UNMET"])
        #expect(try await line.count("select count(*) from occasions where subject = 'OT-OVERDUE-KEY' and done_at is not null") == 1)
        await line.stop()
    }

    @Test func `who was late, and gets the case back, has no new time`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        let request = try await line.requestReturn(file)
        // Long past the red card, had it kept the case.
        line.clock.now = try #require(Instant(rfc3339: "2026-11-20T09:00:00+08:00"))
        try await line.rule(request, upheld: true, of: file)
        let back = try await line.requestReturn(file, to: Person.bureau.rawValue, as: .helper)
        try await line.rule(back, upheld: true, of: file)
        try await line.accept(file)
        try await line.tick(at: "11-20T09:00:01")
        try await line.tick(at: "11-20T09:00:02")
        let cards = try await line.cards(of: Person.bureau)
        #expect(cards.contains("red handle") && cards.filter { $0 == "yellow handle" }.count == 1, "\(cards)")
        let triggers = try await line.triggers()
        #expect(triggers == ["OT-OVERDUE", "OT-OVERDUE-KEY"], "\(triggers)")
        await line.stop()
    }

    @Test func `what is said of a closed case raises its order when the case is taken up again`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        func answer() async throws {
            line.clock.now = line.clock.now.adding(seconds: 60)
            try await line.reply(file)
            try await line.review(file, approved: true)
        }
        try await answer()
        #expect(try await line.own("PUT", "feedback", of: file, #"{"solved":false}"#).status == 200)
        try await answer()
        try await line.close(file)
        #expect(try await line.own("PUT", "feedback", of: file, #"{"solved":false}"#).status == 200)
        line.clock.now = line.clock.now.adding(seconds: 60)
        _ = try await line.desk.tick(at: line.clock.now)
        #expect(try await line.orders().isEmpty, "nobody works on it")
        try await line.step("DELETE", "\(file.path)/closure", of: file, as: .supervisor, #"{"text":"未解决"}"#)
        try await answer()
        #expect(try await line.own("PUT", "feedback", of: file, #"{"solved":false}"#).status == 200)
        line.clock.now = line.clock.now.adding(seconds: 60)
        _ = try await line.desk.tick(at: line.clock.now)
        #expect(try await line.triggers() == ["OT-REWORK"])
        await line.stop()
    }

    @Test func `whoever acted in time for the order gets none`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.tick(at: "09-18T00:00:00")
        try await line.accept(file)
        #expect(try await line.tick(at: "09-19T00:00:00").orders == 0)
        await line.stop()
    }

    @Test func `an answer that was sent back twice brings an order once`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        var orders: [Int] = []
        for _ in 0..<3 {
            try await line.reply(file)
            try await line.review(file, approved: false)
            orders.append(try await line.desk.tick(at: line.clock.now).orders)
        }
        #expect(orders == [0, 1, 0])
        #expect(try await line.triggers() == ["OT-SENT-BACK"])
        await line.stop()
    }

    /// Sent back by the review and for the requester, in either order: the second rework brings one order, also where the
    /// line looks at both together.
    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func `a second rework brings an order, whoever caused the first`(reviewFirst: Bool, looksEachTime: Bool) async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        var orders: [Int] = []
        for isReview in [reviewFirst, !reviewFirst] {
            line.clock.now = line.clock.now.adding(seconds: 60)
            try await line.reply(file)
            try await line.review(file, approved: !isReview)
            if !isReview { #expect(try await line.own("PUT", "feedback", of: file, #"{"solved":false}"#).status == 200) }
            if looksEachTime { orders.append(try await line.desk.tick(at: line.clock.now).orders) }
        }
        if !looksEachTime { orders.append(try await line.desk.tick(at: line.clock.now).orders) }
        #expect(orders == (looksEachTime ? [0, 1] : [1]))
        #expect(try await line.triggers() == [reviewFirst ? "OT-REWORK" : "OT-SENT-BACK"])
        await line.stop()
    }

    @Test func `who is not content again is heard by a supervisor, and no limit closes the case`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        for _ in 0..<2 {
            line.clock.now = line.clock.now.adding(seconds: 600)
            try await line.reply(file)
            try await line.review(file, approved: true)
            #expect(try await line.own("PUT", "feedback", of: file, #"{"solved":false}"#).status == 200)
        }
        let notice = try await line.call("GET", "/v1/notices", as: .supervisor).json["items"].items.first {
            $0["kind"].text == "dissatisfied_again"
        }
        #expect(notice?["cases"].items.contains { $0["number"].text == file.number } == true, "\(String(describing: notice))")
        line.clock.now = line.clock.now.adding(seconds: 30 * 86_400)
        try await line.desk.tick(at: line.clock.now)
        #expect(try await line.read(file, as: .supervisor).json["state"].text == "callback")
        await line.stop()
    }

    @Test func `what is rejected is issued a level up in the same step, and above the top somebody is recommended`() async throws {
        let line = try await GivenLine()
        let files = [try await line.submit(), try await line.submit()]
        var id = try await line.order(files)
        for level in ["key_order", "listed_order", "interview"] {
            _ = try await line.call("PUT", "/v1/supervision-orders/\(id)/reply", as: .handler, #"{"text":"已办"}"#)
            let rejected = try await line.call("PUT", "/v1/supervision-orders/\(id)/rejection", as: .supervisor, #"{"text":"未整改"}"#)
            #expect(rejected.status == 200, "\(rejected.text)")
            let next = try #require(rejected.json["successor"].int)
            let order = try await line.call("GET", "/v1/supervision-orders/\(next)", as: .handler).json
            #expect(order["level"].text == level && order["predecessor"].int == id && order["issuer"].text == Person.supervisor.name)
            #expect(order["cases"].items.count == 2 && order["state"].text == "issued")
            id = next
        }
        _ = try await line.call("PUT", "/v1/supervision-orders/\(id)/reply", as: .handler, #"{"text":"已办"}"#)
        let top = try await line.call("PUT", "/v1/supervision-orders/\(id)/rejection", as: .supervisor, #"{"text":"未整改"}"#)
        #expect(top.json["successor"].isNull)
        let entries = try await line.call("GET", "/v1/accountability-entries", as: .supervisor).json["items"].items
        #expect(entries.map { $0["state"].text } == ["recommended"] && entries[0]["cases"].items.count == 2)
        let cards = try await line.call("GET", "/v1/cards?colour=red&department=331102-gov", as: .governmentHead).json["items"].items
        #expect(cards.count == 4)
        #expect(try await line.call("GET", "/v1/cards", as: .strangeHead).json["items"].items.isEmpty)
        await line.stop()
    }
}
