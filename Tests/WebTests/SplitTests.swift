import Casework
import Database
import Formats
import Testing
import WorkingTime

/// 一案两立: a complaint and the report that is in it are two cases, and only the complaint shows who asks.
@Suite("Split", .timeLimit(.minutes(2)))
struct SplitTests {
    private static let body =
        #"{"title":"收受好处","body":"个别人员收受好处，放任占道。","category":"030701","against":{"department":"331102-urban-management"}}"#
    private static let filing =
        String(GivenLine.complaint.dropLast())
        + #","requester":{"name":"赵六","phone":"13800001234"},"report":{"against":{"department":"331102-urban-management"},"title":"收受好处","body":"个别人员收受好处","category":"030701"}}"#

    @Test func `a dispatcher opens the report, once, and the requester follows both with one code`() async throws {
        let line = try await GivenLine.shared()
        let complaint = try await line.givenHandling(
            String(GivenLine.complaint.dropLast()) + #","requester":{"name":"赵六","phone":"13800001234"}}"#)
        let call = try await line.read(complaint, as: .dispatcher).json["allowed_actions"].items.first { $0["action"].text == "split" }
        #expect(call?["path"].text == "\(complaint.path)/split" && call?["members"].items.map(\.text) == ["title", "body"])
        let split = try await line.call("POST", "\(complaint.path)/split", as: .dispatcher, key: "split-\(complaint.number)", Self.body)
        #expect(split.status == 201, "\(split.text)")
        let report = GivenCase(number: split.json["number"].text, queryCode: complaint.queryCode, answer: split)
        #expect(split["location"] == report.path && split.version == 1)
        #expect(split.json["kind"].text == "report" && split.json["linked"].items.map(\.text) == [complaint.number])
        #expect(split.json["requester"].isNull && split.json["confidential"].bool == true)
        #expect(split.json["department"]["code"].text == Person.government.rawValue, "above whom it accuses")
        let again = try await line.call("POST", "\(complaint.path)/split", as: .dispatcher, key: "split-\(complaint.number)", Self.body)
        #expect(again.bytes == split.bytes)
        #expect(
            try await line.count("select count(*) from case_links l join cases c on c.id = l.origin where c.number = \(complaint.number)")
                == 1)
        for person in [Person.dispatcher, .supervisor] {
            #expect(try await line.read(complaint, as: person).json["linked"].items.map(\.text) == [report.number])
        }
        let own = try await line.track(complaint.number, complaint.queryCode).json
        #expect(own["linked"].items.map(\.text) == [report.number])
        let theirs = try await line.track(report.number, complaint.queryCode)
        #expect(
            theirs.status == 200 && theirs.json["kind"].text == "report" && theirs.json["linked"].items.map(\.text) == [complaint.number])
        // The code of another's complaint opens neither, and what its requester does to the report it does to the report.
        #expect(try await line.track(report.number, try await line.submit().queryCode).status == 404)
        #expect(try await line.own("POST", "supplements", of: report, #"{"text":"有录像"}"#).json["number"].text == report.number)
        #expect(try await line.withdraw(complaint).json["state"].text == "withdrawn")
        #expect(try await line.track(report.number, complaint.queryCode).json["state"].text == "dispatched", "the report goes on")
    }

    @Test func `one filing becomes two cases, both or neither, and both again for its key`() async throws {
        let line = try await GivenLine()
        let before = try await line.counts()
        let submitted = try await line.submit(Self.filing, key: "two")
        let part = submitted.answer.json["report"]
        #expect(part["kind"].text == "report" && part["query_code"].text == submitted.queryCode && part["number"].text != submitted.number)
        #expect(part["department"]["code"].text == Person.government.rawValue)
        let again = try await line.call("POST", "/v1/cases", key: "two", Self.filing)
        #expect(again.status == 201 && again.bytes == submitted.answer.bytes)
        let after = try await line.counts()
        for (table, rows) in [("cases", 2), ("case_links", 1), ("idempotent_answers", 1), ("requester_identities", 1)] {
            #expect((after[table] ?? 0) - (before[table] ?? 0) == rows, "\(table)")
        }
        let report = GivenCase(number: part["number"].text, queryCode: submitted.queryCode, answer: submitted.answer)
        #expect(try await line.track(report.number, report.queryCode).json["title"].text == "收受好处")
        #expect(try await line.read(report, as: .supervisor).json["body"].text == "个别人员收受好处")
        // Twenty at once, some with one key: as many reports as complaints.
        let replies = try await together(20) { index in
            try await line.call("POST", "/v1/cases", key: "many-\(index % 10)", Self.filing)
        }
        #expect(replies.allSatisfy { $0.status == 201 } && Set(replies.map(\.bytes)).count == 10)
        #expect(try await line.count("select count(*) from cases") == 22)
        #expect(try await line.count("select count(*) from case_links") == 11)
        let without = try await line.call("POST", "/v1/cases", Self.filing)
        #expect(without.status == 201 && !without.json["report"].isNull)
        // A row that the database refuses takes its other half along.
        try await line.database.execute("alter table cases add constraint no_reports check (kind <> 'report') not valid")
        let refused = try await line.call("POST", "/v1/cases", key: "refused", Self.filing)
        #expect(refused.status >= 500)
        #expect(try await line.count("select count(*) from cases") == 24)
        await line.stop()
    }

    @Test(arguments: ["title", "body"])
    func `a report has words of its own, which the complaint's department does not read`(member: String) async throws {
        let line = try await GivenLine.shared()
        let words = ["title": "收受好处", "body": "个别人员收受好处"].filter { $0.key != member }.map { #""\#($0.key)":"\#($0.value)""# }
        let filing =
            String(GivenLine.complaint.dropLast())
            + #","report":{"against":{"department":"331102-urban-management"},\#(words.joined(separator: ","))}}"#
        let refused = try await line.call("POST", "/v1/cases", filing)
        #expect(refused.status == 422 && refused.faults == ["/report/\(member) missing"], "\(refused.text)")
    }

    @Test func `neither half goes to who had the other and gave it back`() async throws {
        let line = try await GivenLine()
        let complaint = try await line.submit()
        try await line.accept(complaint)
        try await line.rule(try await line.requestReturn(complaint), upheld: true, of: complaint)
        // By the map it would go to the bureau, which has read who asks.
        let split = try await line.call("POST", "\(complaint.path)/split", as: .dispatcher, Self.against("331102-construction"))
        #expect(split.status == 201 && split.json["department"]["code"].text == Person.government.rawValue, "\(split.text)")
        let report = GivenCase(number: split.json["number"].text, queryCode: "", answer: split)
        #expect(try await line.read(report, as: .handler).status == 404)
        let request = try await line.requestReturn(report, to: "331100-urban-management", as: .governmentHead)
        let back = try await line.call(
            "PUT", "/v1/return-requests/\(request)/ruling", as: .dispatcher,
            #"{"upheld":true,"text":"成立","department":"331102-urban-management"}"#)
        #expect(back.status == 422 && back.faults == ["/department department_is_accused"], "\(back.text)")
        await line.stop()
    }

    private static func against(_ department: String) -> String {
        #"{"title":"夜市占道经营","body":"每晚占道经营，油烟扰民。","category":"030701","region":"331102","against":{"department":"\#(department)"}}"#
    }

    @Test func `the department that has the complaint never learns of the report`() async throws {
        let line = try await GivenLine()
        let filed = try await line.submit(Self.filing)
        let complaint = try await line.submit()
        let before = try await line.traces(of: complaint, for: .handler)
        // Against somebody else: by the map it would go to the very department that has the complaint.
        let split = try await line.call(
            "POST", "\(complaint.path)/split", as: .dispatcher,
            #"{"title":"夜市占道经营","body":"每晚占道经营，油烟扰民。","category":"030701","against":{"department":"331102-construction"}}"#)
        #expect(split.status == 201 && split.json["department"]["code"].text != Person.bureau.rawValue, "\(split.text)")
        #expect(try await line.traces(of: complaint, for: .handler) == before, "not even the version")
        let reports = [filed.answer.json["report"]["number"].text, split.json["number"].text]
        for person in [Person.handler, .colleague, .head] {
            for number in reports {
                for path in ["", "/events", "/clocks", "/routing"] {
                    #expect(try await line.call("GET", "/v1/cases/\(number)\(path)", as: person).status == 404, "\(person) \(path)")
                }
                #expect(try await line.call("POST", "/v1/cases/\(number)/notes", as: person, #"{"text":"x"}"#).status == 404)
            }
            line.clock.now = GivenLine.morning.adding(seconds: 30 * 86_400)
            var shown = ""
            for path in [
                "/v1/cases?limit=500&total=true", "/v1/queue?limit=500&total=true", "/v1/queue?role=supporting&limit=500",
                "/v1/time-requests",
                "/v1/supervision-orders", "/v1/reports/overdue?limit=500&total=true", "/v1/reports/overdue?format=csv",
                "/v1/reports/overdue/totals",
                complaint.path, "\(complaint.path)/events", "\(complaint.path)/routing", filed.path, "\(filed.path)/events",
            ] { shown += try await line.call("GET", path, as: person).text }
            line.clock.now = GivenLine.morning
            for number in reports { #expect(!shown.contains(number), "\(person)") }
            #expect(
                shown.contains(complaint.number) && !shown.contains("linked") && !shown.contains("split") && !shown.contains("report\""))
        }
        // Nor is whoever has the report led to the complaint and to who asks.
        let above = try await line.call("GET", "/v1/cases/\(reports[0])", as: .governmentHead)
        let history = try await line.call("GET", "/v1/cases/\(reports[0])/events", as: .governmentHead)
        #expect(above.status == 200 && !above.text.contains(filed.number) && !above.text.contains("linked") && !above.text.contains("赵六"))
        #expect(history.status == 200 && !history.text.contains("split") && !history.text.contains(filed.number))
        #expect(try await line.call("GET", "/v1/cases/\(reports[0])/events", as: .supervisor).text.contains("split"))
        await line.stop()
    }

    /// Split before the complaint has a department, so that only a later step could bring both together.
    fileprivate static func halves(_ line: GivenLine) async throws -> (complaint: GivenCase, report: GivenCase, holder: String) {
        let complaint = try await line.givenReceived()
        let placed = body.replacing(#""category""#, with: #""region":"331102","category""#)
        let split = try await line.call("POST", "\(complaint.path)/split", as: .dispatcher, placed)
        try #require(split.status == 201, "\(split.text)")
        let report = GivenCase(number: split.json["number"].text, queryCode: complaint.queryCode, answer: split)
        return (complaint, report, split.json["department"]["code"].text)
    }

    @Test func `neither half goes to who has the other, by whatever step`() async throws {
        let line = try await GivenLine.shared()
        let (complaint, report, holder) = try await Self.halves(line)
        let dispatch = #"{"department":"\#(holder)"}"#
        let refused = try await line.call("PUT", "\(complaint.path)/dispatch", as: .dispatcher, seen: 1, dispatch)
        #expect(refused.status == 422 && refused.faults == ["/department department_kept_apart"], "\(refused.text)")
        let helping = #"{"department":"331121-market-regulation","supporting":["\#(holder)"]}"#
        let helped = try await line.call("PUT", "\(complaint.path)/dispatch", as: .dispatcher, seen: 1, helping)
        #expect(helped.status == 422 && helped.faults == ["/supporting/0 department_kept_apart"], "\(helped.text)")
        // Nor by joining what it has.
        let parent = try await line.submit()
        try await line.rule(try await line.requestReturn(parent, to: holder), upheld: true, of: parent)
        let joined = try await line.call(
            "PUT", "\(complaint.path)/merge", as: .dispatcher, seen: 1, #"{"parent":"\#(parent.number)"}"#)
        #expect(joined.status == 422 && joined.faults == ["/parent department_kept_apart"], "\(joined.text)")
        try await line.step(
            "PUT", "\(complaint.path)/dispatch", of: complaint, as: .dispatcher, #"{"department":"331121-market-regulation"}"#)
        // Whom else the report turns out to accuse does not change who must not know of it.
        let asked = try await line.call(
            "POST", "\(report.path)/supporting-departments", as: .dispatcher, seen: report.answer.version,
            #"{"departments":["331121-market-regulation"],"text":"协助"}"#)
        #expect(asked.status == 422 && asked.faults == ["/departments/0 department_kept_apart"], "\(asked.text)")
    }

    @Test func `a complaint goes on among its bureaus, and a refusal tells its department of no report`() async throws {
        let line = try await GivenLine.shared()
        let (complaint, _, holder) = try await Self.halves(line)
        try #require(holder == Person.government.rawValue)
        try await line.step(
            "PUT", "\(complaint.path)/dispatch", of: complaint, as: .dispatcher,
            #"{"department":"331102-urban-management","supporting":["331102-construction"]}"#)
        let asked = try await line.call(
            "POST", "\(complaint.path)/supporting-departments", as: .handler, seen: try await line.read(complaint, as: .handler).version,
            #"{"departments":["\#(holder)"],"text":"协助"}"#)
        #expect((200...201).contains(asked.status), "\(asked.text)")
        try await line.rule(try await line.requestReturn(complaint), upheld: true, of: complaint)
        #expect(try await line.read(complaint, as: .helper).json["department"]["code"].text == Person.neighbour.rawValue)
    }

    @Test func `a half that joined another case does not follow it to who has the other`() async throws {
        let line = try await GivenLine.shared()
        let (complaint, _, holder) = try await Self.halves(line)
        let parent = try await line.submit()
        try await line.step("PUT", "\(complaint.path)/merge", of: complaint, as: .dispatcher, #"{"parent":"\#(parent.number)"}"#)
        try await line.rule(try await line.requestReturn(parent, to: holder), upheld: true, of: parent)
        #expect(try await line.read(parent, as: .governmentHead).status == 200)
        #expect(try await line.read(complaint, as: .governmentHead).status == 404)
        #expect(try await line.read(complaint, as: .supervisor).json["department"].isNull)
    }

    @Test func `of two who bring both halves to one department at once, one does`() async throws {
        let line = try await GivenLine.shared()
        for _ in 0..<5 {
            let (complaint, report, _) = try await Self.halves(line)
            let requests = [
                ("PUT", "\(complaint.path)/dispatch", 1, #"{"department":"331121-market-regulation"}"#),
                (
                    "POST", "\(report.path)/supporting-departments", report.answer.version ?? 1,
                    #"{"departments":["331121-market-regulation"],"text":"协助"}"#
                ),
            ]
            let statuses = try await together(2) { index in
                let (method, path, seen, body) = requests[index]
                return try await line.call(method, path, as: .dispatcher, seen: seen, body).status
            }
            #expect(statuses.filter { $0 == 422 }.count == 1, "\(statuses)")
        }
    }

    @Test(arguments: [
        (#"{"title":"x"}"#, "/body missing"), (#"{"title":"x","body":"y","against":{}}"#, "/against department_or_name"),
        (#"{"title":"x","body":"y","against":{"department":"nobody"}}"#, "/against/department unknown_department"),
        (#"{"title":"x","body":"y","category":"998877"}"#, "/category unknown_category"),
        (#"{"title":"x","body":"y","region":"998877"}"#, "/region unknown_region"),
        (#"{"title":"x","body":"y","requester":{"name":"赵六"}}"#, "/requester unknown_member"),
    ])
    func `a split is held to its form`(body: String, fault: String) async throws {
        let line = try await GivenLine.shared()
        let reply = try await line.call("POST", "\(try await line.submit().path)/split", as: .dispatcher, body)
        #expect(reply.status == 422 && reply.faults == [fault], "\(reply.status) \(reply.text)")
    }

    @Test(arguments: [
        (#""kind":"report""#, #"{"against":{"name":"某餐馆"},"title":"x","body":"y"}"#, "/report report_in_report"),
        (#""kind":"complaint""#, #"{"title":"x","body":"y"}"#, "/report/against missing"),
        (
            #""kind":"complaint""#, #"{"against":{"department":"nobody"},"title":"x","body":"y"}"#,
            "/report/against/department unknown_department"
        ),
        (#""kind":"complaint""#, #"{"against":{"name":"某餐馆"},"title":"x","body":" "}"#, "/report/body blank"),
        (
            #""kind":"complaint""#, #"{"against":{"name":"某餐馆"},"title":"x","body":"y","category":"998877"}"#,
            "/report/category unknown_category"
        ),
    ])
    func `a report in a filing is held to its form`(kind: String, report: String, fault: String) async throws {
        let line = try await GivenLine.shared()
        let reply = try await line.call("POST", "/v1/cases", #"{\#(kind),"title":"标题","body":"内容","report":\#(report)}"#)
        #expect(reply.status == 422 && reply.faults == [fault], "\(reply.status) \(reply.text)")
    }

    @Test func `dispatchers split what is under way and is no report`() async throws {
        let line = try await GivenLine.shared()
        let report = try await line.submit(GivenLine.complaint.replacing("complaint", with: "report"))
        let whole = try await line.call("POST", "\(report.path)/split", as: .dispatcher, Self.body)
        #expect(whole.status == 409 && whole.code == "already_report")
        #expect(try await !line.actions(report, .dispatcher).contains("split"))
        let file = try await line.submit()
        #expect(try await line.call("POST", "\(file.path)/split", as: .dispatcher, seen: 9, Self.body).code == "stale")
        for person in [Person.handler, .supervisor, .recorder] {
            #expect(try await line.call("POST", "\(file.path)/split", as: person, Self.body).code == "role_may_not")
        }
        _ = try await line.withdraw(file)
        #expect(try await line.call("POST", "\(file.path)/split", as: .dispatcher, Self.body).code == "state_forbids")
        #expect(try await line.call("POST", "/v1/cases/260916-999999-0/split", as: .dispatcher, Self.body).status == 404)
    }
}

extension GivenLine {
    /// All that somebody is shown of a case, byte for byte.
    fileprivate func traces(of file: GivenCase, for person: Person) async throws -> [[UInt8]] {
        var traces: [[UInt8]] = []
        for path in ["", "/events", "/clocks", "/routing"] {
            let reply = try await call("GET", file.path + path, as: person)
            traces += [reply.bytes, Array((reply["etag"] ?? "").utf8)]
        }
        return traces
    }
}
