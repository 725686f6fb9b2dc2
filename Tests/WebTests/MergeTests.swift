import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

@Suite("Merge", .timeLimit(.minutes(2)))
struct MergeTests {
    @Test func `a repeat joins its parent, and each requester hears the answer and nothing of the other`() async throws {
        let line = try await GivenLine.shared()
        let (parent, child) = (try await line.givenHandling(), try await line.givenReceived())
        let merged = try await line.step("PUT", "\(child.path)/merge", of: child, as: .dispatcher, #"{"parent":"\#(parent.number)"}"#)
        #expect(merged.json["state"].text == "merged" && merged.json["parent"].text == parent.number)
        #expect(merged.json["department"]["code"].text == Person.bureau.rawValue)
        #expect(merged.json["clocks"].items.allSatisfy { !["running", "overdue"].contains($0["state"].text) }, "one clock: the parent's")
        #expect(try await line.read(parent, as: .handler).json["repeats"].items.map(\.text) == [child.number])
        try await line.reply(parent)
        try await line.review(parent, approved: true)
        try await line.close(parent)
        let told = try await line.track(child.number, child.queryCode)
        let types = told.json["history"].items.map { $0["type"].text }
        #expect(types == ["received", "merged", "parent_replied", "parent_closed"], "\(types)")
        #expect(told.json["state"].text == "merged" && told.text.contains("已劝离摊贩"))
        #expect(!told.text.contains(parent.number))
        #expect(try await !line.track(parent.number, parent.queryCode).text.contains(child.number))
    }

    @Test(arguments: [false, true])
    func `a repeat that joins an answered case is told the answer`(isReviewed: Bool) async throws {
        let line = try await GivenLine.shared()
        let (parent, child) = (try await line.givenHandling(), try await line.givenReceived())
        try await line.reply(parent)
        if isReviewed { try await line.review(parent, approved: true) }
        try await line.step("PUT", "\(child.path)/merge", of: child, as: .dispatcher, #"{"parent":"\#(parent.number)"}"#)
        let told = try await line.track(child.number, child.queryCode)
        #expect(told.json["history"].items.map { $0["type"].text } == ["received", "merged", "parent_replied"])
        #expect(told.json["history"].items.last?["text"].text == "已劝离摊贩" && !told.text.contains(parent.number))
        #expect(told.json["history"].items.last?["facts"]["outcome"].text == "solved")
    }

    @Test func `a repeat of what turns out to be a report is kept from the accused with it, before any ruling`() async throws {
        let line = try await GivenLine.shared()
        let (parent, child) = (try await line.submit(), try await line.givenReceived())
        try await line.step("PUT", "\(child.path)/merge", of: child, as: .dispatcher, #"{"parent":"\#(parent.number)"}"#)
        let request = try await line.requestReturn(parent)
        #expect(try await line.read(child, as: .handler).status == 200)
        try await line.classify(parent, #"{"kind":"report","against":{"department":"331102-urban-management"}}"#)
        #expect(try await line.read(child, as: .handler).status == 404)
        try await line.rule(request, upheld: true, of: parent)
        #expect(try await line.read(child, as: .handler).status == 404)
        #expect(try await line.read(child, as: .helper).status == 200)
    }

    @Test func `a repeat is kept from whom its parent accuses, also above the supervision body`() async throws {
        let line = try await GivenLine()
        let parent = try await line.givenReceived()
        let child = try await line.givenReceived()
        try await line.step("PUT", "\(parent.path)/dispatch", of: parent, as: .dispatcher, #"{"department":"331100-discipline"}"#)
        try await line.step("PUT", "\(child.path)/merge", of: child, as: .dispatcher, #"{"parent":"\#(parent.number)"}"#)
        let token = try await Accounts(line.database).add(
            name: "discipline", roles: [.handler], department: DepartmentCode(rawValue: "331100-discipline"), at: line.clock.now, days: 1)
        let authorization = [("Authorization", "Bearer \(token)")]
        for file in [parent, child] { #expect(try await line.call("GET", file.path, headers: authorization).status == 200) }
        try await line.classify(parent, #"{"kind":"report","against":{"department":"331100-discipline"}}"#)
        try #require(try await line.read(parent, as: .supervisor).json["department"]["code"].text == "331100-supervision")
        for file in [parent, child] { #expect(try await line.call("GET", file.path, headers: authorization).status == 404) }
        #expect(try await line.call("GET", "/v1/cases", headers: authorization).json["items"].items.isEmpty)
        await line.stop()
    }

    @Test func `a repeat that leaves at the moment its parent is answered hears nothing of it`() async throws {
        let line = try await GivenLine(connections: 8)
        let (parent, child) = (try await line.givenHandling(), try await line.givenReceived())
        try await line.step("PUT", "\(child.path)/merge", of: child, as: .dispatcher, #"{"parent":"\#(parent.number)"}"#)
        let answer = try await line.database.transaction { transaction in
            // What a reopening leaves of the child, while the answer to the parent waits for it.
            try await transaction.execute(
                """
                update cases set parent = null, state = 'received', department = null, outcome = null, ended_at = null, next_due_at = now()
                where number = \(child.number)
                """)
            let answer = Task { try await line.reply(parent) }
            try await eventually {
                try await line.count(
                    "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()") > 0
            }
            return answer
        }
        try await answer.value
        #expect(try await line.events("replied", of: parent) == 1)
        #expect(try await line.events("parent_replied", of: child) == 0)
        await line.stop()
    }

    @Test func `a repeat has a parent that it can join`() async throws {
        let line = try await GivenLine.shared()
        let child = try await line.givenReceived()
        let waiting = try await line.givenReceived()
        let report = try await line.submit(GivenLine.complaint.replacing("complaint", with: "report"))
        let ended = try await line.submit()
        _ = try await line.withdraw(ended)
        let unknown = CaseNumber(day: GivenLine.morning.day, serial: 987_655).description
        for (parent, fault) in [
            (child.number, "another_case"), (unknown, "unknown_case"), ("1", "unknown_case"), (waiting.number, "parent_not_dispatched"),
            (ended.number, "parent_has_ended"), (report.number, "parent_of_another_kind"),
        ] {
            let reply = try await line.call("PUT", "\(child.path)/merge", as: .dispatcher, seen: 1, #"{"parent":"\#(parent)"}"#)
            #expect(reply.status == 422 && reply.faults == ["/parent \(fault)"], "\(parent): \(reply.status) \(reply.text)")
        }
        let good = #"{"parent":"\#(try await line.submit().number)"}"#
        #expect(try await line.call("PUT", "\(child.path)/merge", as: .dispatcher, good).status == 428)
        #expect(try await line.call("PUT", "\(child.path)/merge", as: .dispatcher, seen: 9, good).status == 412)
        #expect(try await line.call("PUT", "\(child.path)/merge", as: .supervisor, seen: 1, good).status == 403)
        let late = try await line.call("PUT", "\(try await line.submit().path)/merge", as: .dispatcher, seen: 1, good)
        #expect(late.status == 409 && late.code == "state_forbids")
    }
}

extension GivenLine {
    /// A consultation that an operator recorded and that waits for a dispatcher.
    func givenReceived() async throws -> GivenCase {
        try await submit(#"{"kind":"consultation","title":"求助","body":"请帮忙"}"#, as: .recorder)
    }

    func withdraw(_ file: GivenCase, _ body: String = "{}") async throws -> Reply {
        try await own("PUT", "withdrawal", of: file, body)
    }

    /// What the requester does, by number and query code.
    func own(_ method: String, _ verb: String, of file: GivenCase, key: String? = nil, _ body: String) async throws -> Reply {
        try await call(method, "/v1/tracking/\(file.number)/\(verb)", key: key, headers: [("X-Query-Code", file.queryCode)], body)
    }
}
