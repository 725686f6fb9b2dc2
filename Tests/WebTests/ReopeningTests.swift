import Casework
import Formats
import Testing
import WorkingTime

@Suite("Reopening", .timeLimit(.minutes(2)))
struct ReopeningTests {
    @Test func `a supervisor takes an ended case up again, with a whole limit`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenCallback()
        try await line.close(file)
        #expect(try await line.call("DELETE", "\(file.path)/closure", as: .supervisor, #"{"text":"新的事实"}"#).status == 428)
        let wordless = try await line.call("DELETE", "\(file.path)/closure", as: .supervisor, headers: [("If-Match", "*")])
        #expect([415, 422].contains(wordless.status))
        let reopened = try await line.step("DELETE", "\(file.path)/closure", of: file, as: .supervisor, #"{"text":"内部线索"}"#).json
        #expect(reopened["state"].text == "handling" && reopened["reopenings"].int == 1 && reopened["ended_at"].isNull)
        #expect(try await line.mainClock(of: file)["state"].text == "running")
        let again = try await line.call("DELETE", "\(file.path)/closure", as: .supervisor, headers: [("If-Match", "*")], #"{"text":"x"}"#)
        #expect(again.status == 409 && again.code == "state_forbids")
        let told = try await line.track(file.number, file.queryCode)
        #expect(told.json["history"].items.last?["type"].text == "reopened" && !told.text.contains("内部线索"))
        // What never had a department goes back to the dispatchers.
        let refused = try await line.givenReceived()
        try await line.step(
            "PUT", "\(refused.path)/refusal", of: refused, as: .dispatcher, #"{"ground":"same_matter","route":"12345","text":"重复"}"#)
        let back = try await line.step("DELETE", "\(refused.path)/closure", of: refused, as: .supervisor, #"{"text":"有新事实"}"#).json
        #expect(back["state"].text == "received" && back["refusal"].isNull)
    }

    @Test func `new facts of the requester reopen once, inside the window`() async throws {
        let line = try await GivenLine()
        let file = try await line.givenCallback()
        try await line.close(file)
        let words = try await line.own("POST", "supplements", of: file, #"{"text":"又坏了"}"#)
        #expect(words.status == 409 && words.code == "reopening_not_asked")
        let body = #"{"text":"又坏了","reopen":true}"#
        let reopened = try await line.own("POST", "supplements", of: file, key: "again", body)
        #expect(reopened.status == 201 && reopened.json["state"].text == "handling", "\(reopened.text)")
        let repeated = try await line.own("POST", "supplements", of: file, key: "again", body)
        #expect(repeated.bytes == reopened.bytes)
        for event in ["reopened", "supplemented"] { #expect(try await line.events(event, of: file) == 1) }
        try await line.reply(file)
        try await line.review(file, approved: true)
        try await line.close(file)
        let used = try await line.own("POST", "supplements", of: file, body)
        #expect(used.status == 409 && used.code == "reopenings_used" && used.json["detail"].text.contains("12345"))
        let other = try await line.givenCallback()
        try await line.close(other)
        line.clock.now = try #require(Instant(rfc3339: "2026-10-16T23:59:59+08:00"))
        #expect(try await line.actions(other, .supervisor) == ["reopen"])
        line.clock.now = try #require(Instant(rfc3339: "2026-10-17T00:00:00+08:00"))
        let late = try await line.own("POST", "supplements", of: other, body)
        #expect(late.status == 409 && late.code == "reopening_window_passed" && late.json["detail"].text.contains("2026-10-16"))
        let lateToo = try await line.call(
            "DELETE", "\(other.path)/closure", as: .supervisor, headers: [("If-Match", "*")], #"{"text":"x"}"#)
        #expect(lateToo.status == 409 && lateToo.code == "reopening_window_passed")
        await line.stop()
    }
}
