import Casework
import Formats
import Testing
import WorkingTime

@Suite("Withdrawal and supplement", .timeLimit(.minutes(2)))
struct WithdrawalTests {
    @Test func `a requester takes a request back until it is answered`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        let taken = try await line.withdraw(file, #"{"text":"已自行解决"}"#)
        #expect(taken.status == 200 && taken.json["state"].text == "withdrawn" && taken.json["outcome"].text == "withdrawn")
        #expect(try await line.read(file, as: .handler).json["clocks"].items.allSatisfy { $0["state"].text != "running" })
        let again = try await line.withdraw(file)
        #expect(again.status == 409 && again.code == "cannot_withdraw")
        let answered = try await line.givenHandling()
        try await line.reply(answered)
        #expect(try await line.withdraw(answered).code == "cannot_withdraw")
        let nobody = try await line.call("PUT", "/v1/tracking/\(answered.number)/withdrawal", "{}")
        #expect(nobody.status == 400 && nobody.faults == ["X-Query-Code invalid_header"])
        #expect(try await line.withdraw(answered, #"{"why":"x"}"#).faults == ["/why unknown_member"])
    }

    @Test func `a return that waits lapses when the request is taken back`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        let id = try await line.requestReturn(file)
        #expect(try await line.withdraw(file).status == 200)
        let ruled = try await line.call("PUT", "/v1/return-requests/\(id)/ruling", as: .dispatcher, #"{"upheld":true,"text":"x"}"#)
        #expect(ruled.status == 409)
        let open = try await line.call("GET", "/v1/return-requests?open=true&limit=500", as: .dispatcher).json["items"].items
        #expect(!open.contains { $0["id"].int == id })
    }

    @Test func `a report goes on though its reporter withdraws, and so does what others joined`() async throws {
        let line = try await GivenLine.shared()
        let report = try await line.submit(GivenLine.complaint.replacing("complaint", with: "report"))
        let noted = try await line.withdraw(report)
        #expect(noted.status == 200 && noted.json["state"].text == "dispatched")
        #expect(noted.json["history"].items.last?["type"].text == "withdrawal_noted")
        let (parent, child) = (try await line.submit(), try await line.givenReceived())
        try await line.step("PUT", "\(child.path)/merge", of: child, as: .dispatcher, #"{"parent":"\#(parent.number)"}"#)
        #expect(try await line.withdraw(parent).json["state"].text == "dispatched")
    }

    @Test func `what a requester adds is in the history, once`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        let first = try await line.own("POST", "supplements", of: file, key: "s", #"{"text":"补充一点"}"#)
        #expect(first.status == 201 && first.json["history"].items.last?["text"].text == "补充一点")
        #expect(try await line.own("POST", "supplements", of: file, key: "s", #"{"text":"补充一点"}"#).bytes == first.bytes)
        #expect(try await line.own("POST", "supplements", of: file, key: "s", #"{"text":"另一点"}"#).code == "key_reused")
        #expect(try await line.events("supplemented", of: file) == 1)
        // Another's key is another key: they share nothing.
        let other = try await line.submit()
        #expect(try await line.own("POST", "supplements", of: other, key: "s", #"{"text":"补充一点"}"#).json["number"].text == other.number)
        let seen = try await line.call("GET", "\(file.path)/events", as: .handler).json["items"].items.last
        #expect(seen?["type"].text == "supplemented" && seen?["text"].text == "补充一点" && seen?["role"].text == "requester")
    }
}
