import Casework
import Formats
import Testing
import WorkingTime

@Suite("Extension", .timeLimit(.minutes(2)))
struct ExtensionTests {
    @Test func `a department asks, a supervisor grants, the requester is told why`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        let due = try await line.mainClock(of: file)["due_at"].text
        let body = #"{"reason":"需更换地下电缆","until":"2026-09-28"}"#
        let path = "\(file.path)/extension-requests"
        let asked = try await line.call("POST", path, as: .handler, key: "extend-\(file.number)", body)
        #expect(asked.status == 201 && asked.json["time_requests"].items.map { $0["kind"].text } == ["extension"], "\(asked.text)")
        let repeated = try await line.call("POST", path, as: .handler, key: "extend-\(file.number)", body)
        #expect(repeated.status == 201 && repeated.bytes == asked.bytes)
        #expect(try await line.events("time_requested", of: file) == 1)
        let waiting = try await line.call("GET", "/v1/time-requests?kind=extension&open=true&limit=500", as: .supervisor).json["items"]
            .items
        let request = try #require(waiting.first { $0["number"].text == file.number })
        #expect(request["due_at"].text == due && request["until"].text == "2026-09-28" && request["granted"].isNull)
        #expect(
            try await line.call("GET", "/v1/time-requests?limit=500", as: .stranger).json["items"].items.allSatisfy {
                $0["number"].text != file.number
            })
        // What is only asked for is not the requester's business yet.
        #expect(try await !line.track(file.number, file.queryCode).text.contains("需更换地下电缆"))
        try await line.decide(.extension, try #require(request["id"].int), of: file)
        let clock = try await line.mainClock(of: file)
        #expect(clock["due_at"].text == "2026-09-28T23:59:59+08:00" && clock["original_due_at"].text == due)
        let told = try await line.track(file.number, file.queryCode).json["history"].items.last
        #expect(told?["type"].text == "time_granted" && told?["facts"]["reason"].text == "需更换地下电缆")
        #expect(told?["facts"]["due_at"].text == "2026-09-28T23:59:59+08:00" && told?["text"].text == "审批意见")
        let explained = try await line.call("GET", "\(file.path)/clocks", as: .handler).json["items"].items.last {
            $0["stage"].text == "handle"
        }
        let segments = explained?["segments"].items ?? []
        #expect(segments.map { $0["reason"].text } == ["limit", "extension"])
        #expect(segments.map { $0["due_at"].text } == [due, "2026-09-28T23:59:59+08:00"])
        let again = try await line.call("POST", path, as: .handler, #"{"reason":"再延","until":"2026-10-12"}"#)
        #expect(again.status == 409 && again.code == "extensions_used")
    }

    @Test(arguments: [
        (#"{"reason":"待料","until":"2026-09-22"}"#, "/until extension_outside"),
        (#"{"reason":"待料","until":"2027-09-22"}"#, "/until extension_outside"),
        (#"{"reason":"待料","until":"2026-09-15"}"#, "/until in_the_past"), (#"{"until":"2026-09-28"}"#, "/reason missing"),
        (#"{"reason":" ","until":"2026-09-28"}"#, "/reason blank"), (#"{"reason":"待料"}"#, "/until missing"),
        (#"{"reason":"待料","until":"2026-09-28","days":3}"#, "/days unknown_member"),
    ])
    func `a request is held to its form and to what the rule grants`(body: String, fault: String) async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        let reply = try await line.call("POST", "\(file.path)/extension-requests", as: .handler, body)
        #expect(reply.status == 422 && reply.faults == [fault], "\(reply.status) \(reply.text)")
        #expect(try await line.events("time_requested", of: file) == 0)
    }

    @Test func `what grants no extension, or waits for one already, gets none`() async throws {
        let line = try await GivenLine.shared()
        let praise = try await line.submit(GivenLine.complaint.replacing("complaint", with: "commendation"))
        try await line.accept(praise)
        let body = #"{"reason":"待料","until":"2026-09-28"}"#
        let none = try await line.call("POST", "\(praise.path)/extension-requests", as: .handler, body)
        #expect(none.status == 409 && none.code == "extension_not_granted" && none.json["detail"].text.contains("HL-COMMEND"))
        let file = try await line.givenHandling()
        _ = try await line.ask(.extension, of: file)
        let second = try await line.call("POST", "\(file.path)/extension-requests", as: .colleague, body)
        #expect(second.status == 409 && second.code == "already_requested")
        #expect(try await line.call("POST", "\(file.path)/extension-requests", as: .stranger, body).status == 404)
        let above = try await line.call("POST", "\(file.path)/extension-requests", as: .governmentHead, body)
        #expect(above.status == 403 && above.code == "another_department_leads")
    }

    @Test func `asked late it is refused, and late it stays`() async throws {
        let line = try await GivenLine()
        let (file, other) = (try await line.givenHandling(), try await line.givenHandling())
        let id = try await line.ask(.extension, of: other)
        line.clock.now = try #require(Instant(rfc3339: "2026-09-23T00:00:00+08:00"))
        let late = try await line.call(
            "POST", "\(file.path)/extension-requests", as: .handler, #"{"reason":"待料","until":"2026-09-28"}"#)
        #expect(late.status == 409 && late.code == "limit_passed" && late.json["detail"].text.contains("2026-09-22T23:59:59"))
        let path = "/v1/extension-requests/\(id)/decision"
        let seen = try await line.read(other, as: .supervisor).version
        let granted = try await line.call("PUT", path, as: .supervisor, seen: seen, #"{"granted":true,"text":"同意"}"#)
        #expect(granted.status == 409 && granted.code == "limit_passed")
        #expect(try await line.call("PUT", path, as: .supervisor, seen: seen, #"{"granted":false,"text":"已逾期"}"#).status == 200)
        #expect(try await line.mainClock(of: other)["state"].text == "overdue")
        #expect(try await !line.track(other.number, other.queryCode).json["history"].items.contains { $0["type"].text.hasPrefix("time_") })
        await line.stop()
    }

    @Test func `a decision is another's, made once, on what was seen`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        let id = try await line.ask(.extension, of: file)
        let path = "/v1/extension-requests/\(id)/decision"
        let yes = #"{"granted":true,"text":"同意"}"#
        for person in [Person.handler, .head, .dispatcher] {
            #expect(try await line.call("PUT", path, as: person, seen: 1, yes).code == "role_may_not")
        }
        let unseen = try await line.call("PUT", path, as: .supervisor, yes)
        #expect(unseen.status == 428 && unseen.code == "if_match_needed")
        let wordless = try await line.call("PUT", path, as: .supervisor, seen: 1, #"{"granted":true}"#)
        #expect(wordless.status == 422 && wordless.faults == ["/text missing"])
        #expect(try await line.call("PUT", path.replacing("extension", with: "suspension"), as: .supervisor, seen: 1, yes).status == 404)
        // Two at once, who saw the same: one decides, the other has to look again.
        let seen = try await line.read(file, as: .supervisor).version
        let statuses = try await together(2) { index in
            try await line.call("PUT", path, as: .supervisor, seen: seen, #"{"granted":\#(index == 0),"text":"意见"}"#).status
        }
        #expect(statuses.sorted() == [200, 412])
        let again = try await line.call("PUT", path, as: .supervisor, headers: [("If-Match", "*")], yes)
        #expect(again.status == 409 && again.code == "nothing_requested")
    }
}

extension GivenLine {
    /// A case that the bureau has accepted.
    func givenHandling(_ body: String = complaint) async throws -> GivenCase {
        let file = try await submit(body)
        try await accept(file)
        return file
    }

    /// The last clock of the matter itself.
    func mainClock(of file: GivenCase) async throws -> JSON {
        let clocks = try await read(file, as: .supervisor).json["clocks"].items
        return clocks.last { ["handle", "rework"].contains($0["stage"].text) } ?? .null
    }
}
