import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

@Suite("Lists", .timeLimit(.minutes(2)))
struct ListTests {
    @Test func `the public lists are those of the database`() async throws {
        let line = try await GivenLine.shared()
        for (path, table) in [("/v1/categories", "categories"), ("/v1/regions", "regions")] {
            let reply = try await line.call("GET", path)
            #expect(reply.json["total"].int == (try await line.count("select count(*) from \(unsafeSQL: table)")))
            #expect(reply.json["items"].items.count == reply.json["total"].int)
            #expect(reply["cache-control"] == "public, max-age=60")
        }
        let below = try await line.call("GET", "/v1/regions?parent=331100").json["items"].items
        #expect(below.count == 9 && below.allSatisfy { $0["level"].text == "county" })
        let category = try await line.call("GET", "/v1/categories?parent=0307").json["items"].items
        #expect(category.contains { $0["code"].text == "030701" })
        #expect(try await line.call("GET", "/v1/regions?parent=1").status == 400)
    }

    @Test(arguments: [1, 100, 500]) func `pages of departments make up the whole`(limit: Int) async throws {
        let line = try await GivenLine.shared()
        let where_ = limit == 1 ? "?region=331102&limit=1" : "?limit=\(limit)"
        var codes: [String] = []
        var cursor = ""
        var total: Int?
        repeat {
            let page = try await line.call("GET", "/v1/departments\(where_)\(cursor)").json
            codes += page["items"].items.map { $0["code"].text }
            total = page["total"].int
            cursor = page["next"].string.map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty
        let all = limit == 1 ? "where region = '331102'" : ""
        let known = try await line.database.query("select code from departments \(unsafeSQL: all)").map { try $0.decode(String.self) }
        #expect(codes.count == total && Set(codes) == Set(known) && codes.count == known.count)
        #expect(try await line.call("GET", "/v1/departments?cursor=99999").json["items"].items.isEmpty)
    }

    @Test func `responsibilities and limits are those of the day`() async throws {
        let line = try await GivenLine.shared()
        for day in ["2016-10-01", "2020-01-01", "2026-09-16", "2100-01-01"] {
            let page = try await line.call("GET", "/v1/responsibilities?on=\(day)&limit=500").json
            let date = try #require(Day(day))
            let count = try await line.count(
                "select count(*) from responsibilities where valid_from <= \(date) and (valid_to is null or valid_to >= \(date))")
            #expect(page["total"].int == count, "\(day)")
            let limits = try await line.call("GET", "/v1/time-limits?on=\(day)").json["items"].items
            let rules = try await line.count(
                "select count(*) from time_limits where effective_from <= \(date) and (effective_to is null or effective_to >= \(date))")
            #expect(limits.count == rules, "\(day)")
        }
        for bad in ["2026-02-30", "16.9.2026", "1900-01-01", ""] {
            let reply = try await line.call("GET", "/v1/time-limits?on=\(bad)")
            #expect(reply.status == 400 && reply.faults == ["on malformed_day"], "\(bad)")
        }
    }

    @Test func `a dry run says who, and why, and keeps nothing`() async throws {
        let line = try await GivenLine.shared()
        let given = try await line.call(
            "POST", "/v1/responsibilities/resolve", #"{"kind":"complaint","category":"030701","region":"331102"}"#
        ).json
        #expect(given["department"].text == Person.bureau.rawValue && given["outcome"].text == "department")
        #expect(given["tried"].items.contains { $0["verdict"].text == "won" } || !given["tried"].items.isEmpty)
        let unclear = try await line.call("POST", "/v1/responsibilities/resolve", #"{"kind":"complaint","title":"你好"}"#).json
        #expect(unclear["outcome"].text == "dispatcher")
        for (body, fault) in [
            (#"{"kind":"complaint","category":"998877"}"#, "/category unknown_category"),
            (#"{"kind":"complaint","region":"998877"}"#, "/region unknown_region"),
            (#"{"kind":"report","against":{"department":"x"}}"#, "/against/department unknown_department"),
            ("{}", "/kind missing"), (#"{"kind":"complaint","on":"1900-01-01"}"#, "/on malformed_day"),
        ] {
            let reply = try await line.call("POST", "/v1/responsibilities/resolve", body)
            #expect(reply.status == 422 && reply.faults == [fault], "\(body): \(reply.text)")
        }
    }

    @Test func `due dates are those of the vectors, explained`() async throws {
        let line = try await GivenLine.shared()
        let vectors = try CSVTable(parsing: file(repository + "/Tests/WebTests/deadline-vectors.csv"), file: "deadline-vectors.csv")
        #expect(vectors.rows.count == 15)
        for vector in vectors.rows {
            let from = vector["start"]!
            let asked = "from=\(from.replacing("+", with: "%2B"))&amount=\(vector["limit"]!)&unit=\(vector["unit"]!)"
            let reply = try await line.call("GET", "/v1/due-dates?\(asked)")
            #expect(reply.status == 200, "\(asked): \(reply.text)")
            let due = reply.json["due_at"].text
            // A day is meant to its end.
            let expected = vector["due"]!.utf8.count == 10 ? vector["due"]! + "T23:59:59+08:00" : vector["due"]!
            #expect(Instant(rfc3339: due) == Instant(rfc3339: expected), "\(asked): \(due), for \(vector["shows"]!)")
            let steps = reply.json["explanation"].items
            let counted = steps.reduce(0) { $0 + ($1["days"].int ?? 0) }
            if vector["unit"]!.hasSuffix("day") { #expect(counted == Int(vector["limit"]!), "\(asked): \(reply.text)") }
        }
    }

    @Test(arguments: [
        ("", "from missing"), ("from=2026-09-30", "amount missing"), ("from=2026-09-30&amount=1", "unit missing"),
        ("from=x&amount=1&unit=working_day", "from malformed_instant"),
        ("from=2026-09-30&amount=0&unit=working_day", "amount out_of_range"),
        ("from=2026-09-30&amount=10001&unit=working_day", "amount out_of_range"),
        ("from=2026-09-30&amount=1&unit=fortnight", "unit unknown_value"),
        ("from=1948-01-01&amount=1&unit=working_day", "from out_of_range"),
        ("from=2200-01-01&amount=1&unit=working_day", "from out_of_range"),
        ("from=%00&amount=1&unit=working_day", "from malformed_instant"),
    ])
    func `a question about due dates that has no answer is refused`(query: String, fault: String) async throws {
        let line = try await GivenLine.shared()
        let reply = try await line.call("GET", "/v1/due-dates?\(query)")
        #expect(reply.status == 400 && reply.faults == [fault], "\(reply.text)")
    }

    @Test(arguments: ["working_day", "calendar_day", "working_hour", "clock_hour"])
    func `the ends of the calendar answer`(unit: String) async throws {
        let line = try await GivenLine.shared()
        for from in [
            "1949-10-01", "2199-12-31", "1949-10-01T00:00:00%2B08:00", "2199-12-31T23:59:59.999999%2B08:00", "2026-09-16T10:00:00+08:00",
        ] {
            let reply = try await line.call("GET", "/v1/due-dates?from=\(from)&amount=10000&unit=\(unit)")
            #expect(reply.status == 200 && !reply.json["due_at"].text.isEmpty, "\(from) \(unit): \(reply.status)")
        }
    }

    @Test func `a change of the lists is heard without a restart, by every server`() async throws {
        let line = try await GivenLine()
        let second = try await line.another()
        let question = #"{"kind":"complaint","category":"030701","region":"331102"}"#
        let resolve = { (line: GivenLine) in try await line.call("POST", "/v1/responsibilities/resolve", question).json["department"].text }
        #expect(try await resolve(line) == Person.bureau.rawValue)
        try await line.database.execute(
            """
            insert into responsibilities (category, region, department, valid_from) values ('030701', '331102', '331102-gov', '2026-01-01')
            """)
        try await eventually { try await resolve(line) == "331102-gov" }
        try await eventually { try await resolve(second) == "331102-gov" }
        #expect(try await line.submit().answer.json["department"]["code"].text == "331102-gov")
        try await line.database.execute("update time_limits set amount = 9 where id = 'HL-SIGN'")
        try await eventually {
            try await second.call("GET", "/v1/time-limits").json["items"].items.contains {
                $0["id"].text == "HL-SIGN" && $0["amount"].int == 9
            }
        }
        // Lists that do not hold together change nothing.
        try await line.database.execute("update departments set parent = '331100-urban-management' where code = '331100-gov'")
        #expect(try await line.submit().answer.json["department"]["code"].text == "331102-gov")
        await second.stop()
        await line.stop()
    }

    @Test func `a revoked token ends at once, on every server`() async throws {
        let line = try await GivenLine()
        let second = try await line.another()
        for server in [line, second] {
            // Remembered from the second call on, once the server listens.
            for _ in 1...3 { #expect(try await server.call("GET", "/v1/queue", as: .handler).status == 200) }
        }
        #expect(try await Accounts(line.database).revoke(name: Person.handler.name, at: line.clock.now) == 1)
        for server in [line, second] {
            try await eventually { try await server.call("GET", "/v1/queue", as: .handler).status == 401 }
            #expect(try await server.call("GET", "/v1/queue", as: .colleague).status == 200)
        }
        line.clock.advance(hours: 3651 * 24)
        #expect(try await line.call("GET", "/v1/queue", as: .colleague).status == 401)
        await second.stop()
        await line.stop()
    }
}
