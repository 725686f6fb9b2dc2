import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

@Suite("Supervision orders", .timeLimit(.minutes(2)))
struct OrderTests {
    @Test func `an order goes with its case to the department that a ruling names`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let id = try await line.order([file])
        let path = "/v1/supervision-orders/\(id)"
        #expect(try await line.call("PUT", "\(path)/acknowledgement", as: .handler).status == 200)
        let due = try await line.call("GET", path, as: .handler).json["due_at"].text
        try await line.rule(try await line.requestReturn(file), upheld: true, of: file)
        #expect(try await line.call("GET", path, as: .handler).status == 404, "the case is not theirs any longer")
        #expect(try await line.call("GET", "/v1/supervision-orders", as: .handler).json["items"].items.isEmpty)
        let moved = try await line.call("GET", path, as: .helper)
        #expect(moved.status == 200 && moved.json["state"].text == "issued" && moved.json["due_at"].text == due)
        #expect(moved.json["allowed_actions"].items.map { $0["action"].text } == ["acknowledge", "reply"])
        let told = try await line.call("GET", "/v1/notices", as: .helper).json["items"].items
        #expect(told.contains { $0["kind"].text == "order_issued" && $0["supervision_order"].int == id }, "\(told)")
        let clocks = try await line.read(file, as: .helper).json["clocks"].items.filter { $0["supervision_order"].int == id }
        #expect(clocks.map { $0["department"].text } == [Person.bureau.rawValue, Person.neighbour.rawValue])
        #expect(clocks.map { $0["state"].text } == ["replaced", "running"])
        #expect(try await line.call("PUT", "\(path)/reply", as: .handler, #"{"text":"已办"}"#).status == 404)
        #expect(try await line.call("PUT", "\(path)/reply", as: .helper, #"{"text":"已办"}"#).status == 200)
        #expect(try await line.events("order_moved", of: file) == 1)
        await line.stop()
    }

    @Test func `a case leaves an order that others stay in`() async throws {
        let line = try await GivenLine()
        let (leaving, staying) = (try await line.submit(), try await line.submit())
        let id = try await line.order([leaving, staying])
        let path = "/v1/supervision-orders/\(id)"
        try await line.rule(try await line.requestReturn(leaving), upheld: true, of: leaving)
        #expect(try await line.call("GET", path, as: .handler).json["cases"].items.map(\.text) == [staying.number])
        #expect(try await line.call("GET", path, as: .helper).status == 404)
        let view = try await line.read(leaving, as: .helper).json
        #expect(view["supervision_orders"].items.isEmpty)
        #expect(view["clocks"].items.first { $0["supervision_order"].int == id }?["state"].text == "cancelled")
        _ = try await line.call("PUT", "\(path)/reply", as: .handler, #"{"text":"已办"}"#)
        #expect(try await line.events("order_left", of: leaving) == 1)
        #expect(try await line.events("order_replied", of: leaving) == 0)
        #expect(try await line.events("order_replied", of: staying) == 1)
        // Alone now, the order follows the case that is left.
        let next = try await line.order([staying])
        try await line.rule(try await line.requestReturn(staying), upheld: true, of: staying)
        #expect(try await line.call("GET", "/v1/supervision-orders/\(next)", as: .helper).status == 200)
        #expect(try await line.call("GET", path, as: .handler).status == 200, "answered, it stays with whom answered")
        await line.stop()
    }

    @Test func `reports that accuse the same are ordered together, and nothing else with them`() async throws {
        let line = try await GivenLine()
        // All are led by the government: those that accuse the bureau at once, the others after a ruling.
        func report(_ accused: String) -> String {
            #"{"kind":"report","title":"举报","body":"占道","category":"030701","region":"331102","against":{"department":"\#(accused)"}}"#
        }
        let files = [
            try await line.submit(report(Person.bureau.rawValue)), try await line.submit(report(Person.bureau.rawValue)),
            try await line.submit(report(Person.neighbour.rawValue)), try await line.submit(),
        ]
        for file in files[2...] {
            try await line.rule(try await line.requestReturn(file, to: Person.government.rawValue), upheld: true, of: file)
        }
        for pair in [[0, 2], [0, 3], [2, 3]] {
            let numbers = pair.map { "\"\(files[$0].number)\"" }.joined(separator: ",")
            let mixed = try await line.call(
                "POST", "/v1/supervision-orders", as: .supervisor, #"{"cases":[\#(numbers)],"demand":"限期"}"#)
            #expect(mixed.status == 422 && mixed.faults == ["/cases reports_apart"], "\(pair): \(mixed.text)")
        }
        _ = try await line.order([files[0], files[1]])
        await line.stop()
    }

    @Test func `what turns out to be a report leaves an order that others stay in, answered or not`() async throws {
        let line = try await GivenLine()
        let files = [try await line.submit(), try await line.submit(), try await line.submit()]
        let id = try await line.order(files)
        let path = "/v1/supervision-orders/\(id)"
        let report = #"{"kind":"report","against":{"department":"331102-construction"}}"#
        try await line.classify(files[0], report)
        #expect(try await line.read(files[0], as: .handler).json["department"]["code"].text == Person.bureau.rawValue)
        _ = try await line.call("PUT", "\(path)/reply", as: .handler, #"{"text":"已办"}"#)
        try await line.classify(files[1], report)
        _ = try await line.call("PUT", "\(path)/rejection", as: .supervisor, #"{"text":"未整改"}"#)
        for (file, replied) in zip(files, [0, 1, 1]) { #expect(try await line.events("order_replied", of: file) == replied) }
        for (file, rejected) in zip(files, [0, 0, 1]) { #expect(try await line.events("order_rejected", of: file) == rejected) }
        for (file, left) in zip(files, [1, 1, 0]) { #expect(try await line.events("order_left", of: file) == left) }
        let clock = try await line.read(files[0], as: .handler).json["clocks"].items.first { $0["supervision_order"].int == id }
        #expect(clock?["state"].text == "cancelled")
        await line.stop()
    }

    /// Also where it was closed, and whether the department answered the order in vain or not at all.
    @Test(arguments: [true, false])
    func `an order is issued again though its case has ended`(isAnswered: Bool) async throws {
        let line = try await GivenLine()
        let file = try await line.givenHandling()
        let path = "/v1/supervision-orders/\(try await line.order([file]))"
        try await line.reply(file)
        try await line.review(file, approved: true)
        try await line.close(file)
        if isAnswered {
            _ = try await line.call("PUT", "\(path)/reply", as: .handler, #"{"text":"已办"}"#)
            _ = try await line.call("PUT", "\(path)/rejection", as: .supervisor, #"{"text":"未整改"}"#)
        } else {
            try await line.tick(at: "09-21T00:00:00")
            try await line.tick(at: "09-21T00:00:01")
        }
        let order = try await line.call("GET", path, as: .supervisor).json
        #expect(order["state"].text == (isAnswered ? "rejected" : "unmet"))
        let next = try await line.call("GET", "/v1/supervision-orders/\(order["successor"].int ?? 0)", as: .handler).json
        #expect(next["level"].text == "key_order" && next["cases"].items.map(\.text) == [file.number], "\(next)")
        try await line.expectConsistency()
        await line.stop()
    }

    @Test func `an order whose last case may not go on with it is over`() async throws {
        let line = try await GivenLine()
        let (leaving, staying) = (try await line.submit(), try await line.submit())
        let path = "/v1/supervision-orders/\(try await line.order([leaving, staying]))"
        try await line.classify(leaving, #"{"kind":"report","against":{"department":"331102-construction"}}"#)
        // To whom the other, whose words it shares, accuses.
        try await line.rule(try await line.requestReturn(staying), upheld: true, of: staying)
        let order = try await line.call("GET", path, as: .supervisor).json
        #expect(order["state"].text == "lapsed" && order["cases"].items.isEmpty && !order["decided_at"].isNull)
        #expect(order["allowed_actions"].items.isEmpty && order["next_level"].isNull)
        #expect(try await line.call("PUT", "\(path)/reply", as: .handler, #"{"text":"已办"}"#).status == 409)
        #expect(try await line.call("GET", path, as: .helper).status == 404)
        let listed = try await line.call("GET", "/v1/supervision-orders?state=lapsed", as: .supervisor).json["items"].items
        #expect(listed.count == 1)
        await line.stop()
    }

    @Test func `what is rejected when its case has gone on is asked of whoever has it now`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let path = "/v1/supervision-orders/\(try await line.order([file]))"
        _ = try await line.call("PUT", "\(path)/reply", as: .handler, #"{"text":"已办"}"#)
        try await line.rule(try await line.requestReturn(file), upheld: true, of: file)
        let rejected = try await line.call("PUT", "\(path)/rejection", as: .supervisor, #"{"text":"未整改"}"#)
        let next = try await line.call(
            "GET", "/v1/supervision-orders/\(try #require(rejected.json["successor"].int))", as: .helper)
        #expect(next.status == 200 && next.json["level"].text == "key_order" && next.json["state"].text == "issued")
        await line.stop()
    }

    @Test func `who leads a report against itself until a ruling is ordered nothing`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let path = "/v1/supervision-orders/\(try await line.order([file]))"
        let request = try await line.requestReturn(file)
        try await line.classify(file, #"{"kind":"report","against":{"department":"331102-urban-management"}}"#)
        let refused = try await line.call(
            "POST", "/v1/supervision-orders", as: .supervisor, #"{"cases":["\#(file.number)"],"demand":"限期"}"#)
        #expect(refused.status == 422 && refused.faults == ["/cases department_is_accused"], "\(refused.text)")
        // It cannot read the order any more, and its limit passes; the matter's limits, too.
        for day in ["10-20", "10-21", "11-05"] {
            line.clock.now = try #require(Instant(rfc3339: "2026-\(day)T09:00:00+08:00"))
            let tally = try await line.desk.tick(at: line.clock.now)
            #expect(tally.redCards == 0 && tally.yellowCards == 0 && tally.orders == 0, "\(day)")
        }
        try await line.rule(request, upheld: true, of: file)
        #expect(try await line.call("GET", path, as: .helper).json["state"].text == "issued")
        await line.stop()
    }

    @Test func `two cases that leave one order at once leave nothing behind`() async throws {
        let line = try await GivenLine()
        for _ in 0..<5 {
            let files = [try await line.submit(), try await line.submit()]
            let id = try await line.order(files)
            var requests: [Int] = []
            for file in files { requests.append(try await line.requestReturn(file)) }
            let open = requests
            let statuses = try await together(2) { index in
                try await line.call(
                    "PUT", "/v1/return-requests/\(open[index])/ruling", as: .dispatcher, #"{"upheld":true,"text":"成立"}"#
                ).status
            }
            #expect(statuses == [200, 200])
            let order = try await line.call("GET", "/v1/supervision-orders/\(id)", as: .helper)
            #expect(order.status == 200 && order.json["cases"].items.count == 1, "one left, the other took the order along")
            #expect(try await line.call("GET", "/v1/supervision-orders/\(id)", as: .handler).status == 404)
        }
        await line.stop()
    }

    @Test func `each level has its limit, and a rejected order names the next`() async throws {
        let line = try await GivenLine()
        for (level, due, next) in [
            ("order", "2026-09-20T23:59:59+08:00", "key_order"), ("key_order", "2026-09-18T23:59:59+08:00", "listed_order"),
            ("listed_order", "2026-09-17T23:59:59+08:00", "interview"), ("interview", "2026-09-17T23:59:59+08:00", nil),
        ] {
            let file = try await line.submit()
            let issued = try await line.call(
                "POST", "/v1/supervision-orders", as: .supervisor,
                #"{"cases":["\#(file.number)"],"demand":"限期","level":"\#(level)"}"#)
            #expect(issued.json["due_at"].text == due && issued.json["next_level"].isNull, "\(level)")
            let path = "/v1/supervision-orders/\(try #require(issued.json["id"].int))"
            _ = try await line.call("PUT", "\(path)/reply", as: .handler, #"{"text":"已办"}"#)
            let rejected = try await line.call("PUT", "\(path)/rejection", as: .supervisor, #"{"text":"未整改"}"#)
            #expect(rejected.status == 200 && rejected.json["next_level"].string == next, "\(level)")
        }
        await line.stop()
    }

    @Test func `an interim closing promises a day`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        try await line.reply(file)
        try await line.review(file, approved: true)
        try await line.step("PUT", "\(file.path)/callback", of: file, as: .supervisor, #"{"contacted":false}"#)
        let seen = try await line.read(file, as: .supervisor).version
        for (body, fault) in [
            (#"{"outcome":"interim"}"#, "/promised_on interim_needs_promise"),
            (#"{"outcome":"solved","promised_on":"2026-12-01"}"#, "/promised_on promise_needs_interim"),
        ] {
            let reply = try await line.call("PUT", "\(file.path)/closure", as: .supervisor, seen: seen, body)
            #expect(reply.status == 422 && reply.faults == [fault])
        }
        let past = #"{"outcome":"interim","promised_on":"2026-09-15"}"#
        #expect(try await line.call("PUT", "\(file.path)/closure", as: .supervisor, seen: seen, past).status == 422)
        let promised = #"{"outcome":"interim","promised_on":"2026-12-01"}"#
        #expect(try await line.call("PUT", "\(file.path)/closure", as: .supervisor, seen: seen, promised).status == 200)
        let closed = try await line.track(file.number, file.queryCode).json["history"].items.last
        #expect(closed?["facts"]["promised_on"].text == "2026-12-01")
        await line.stop()
    }
}
