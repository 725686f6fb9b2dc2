import Casework
import Database
import Formats
import Testing
import WorkingTime

@Suite("Reports beside the overdue one", .timeLimit(.minutes(2)))
struct SupervisionReportTests {
    private static let bureau = Person.bureau.rawValue
    private static let neighbour = Person.neighbour.rawValue

    /// What is due, who sees it, and what pauses and extensions make of it.
    @Test func `due soon is what runs out by the end of the next working day`() async throws {
        let line = try await GivenLine()
        let (first, second, third) = (try await line.submit(), try await line.submit(), try await line.submit())
        let report = GivenReport(line, [("A", first), ("B", second), ("C", third)])
        // A is signed; B stands still; C was granted time for signing.
        try await line.step("PUT", "\(first.path)/signature", of: first, as: .handler)
        try await line.database.execute(
            "update clocks set paused_at = \(line.clock.now), paused_for = '{third_party}' where case_id = \(try await line.id(of: second))"
        )
        try await line.database.execute(
            """
            update clocks set original_due_at = due_at, due_at = due_at - interval '1 hour', extended_by = 1, extended_unit = 'working_day'
            where stage = 'sign' and case_id = \(try await line.id(of: third))
            """)
        let columns = ["number", "stage", "due_at", "original_due_at", "remaining_seconds"]
        let (soon, end) = ("2026-09-17T22:59:59+08:00", "2026-09-17T23:59:59+08:00")
        #expect(
            try await report.rows("due-soon", columns) == [
                "C sign \(soon) \(end) 133199", "A first_contact \(end) - 136799", "C first_contact \(end) - 136799",
            ])
        #expect(try await report.rows("due-soon?stage=sign", ["number"]) == ["C"])
        #expect(try await report.rows("due-soon?due_before=2026-09-17T23:00:00%2B08:00", ["number"]) == ["C"])
        let handle = try await report.rows("due-soon?due_before=2026-12-01T00:00:00%2B08:00&stage=handle", ["number", "due_at"])
        #expect(handle == ["A 2026-09-22T23:59:59+08:00", "C 2026-09-22T23:59:59+08:00"])
        #expect(try await report.items("due-soon", as: .head).count == 3)
        #expect(try await report.items("due-soon", as: .strangeHead).isEmpty)
        let past = try await line.call("GET", "/v1/reports/due-soon?due_before=2026-09-01T00:00:00%2B08:00", as: .supervisor)
        #expect(past.status == 400 && past.faults == ["due_before in_the_past"])
        // What is due is not overdue, and what is overdue is not due.
        line.clock.advance(hours: 39)
        #expect(try await report.items("due-soon").isEmpty)
        #expect(try await report.rows("overdue", ["number", "stage"]) == ["C sign", "A first_contact", "C first_contact"])
        await line.stop()
    }

    @Test func `open orders come by level and deadline, and those overdue are marked`() async throws {
        let line = try await GivenLine()
        let files = [try await line.submit(), try await line.submit()]
        let report = GivenReport(line, [("A", files[0]), ("B", files[1])])
        let plain = try await line.order(files)
        let answered = try await line.order([files[0]])
        let ended = try await line.order([files[1]])
        let issued = try await line.call(
            "POST", "/v1/supervision-orders", as: .supervisor,
            #"{"cases":["\#(files[1].number)"],"demand":"限期","level":"listed_order"}"#)
        let listed = try #require(issued.json["id"].int)
        for id in [answered, ended] {
            _ = try await line.call("PUT", "/v1/supervision-orders/\(id)/reply", as: .handler, #"{"text":"已办"}"#)
        }
        _ = try await line.call("PUT", "/v1/supervision-orders/\(ended)/acceptance", as: .supervisor, "{}")
        let columns = ["order", "level", "state", "cases", "is_overdue", "overdue_seconds"]
        #expect(
            try await report.rows("orders", columns) == [
                "\(listed) listed_order issued [B] false -", "\(plain) order issued [A B] false -", "\(answered) order replied [A] false -",
            ])
        line.clock.now = Instant(rfc3339: "2026-09-18T00:00:59+08:00")!
        #expect(
            try await report.rows("orders", columns) == [
                "\(listed) listed_order issued [B] true 60", "\(plain) order issued [A B] false -", "\(answered) order replied [A] false -",
            ])
        #expect(try await report.rows("orders?level=listed_order", ["order"]) == ["\(listed)"])
        let totals = ["level", "open", "replied", "overdue"]
        #expect(try await report.rows("orders/totals", totals) == ["listed_order 1 0 1", "order 2 1 0"])
        for (query, count) in [
            ("department=331102-gov", 3), ("department=331121-gov", 0), ("kind=report", 0), ("kind=complaint", 3), ("category=03", 3),
            ("category=01", 0), ("region=331102", 3), ("region=331121", 0), ("from=2026-09-16&to=2026-09-16", 3), ("from=2026-09-17", 0),
        ] {
            #expect(try await report.items("orders?\(query)").count == count, "\(query)")
        }
        #expect(try await report.items("orders", as: .head).count == 3)
        #expect(try await report.items("orders", as: .strangeHead).isEmpty)
        try await line.database.execute(
            "update cases set kind = 'report', accused = array['331102-urban-management'] where number = \(files[0].number)")
        #expect(try await report.rows("orders", ["order"], as: .head) == ["\(listed)"])
        #expect(try await report.rows("orders/totals", totals, as: .head) == ["listed_order 1 0 1"])
        #expect(try await report.items("orders", as: .governmentHead).count == 3)
        await line.stop()
    }

    @Test func `returns and the ways of a case show who had it and how it was ruled`() async throws {
        let line = try await GivenLine()
        let files = [try await line.submit(), try await line.submit(), try await line.submit(), try await line.submit()]
        let report = GivenReport(line, Array(zip(["A", "B", "C", "D"], files)))
        var requests: [Int] = []
        for file in files.prefix(3) {
            requests.append(try await line.requestReturn(file))
            line.clock.advance(hours: 1)
        }
        try await line.rule(requests[0], upheld: true, of: files[0])
        try await line.rule(requests[1], upheld: false, of: files[1])
        let columns = ["number", "department", "proposed", "state", "designated", "ruling_seconds"]
        #expect(
            try await report.rows("returns", columns) == [
                "C \(Self.bureau) \(Self.neighbour) open - -", "B \(Self.bureau) \(Self.neighbour) rejected - 7200",
                "A \(Self.bureau) \(Self.neighbour) upheld \(Self.neighbour) 10800",
            ])
        #expect(try await report.rows("returns?state=open", ["number"]) == ["C"])
        #expect(try await report.rows("returns?state=upheld", ["number"]) == ["A"])
        #expect(try await report.rows("returns?state=rejected", ["number"]) == ["B"])
        let totals = ["department", "asked", "upheld", "rejected", "open", "mean_ruling_seconds", "longest_ruling_seconds"]
        #expect(try await report.rows("returns/totals", totals) == ["\(Self.bureau) 3 1 1 1 9000 10800"])
        // A has left them: that they gave it back stays theirs, the case does not.
        #expect(try await report.rows("returns", ["number", "title"], as: .head) == ["C 夜市占道经营", "B 夜市占道经营", "A -"])
        #expect(try await report.items("returns", as: .strangeHead).isEmpty)
        #expect(try await report.items("returns/totals", as: .strangeHead).isEmpty)
        #expect(try await !line.call("GET", "/v1/reports/returns", as: .supervisor).text.contains("不属我局职责"))

        // A case that was given back in vain was dispatched once.
        let ways = try await report.items("ping-pong")
        #expect(ways.map { "\(report.names[$0["number"].text] ?? "-") \($0["dispatches"].int ?? 0)" } == ["A 2"])
        let chain = ways.first?["chain"].items.map { "\($0["department"].text) \($0["source"].text)" }
        #expect(chain == ["\(Self.bureau) map", "\(Self.neighbour) ruling"])
        for (query, count) in [
            ("department=331102-urban-management", 1), ("department=331102-gov", 1), ("department=331121-gov", 0), ("kind=report", 0),
            ("region=331102", 1), ("category=0307", 1), ("category=01", 0), ("to=2026-09-15", 0),
        ] {
            #expect(try await report.items("ping-pong?\(query)").count == count, "\(query)")
            #expect(try await report.items("returns?\(query)").count == 3 * count, "\(query)")
        }
        for (person, count) in [(Person.governmentHead, 1), (.head, 0), (.strangeHead, 0)] {
            #expect(try await report.items("ping-pong", as: person).count == count, "\(person)")
        }
        try await line.database.execute(
            """
            update cases set kind = 'report', accused = array['331102-urban-management', '331102-gov']
            where number = any(\(files.prefix(2).map(\.number)))
            """)
        #expect(try await report.rows("returns", ["number"], as: .head) == ["C"])
        #expect(try await report.rows("returns/totals", totals, as: .head) == ["\(Self.bureau) 1 0 0 1 - -"])
        #expect(try await report.items("ping-pong", as: .governmentHead).isEmpty)
        await line.stop()
    }

    @Test func `what departments asked of time is listed with who decided when`() async throws {
        let line = try await GivenLine()
        let files = [try await line.submit(), try await line.submit()]
        let report = GivenReport(line, [("A", files[0]), ("B", files[1])])
        for file in files { try await line.accept(file) }
        for (file, kind, more, granted) in [
            (0, "extension", #","until":"2026-09-29""#, true as Bool?), (1, "extension", #","until":"2026-09-29""#, false),
            (0, "suspension", #","until":"2026-09-29","ground":"other_organ""#, nil), (1, "complexity", "", nil),
            (1, "parking", #","until":"2026-10-10","measures":"每周巡查""#, true),
        ] {
            let asked = #"{"reason":"钱多多不在家"\#(more)}"#
            try await line.step("POST", "\(files[file].path)/\(kind)-requests", of: files[file], as: .head, asked)
            line.clock.now = line.clock.now.adding(seconds: 1800)
            guard let granted else { continue }
            let id = try await line.count("select max(id) from time_requests")
            try await line.step(
                "PUT", "/v1/\(kind)-requests/\(id)/decision", of: files[file], as: .supervisor, #"{"granted":\#(granted),"text":"已核"}"#)
        }
        let columns = ["number", "request", "ground", "until", "state", "decision_seconds"]
        #expect(
            try await report.rows("extensions", columns) == [
                "B parking - 2026-10-10 granted 1800", "B complexity - - open -", "A suspension other_organ 2026-09-29 open -",
                "B extension - 2026-09-29 rejected 1800", "A extension - 2026-09-29 granted 1800",
            ])
        #expect(try await report.rows("extensions?request=extension&state=granted", ["number"]) == ["A"])
        #expect(try await report.rows("extensions?state=open", ["request"]) == ["complexity", "suspension"])
        #expect(try await report.rows("extensions?state=rejected", ["request"]) == ["extension"])
        #expect(
            try await report.rows("extensions/totals", ["request", "asked", "granted", "rejected", "open"]) == [
                "extension 2 1 1 0", "suspension 1 0 0 1", "complexity 1 0 0 1", "parking 1 1 0 0",
            ])
        #expect(try await report.items("extensions?from=2026-09-16&to=2026-09-16&category=030701&region=331102").count == 5)
        #expect(try await report.items("extensions?from=2026-09-17").isEmpty)
        #expect(try await report.items("extensions", as: .head).count == 5)
        #expect(try await report.items("extensions", as: .strangeHead).isEmpty)
        #expect(try await report.items("extensions/totals?department=331121-gov").isEmpty)
        #expect(try await !line.call("GET", "/v1/reports/extensions", as: .supervisor).text.contains("钱多多"))
        await line.stop()
    }

    @Test func `repeats are counted with the case that they joined`() async throws {
        let line = try await GivenLine()
        var files: [GivenCase] = []
        // Those without a place wait for a dispatcher, who sees that they are repeats.
        let vague = #"{"kind":"complaint","title":"占道","body":"又来了，请帮忙"}"#
        for index in 0..<6 {
            files.append(try await line.submit(index < 2 ? GivenLine.complaint : vague))
            line.clock.advance(hours: 1)
        }
        let report = GivenReport(line, [("A", files[0]), ("B", files[1])])
        for (child, parent) in [(2, 0), (3, 0), (4, 0), (5, 1)] {
            let body = #"{"parent":"\#(files[parent].number)"}"#
            try await line.step("PUT", "\(files[child].path)/merge", of: files[child], as: .dispatcher, body)
        }
        let columns = ["number", "category", "department", "repeats", "last_repeat_at"]
        #expect(
            try await report.rows("repeats", columns) == [
                "A 030701 \(Self.bureau) 3 2026-09-16T14:00:00+08:00", "B 030701 \(Self.bureau) 1 2026-09-16T15:00:00+08:00",
            ])
        #expect(try await report.rows("repeats/totals", ["repeats", "cases"]) == ["3 1", "1 1"])
        for (query, count) in [
            ("department=331102-gov", 2), ("department=331121-gov", 0), ("kind=complaint", 2), ("kind=report", 0), ("category=0307", 2),
            ("from=2026-09-17", 0), ("region=331121", 0),
        ] {
            #expect(try await report.items("repeats?\(query)").count == count, "\(query)")
        }
        #expect(try await report.items("repeats", as: .head).count == 2)
        #expect(try await report.items("repeats", as: .strangeHead).isEmpty)
        try await line.database.execute(
            "update cases set kind = 'report', accused = array['331102-urban-management'] where number = \(files[0].number)")
        #expect(try await report.rows("repeats", ["number"], as: .head) == ["B"])
        #expect(try await report.rows("repeats/totals", ["repeats", "cases"], as: .head) == ["1 1"])
        await line.stop()
    }

    @Test func `the rate of signing has in it who signed in time, late and never, and nothing else`() async throws {
        let line = try await GivenLine()
        let files = [try await line.submit(), try await line.submit(), try await line.submit(), try await line.submit()]
        let elsewhere = try await line.submit(
            #"{"kind":"complaint","title":"占道","body":"占道经营","category":"030701","region":"331121"}"#)
        let report = GivenReport(line)
        // In time; late; never; called off before its limit ended; elsewhere called off alone.
        try await line.step("PUT", "\(files[0].path)/signature", of: files[0], as: .handler)
        for file in [files[3], elsewhere] {
            try await line.database.execute(
                """
                update clocks set ended_at = started_at, ended_how = 'cancelled' where case_id = \(try await line.id(of: file))
                """)
        }
        line.clock.now = Instant(rfc3339: "2026-09-18T09:00:00+08:00")!
        let before = try await report.items("late-signing")
        try await line.step("PUT", "\(files[1].path)/signature", of: files[1], as: .handler)
        let columns = ["department", "dispatched", "signed_on_time", "late", "unsigned", "called_off"]
        let other = elsewhere.answer.json["department"]["code"].text
        #expect(try await report.rows("late-signing", columns) == ["\(Self.bureau) 3 1 1 1 1", "\(other) 0 0 0 0 1"])
        let rows = try await report.items("late-signing")
        #expect(rows.map { $0["on_time_rate"].number?.double } == [1.0 / 3, nil], "none is no rate")
        #expect(before[0]["unsigned"].int == 2 && before[0]["late"].int == 0)
        #expect(try await report.rows("late-signing?to=2026-09-16", columns).isEmpty)
        #expect(try await report.rows("late-signing?from=2026-09-17&to=2026-09-17&category=03", columns).count == 2)
        #expect(try await report.rows("late-signing?region=331121", columns).count == 1)
        #expect(try await report.rows("late-signing", columns, as: .head) == ["\(Self.bureau) 3 1 1 1 1"])
        #expect(try await report.items("late-signing", as: .strangeHead).isEmpty)
        // Without a period it is the month: September is over.
        line.clock.now = Instant(rfc3339: "2026-10-12T09:00:00+08:00")!
        #expect(try await report.items("late-signing").isEmpty)
        await line.stop()
    }
}
