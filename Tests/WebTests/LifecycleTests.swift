import Casework
import Database
import Formats
import Testing
import WorkingTime

@Suite("Lifecycle", .timeLimit(.minutes(2)))
struct LifecycleTests {
    @Test func `a case goes from submission to its close, step by step`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        #expect(
            try await line.actions(file, .handler) == [
                "accept", "claim", "note", "record_contact", "request_return", "request_support", "sign",
            ])
        try await line.step("PUT", "\(file.path)/signature", of: file, as: .handler)
        try await line.accept(file)
        #expect(
            try await line.actions(file, .handler) == [
                "claim", "note", "record_contact", "reply", "request_complexity", "request_extension", "request_parking", "request_return",
                "request_support", "request_suspension",
            ])
        try await line.reply(file)
        #expect(try await line.actions(file, .supervisor) == ["issue_order", "note", "review"])
        try await line.review(file, approved: false)
        #expect(try await line.read(file, as: .handler).json["state"].text == "handling")
        try await line.reply(file)
        try await line.review(file, approved: true)
        try await line.close(file)
        let read = try await line.read(file, as: .supervisor).json
        #expect(read["state"].text == "closed" && read["outcome"].text == "solved" && read["next_due_at"].isNull)
        #expect(try await line.actions(file, .supervisor) == ["reopen"])
        #expect(try await line.actions(file, .handler).isEmpty)
        let events = try await line.call("GET", "\(file.path)/events", as: .supervisor).json["items"].items
        #expect(
            events.map { $0["type"].text } == [
                "received", "dispatched", "signed", "accepted", "replied", "sent_back", "replied", "approved", "called_back", "closed",
            ])
        #expect(events.map { $0["ordinal"].int } == Array(1...10))
        #expect(events[2]["actor"].text == Person.handler.name && events[7]["actor"].text == Person.supervisor.name)
    }

    @Test func `what cannot be done in a state is a conflict, and says which state`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        let seen = try await line.read(file, as: .supervisor).version
        for (path, person, body) in [
            ("reply", Person.handler, #"{"text":"已办","outcome":"solved"}"#), ("review", .supervisor, #"{"approved":true}"#),
            ("closure", .supervisor, #"{"outcome":"solved"}"#), ("dispatch", .dispatcher, "{}"),
        ] {
            let reply = try await line.call("PUT", "\(file.path)/\(path)", as: person, seen: seen, body)
            #expect(reply.status == 409 && reply.code == "state_forbids", "\(path): \(reply.status) \(reply.text)")
            #expect(reply.json["detail"].text.contains("dispatched"))
        }
        try await line.accept(file)
        let again = try await line.call("PUT", "\(file.path)/acceptance", as: .handler)
        #expect(again.status == 409 && again.code == "state_forbids")
    }

    @Test func `a change that overwrites needs the version that was seen`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        try await line.accept(file)
        let path = "\(file.path)/reply"
        let body = #"{"text":"已办","outcome":"solved"}"#
        let none = try await line.call("PUT", path, as: .handler, body)
        #expect(none.status == 428 && none.code == "if_match_needed")
        let version = try #require(try await line.read(file, as: .handler).version)
        for tag in ["\"\(version - 1)\"", "\"\(version + 1)\"", "\"x\"", "\"1\", \"2\"", "W/\"0\""] {
            let stale = try await line.call("PUT", path, as: .handler, headers: [("If-Match", tag)], body)
            #expect(stale.status == 412 && stale.code == "stale", "\(tag): \(stale.status)")
        }
        for tag in ["1", "", "\""] {
            let bad = try await line.call("PUT", path, as: .handler, headers: [("If-Match", tag)], body)
            #expect(bad.status == 400 && bad.faults == ["If-Match invalid_header"], "\(tag): \(bad.status) \(bad.text)")
        }
        #expect(try await line.events("replied", of: file) == 0)
        let done = try await line.call("PUT", path, as: .handler, seen: version, body)
        #expect(done.status == 200 && done.version == version + 1 && done.json["version"].int == version + 1)
        #expect(try await line.call("PUT", path, as: .handler, seen: version, body).status == 412)
        // A signature says nothing that could be lost: it needs no version, but heeds one.
        let other = try await line.submit()
        #expect(try await line.call("PUT", "\(other.path)/signature", as: .handler, seen: 99).status == 412)
        #expect(try await line.call("PUT", "\(other.path)/signature", as: .handler, headers: [("If-Match", "*")]).status == 200)
    }

    @Test func `the dispatcher classifies and dispatches what the map left open`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(#"{"kind":"help_request","title":"求助","body":"请帮忙"}"#)
        let undecided = try await line.call("PUT", "\(file.path)/dispatch", as: .dispatcher, seen: 1, "{}")
        #expect(undecided.status == 422 && undecided.faults == ["/department department_needed"])
        let unknown = try await line.call("PUT", "\(file.path)/dispatch", as: .dispatcher, seen: 1, #"{"department":"nobody"}"#)
        #expect(unknown.status == 422 && unknown.faults == ["/department unknown_department"])
        let helper = try await line.call(
            "PUT", "\(file.path)/dispatch", as: .dispatcher, seen: 1, #"{"department":"331102-gov","supporting":["331102-gov","nobody"]}"#)
        #expect(helper.status == 422 && helper.faults == ["/supporting/1 unknown_department"])
        let category = try await line.call("PUT", "\(file.path)/classification", as: .dispatcher, seen: 1, #"{"category":"998877"}"#)
        #expect(category.status == 422 && category.faults == ["/category unknown_category"])
        try await line.classify(file, #"{"category":"030701","region":"331102","kind":"complaint"}"#)
        let dispatched = try await line.step("PUT", "\(file.path)/dispatch", of: file, as: .dispatcher, "{}")
        #expect(dispatched.json["department"]["code"].text == Person.bureau.rawValue && dispatched.json["kind"].text == "complaint")
        let routings = try await line.call("GET", "\(file.path)/routing", as: .handler).json["items"].items
        #expect(routings.map { $0["source"].text } == ["map", "map"] && routings[0]["department"].isNull)
        #expect(routings[1]["decided_by"].text == Person.dispatcher.name)
    }

    @Test func `a return upheld takes the case from one department to the other`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        let id = try await line.requestReturn(file)
        #expect(try await line.read(file, as: .handler).json["state"].text == "returning")
        #expect(try await line.read(file, as: .helper).status == 404)
        let open = try await line.call("GET", "/v1/return-requests?open=true&limit=500", as: .dispatcher).json["items"].items
        #expect(open.contains { $0["id"].int == id && $0["number"].text == file.number })
        try await line.rule(id, upheld: true, of: file)
        // The old department no longer knows of it, whatever it asks.
        for (method, path, body) in [
            ("GET", "", nil), ("GET", "/events", nil), ("GET", "/clocks", nil), ("GET", "/routing", nil), ("PUT", "/signature", nil),
            ("PUT", "/acceptance", nil), ("POST", "/notes", #"{"text":"x"}"#), ("PUT", "/reply", #"{"text":"x","outcome":"solved"}"#),
        ] {
            let reply = try await line.call(method, file.path + path, as: .handler, seen: 1, body)
            #expect(reply.status == 404, "\(method) \(path): \(reply.status)")
        }
        for list in ["/v1/cases?limit=500", "/v1/queue?limit=500"] {
            let mine = try await line.call("GET", list, as: .handler).json["items"].items
            #expect(!mine.contains { $0["number"].text == file.number }, "\(list)")
            let theirs = try await line.call("GET", list, as: .helper).json["items"].items
            #expect(theirs.contains { $0["number"].text == file.number }, "\(list)")
        }
        #expect(try await line.read(file, as: .governmentHead).status == 200)
        let read = try await line.read(file, as: .helper).json
        #expect(read["state"].text == "dispatched" && read["department"]["code"].text == Person.neighbour.rawValue)
        #expect(read["return_requests"].items.first?["upheld"].bool == true && read["dispatches"].int == 2)
        // The total clock runs on; the new department has its own sign clock.
        let clocks = read["clocks"].items
        let handling = clocks.filter { $0["stage"].text == "handle" }
        #expect(handling.map { $0["department"].text } == [Person.bureau.rawValue, Person.neighbour.rawValue])
        #expect(handling.map { $0["state"].text } == ["replaced", "running"])
        #expect(Set(handling.map { $0["due_at"].text }).count == 1 && Set(handling.map { $0["started_at"].text }).count == 1)
        #expect(clocks.filter { $0["stage"].text == "sign" }.map { $0["state"].text } == ["met", "running"])
        let again = try await line.call("PUT", "/v1/return-requests/\(id)/ruling", as: .dispatcher, #"{"upheld":false,"text":"再裁"}"#)
        #expect(again.status == 409)
    }

    @Test func `a return rejected is final`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        let body = #"{"reason":"非我局","legal_basis":"三定","department":"331102-urban-management"}"#
        let itself = try await line.call("POST", "\(file.path)/return-requests", as: .handler, body)
        #expect(itself.status == 422 && itself.faults == ["/department another_department"])
        let id = try await line.requestReturn(file)
        let named = try await line.call(
            "PUT", "/v1/return-requests/\(id)/ruling", as: .dispatcher, #"{"upheld":false,"text":"驳回","department":"331102-gov"}"#)
        #expect(named.status == 422 && named.faults == ["/department not_with_rejection"])
        try await line.rule(id, upheld: false, of: file)
        let second = try await line.call(
            "POST", "\(file.path)/return-requests", as: .colleague, body.replacing("urban-management", with: "construction"))
        #expect(second.status == 409 && second.code == "already_returned")
        try await line.accept(file)
    }

    @Test func `the right to return ends with its limit`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        line.clock.now = try #require(Instant(rfc3339: "2026-09-18T00:00:00+08:00"))
        #expect(try await !line.actions(file, .handler).contains("request_return"))
        let late = try await line.call(
            "POST", "\(file.path)/return-requests", as: .handler, #"{"reason":"非我局","legal_basis":"三定","department":"331102-gov"}"#)
        #expect(late.status == 409 && late.code == "return_limit_passed" && late.json["detail"].text.contains("2026-09-17"))
        await line.stop()
    }

    @Test func `supporting departments read and note, the lead acts`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(#"{"kind":"help_request","title":"求助","body":"请帮忙"}"#)
        try await line.step(
            "PUT", "\(file.path)/dispatch", of: file, as: .dispatcher,
            #"{"department":"331102-urban-management","supporting":["331102-construction"]}"#)
        #expect(try await line.read(file, as: .helper).json["supporting"].items.map { $0["code"].text } == ["331102-construction"])
        #expect(try await line.actions(file, .helper) == ["answer_support", "note"])
        #expect(try await line.call("POST", "\(file.path)/notes", as: .helper, #"{"text":"协办意见"}"#).status == 201)
        for (person, statuses) in [(Person.helper, 403), (.governmentHead, 403), (.stranger, 404)] {
            for (method, path, body) in [
                ("PUT", "signature", nil), ("PUT", "acceptance", nil),
                ("POST", "contacts", #"{"means":"phone","reached":true,"text":"x"}"#),
                ("POST", "return-requests", #"{"reason":"x","legal_basis":"x","department":"331102-gov"}"#),
                ("PUT", "reply", #"{"text":"x","outcome":"solved"}"#),
            ] {
                let reply = try await line.call(method, "\(file.path)/\(path)", as: person, headers: [("If-Match", "*")], body)
                #expect(reply.status == statuses, "\(path) as \(person): \(reply.status) \(reply.text)")
            }
        }
        #expect(try await line.events("noted", of: file) == 1)
    }

    @Test func `an answer is held to its form`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        try await line.accept(file)
        let seen = try await line.read(file, as: .handler).version
        for (body, fault) in [
            (#"{"text":"x","outcome":"interim"}"#, "/promised_on interim_needs_promise"),
            (#"{"text":"x","outcome":"solved","promised_on":"2026-10-01"}"#, "/promised_on promise_needs_interim"),
            (#"{"text":"x","outcome":"interim","promised_on":"2026-09-15"}"#, "/promised_on in_the_past"),
            (#"{"text":"x","outcome":"solved","finished_at":"2026-09-16T09:59:59+08:00"}"#, "/finished_at finished_outside_handling"),
            (#"{"text":"x","outcome":"solved","finished_at":"2026-09-16T10:00:01+08:00"}"#, "/finished_at in_the_future"),
            (#"{"text":" ","outcome":"solved"}"#, "/text blank"), (#"{"text":"x","outcome":"done"}"#, "/outcome unknown_value"),
        ] {
            let reply = try await line.call("PUT", "\(file.path)/reply", as: .handler, seen: seen, body)
            #expect(reply.status == 422 && reply.faults == [fault], "\(body): \(reply.status) \(reply.text)")
        }
        try await line.reply(file)
        let reasonless = try await line.call(
            "PUT", "\(file.path)/review", as: .supervisor, headers: [("If-Match", "*")], #"{"approved":false}"#)
        #expect(reasonless.status == 422 && reasonless.faults == ["/text reason_needed"])
    }

    @Test func `an order has a course of its own`() async throws {
        let line = try await GivenLine.shared()
        let files = [try await line.submit(), try await line.submit()]
        let elsewhere = try await line.submit(GivenLine.complaint.replacing("331102", with: "331121"))
        let mixed = try await line.call(
            "POST", "/v1/supervision-orders", as: .supervisor,
            #"{"cases":["\#(files[0].number)","\#(elsewhere.number)"],"demand":"限期"}"#)
        #expect(mixed.status == 422 && mixed.faults == ["/cases one_department"])
        let id = try await line.order(files)
        let path = "/v1/supervision-orders/\(id)"
        #expect(try await line.call("GET", path, as: .stranger).status == 404)
        #expect(try await line.call("GET", path, as: .helper).status == 404)
        let read = try await line.call("GET", path, as: .handler)
        #expect(read.json["cases"].items.map(\.text) == files.map(\.number).sorted())
        #expect(read.json["due_at"].text == "2026-09-20T23:59:59+08:00" || read.json["due_at"].text == "2026-09-21T23:59:59+08:00")
        #expect(try await line.call("PUT", "\(path)/acceptance", as: .supervisor, "{}").status == 409)
        #expect(try await line.call("PUT", "\(path)/acknowledgement", as: .governmentHead).status == 403)
        let seen = read.version
        #expect(try await line.call("PUT", "\(path)/acknowledgement", as: .handler, seen: seen).status == 200)
        #expect(try await line.call("PUT", "\(path)/reply", as: .handler, seen: seen, #"{"text":"已办"}"#).status == 412)
        let replied = try await line.call("PUT", "\(path)/reply", as: .handler, #"{"text":"已办"}"#)
        #expect(replied.json["state"].text == "replied")
        #expect(try await line.call("PUT", "\(path)/rejection", as: .supervisor, "{}").status == 422)
        let decided = try await line.call("PUT", "\(path)/acceptance", as: .supervisor, #"{"text":"同意"}"#)
        #expect(decided.status == 200 && decided.json["state"].text == "accepted" && decided.json["allowed_actions"].items.isEmpty)
        for file in files {
            let view = try await line.read(file, as: .handler).json
            #expect(view["supervision_orders"].items.map { $0["state"].text } == ["accepted"])
            #expect(view["clocks"].items.filter { $0["supervision_order"].int == id }.map { $0["state"].text } == ["met"])
            for type in ["order_issued", "order_acknowledged", "order_replied", "order_accepted"] {
                #expect(try await line.events(type, of: file) == 1, "\(type)")
            }
        }
    }
}

extension GivenLine {
    func actions(_ file: GivenCase, _ person: Person) async throws -> [String] {
        try await read(file, as: person).json["allowed_actions"].items.map { $0["action"].text }.sorted()
    }
}
