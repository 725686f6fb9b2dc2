import Casework
import Formats
import Testing
import WorkingTime

@Suite("Suspension, complexity and parking", .timeLimit(.minutes(2)))
struct SuspensionTests {
    @Test func `a matter rests, goes on with what was left, and says so`() async throws {
        let line = try await GivenLine()
        let file = try await line.givenHandling()
        let id = try await line.ask(.suspension, of: file)
        try await line.decide(.suspension, id, of: file)
        let read = try await line.read(file, as: .handler).json
        #expect(read["state"].text == "suspended" && read["suspension"]["ground"].text == "inspection")
        let others = read["clocks"].items.filter { $0["state"].text == "running" }.map { $0["stage"].text }
        #expect(others == ["return", "first_contact"], "what else is asked of the department runs on")
        #expect(try await line.mainClock(of: file)["state"].text == "paused")
        let forbidden = try await line.call(
            "PUT", "\(file.path)/reply", as: .handler, headers: [("If-Match", "*")], #"{"text":"已办","outcome":"solved"}"#)
        #expect(forbidden.status == 409 && forbidden.code == "state_forbids")
        let told = try await line.track(file.number, file.queryCode)
        #expect(told.json["state"].text == "suspended" && told.text.contains(GivenLine.plea(.suspension)))
        // Two working days later the three that were left of five begin again.
        line.clock.now = try #require(Instant(rfc3339: "2026-09-18T10:00:00+08:00"))
        let path = "\(file.path)/resumption"
        #expect(try await line.call("PUT", path, as: .handler, #"{"text":"送检完成"}"#).status == 428)
        try await line.step("PUT", path, of: file, as: .handler, #"{"text":"送检完成"}"#)
        let clock = try await line.mainClock(of: file)
        #expect(clock["state"].text == "running" && clock["original_due_at"].text == "2026-09-22T23:59:59+08:00")
        #expect(clock["pauses"].items.map { $0["ground"].text } == ["inspection"] && clock["due_at"].text > clock["original_due_at"].text)
        let segments = try await line.call("GET", "\(file.path)/clocks", as: .handler).json["items"].items
            .last { $0["stage"].text == "handle" }?["segments"].items
        #expect(segments?.first?["explanation"].items.contains { $0["reason"].text == "paused" } == true)
        #expect(segments?.first?["due_at"].text == clock["due_at"].text)
        let again = try await line.call("PUT", path, as: .supervisor, headers: [("If-Match", "*")], #"{"text":"恢复"}"#)
        #expect(again.status == 409 && again.code == "state_forbids")
        await line.stop()
    }

    @Test func `what ended while it rested was not moved by its rest`() async throws {
        let line = try await GivenLine()
        let file = try await line.givenHandling()
        try await line.decide(.suspension, try await line.ask(.suspension, of: file), of: file)
        line.clock.now = try #require(Instant(rfc3339: "2026-09-18T10:00:00+08:00"))
        _ = try await line.withdraw(file)
        let clock = try await line.clock("handle", of: file)
        #expect(clock["state"].text == "cancelled" && clock["recounted_due_at"].isNull, "\(clock)")
        #expect(clock["due_at"].text == "2026-09-22T23:59:59+08:00" && clock["segments"].items.last?["due_at"].isNull == true)
        #expect(clock["pauses"].items.last?["to"].isNull == true, "it never went on")
        await line.stop()
    }

    @Test(arguments: [
        (#"{"ground":"correction","reason":"x","until":"2026-09-28"}"#, "/ground unknown_value"),
        (#"{"ground":"inspection","reason":"x","until":"2026-09-16"}"#, "/until review_day_outside"),
        (#"{"ground":"inspection","reason":"x","until":"2026-11-16"}"#, "/until review_day_outside"),
        (#"{"reason":"x","until":"2026-09-28"}"#, "/ground missing"),
    ])
    func `a rest has a ground that is known and a day that is near`(body: String, fault: String) async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        let reply = try await line.call("POST", "\(file.path)/suspension-requests", as: .head, body)
        #expect(reply.status == 422 && reply.faults == [fault], "\(reply.status) \(reply.text)")
    }

    @Test func `a refused request leaves everything as it was`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        let before = try await line.mainClock(of: file)
        for kind in TimeRequest.Kind.allCases {
            try await line.decide(kind, try await line.ask(kind, of: file), granted: false, of: file)
        }
        #expect(try await line.mainClock(of: file) == before)
        let read = try await line.read(file, as: .handler).json
        #expect(read["state"].text == "handling" && read["complex"].bool == false && read["parked_until"].isNull)
        #expect(read["time_requests"].items.map { $0["granted"].bool } == [false, false, false, false])
        let history = try await line.track(file.number, file.queryCode)
        #expect(!history.text.contains("申请理由") && !history.text.contains("审批意见"))
    }

    @Test func `a complex matter has the longer limit from the same start`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        let before = try await line.mainClock(of: file)
        let id = try await line.ask(.complexity, of: file)
        #expect(try await line.call("PUT", "/v1/complexity-requests/\(id)/decision", as: .supervisor, seen: 1, "{}").status == 403)
        try await line.decide(.complexity, id, of: file)
        let after = try await line.mainClock(of: file)
        #expect(after["rule"].text == "HL-COMPLEX" && after["started_at"].text == before["started_at"].text)
        #expect(after["due_at"].text > before["due_at"].text && after["continues"].int != nil)
        let again = try await line.call("POST", "\(file.path)/complexity-requests", as: .handler, #"{"reason":"疑难"}"#)
        #expect(again.status == 409 && again.code == "already_complex")
        #expect(try await line.track(file.number, file.queryCode).text.contains(GivenLine.plea(.complexity)))
    }

    @Test func `what is parked runs on, and comes off the list with a reason`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        let none = try await line.call("DELETE", "\(file.path)/parking", as: .handler, seen: 2, #"{"text":"x"}"#)
        #expect(none.status == 409 && none.code == "not_parked" || none.status == 412)
        try await line.decide(.parking, try await line.ask(.parking, of: file), of: file)
        #expect(try await line.read(file, as: .handler).json["parked_until"].text == "2026-09-28")
        #expect(try await line.mainClock(of: file)["state"].text == "running")
        let again = try await line.call(
            "POST", "\(file.path)/parking-requests", as: .handler, #"{"reason":"x","measures":"y","until":"2026-09-29"}"#)
        #expect(again.status == 409 && again.code == "already_parked")
        let wordless = try await line.call("DELETE", "\(file.path)/parking", as: .supervisor, headers: [("If-Match", "*")], "{}")
        #expect(wordless.status == 422 && wordless.faults == ["/text missing"])
        #expect(try await line.call("DELETE", "\(file.path)/parking", as: .supervisor, #"{"text":"x"}"#).status == 428)
        try await line.step("DELETE", "\(file.path)/parking", of: file, as: .supervisor, #"{"text":"已列入今年计划"}"#)
        #expect(try await line.read(file, as: .handler).json["parked_until"].isNull)
        let gone = try await line.call("DELETE", "\(file.path)/parking", as: .handler, headers: [("If-Match", "*")], #"{"text":"x"}"#)
        #expect(gone.status == 409 && gone.code == "not_parked")
        let told = try await line.track(file.number, file.queryCode)
        #expect(told.text.contains("每周巡查") && !told.text.contains("已列入今年计划"))
        #expect(told.json["history"].items.last?["type"].text == "unparked", "whoever was told of the list is told that it is over")
    }
}
