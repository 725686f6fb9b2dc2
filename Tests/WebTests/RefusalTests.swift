import Casework
import Formats
import Testing
import WorkingTime

@Suite("Refusal and direct answer", .timeLimit(.minutes(2)))
struct RefusalTests {
    private static let body = #"{"ground":"other_route","route":"莲都区人民法院","text":"已进入诉讼程序"}"#

    @Test func `a refusal names its ground and the right route, to the requester too`() async throws {
        let line = try await GivenLine.shared()
        for file in [try await line.givenReceived(), try await line.givenHandling()] {
            let refused = try await line.step("PUT", "\(file.path)/refusal", of: file, as: .dispatcher, Self.body)
            #expect(refused.json["state"].text == "refused" && refused.json["outcome"].text == "refused")
            #expect(refused.json["refusal"]["ground"].text == "other_route" && refused.json["refusal"]["route"].text == "莲都区人民法院")
            #expect(refused.json["ended_at"].text == "2026-09-16T10:00:00+08:00" && refused.json["next_due_at"].isNull)
            let told = try await line.track(file.number, file.queryCode).json["history"].items.last
            #expect(told?["type"].text == "refused" && told?["text"].text == "已进入诉讼程序")
            #expect(told?["facts"]["route"].text == "莲都区人民法院" && told?["facts"]["ground"].text == "other_route")
        }
    }

    @Test(arguments: [
        (#"{"ground":"dislike","route":"x","text":"x"}"#, ["/ground unknown_value"]),
        ("{}", ["/ground missing", "/route missing", "/text missing"]),
        (#"{"ground":"unlawful","route":"\#(String(repeating: "路", count: 501))","text":"x"}"#, ["/route too_long"]),
    ])
    func `a refusal is held to its form`(body: String, faults: [String]) async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenReceived()
        let reply = try await line.call("PUT", "\(file.path)/refusal", as: .dispatcher, seen: 1, body)
        #expect(reply.status == 422 && reply.faults.sorted() == faults, "\(reply.status) \(reply.text)")
    }

    @Test func `who refuses is a dispatcher, who saw the case as it is`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        #expect(try await line.call("PUT", "\(file.path)/refusal", as: .handler, seen: 1, Self.body).code == "role_may_not")
        #expect(try await line.call("PUT", "\(file.path)/refusal", as: .dispatcher, Self.body).code == "if_match_needed")
        #expect(try await line.call("PUT", "\(file.path)/refusal", as: .dispatcher, seen: 7, Self.body).code == "stale")
        #expect(try await line.call("PUT", "\(file.path)/refusal", as: .dispatcher, seen: 1, Self.body).code == "state_forbids")
        #expect(try await line.events("refused", of: file) == 0)
    }

    @Test func `operators answer consultations at once, dispatchers the rest`() async throws {
        let line = try await GivenLine.shared()
        let answer = #"{"text":"请到街道便民服务中心办理"}"#
        let file = try await line.givenReceived()
        #expect(try await line.actions(file, .recorder) == ["answer_directly", "supplement"])
        let answered = try await line.step("PUT", "\(file.path)/direct-answer", of: file, as: .recorder, answer)
        #expect(answered.json["state"].text == "answered_directly" && answered.json["outcome"].text == "explained")
        #expect(answered.json["dispatches"].int == 0 && answered.json["department"].isNull)
        let told = try await line.track(file.number, file.queryCode).json
        #expect(told["history"].items.last?["text"].text == "请到街道便民服务中心办理")
        let help = try await line.submit(#"{"kind":"help_request","title":"求助","body":"请帮忙"}"#, as: .recorder)
        let forbidden = try await line.call("PUT", "\(help.path)/direct-answer", as: .recorder, seen: 1, answer)
        #expect(forbidden.status == 403 && forbidden.code == "only_consultations")
        #expect(try await line.actions(help, .recorder) == ["supplement"])
        try await line.step("PUT", "\(help.path)/direct-answer", of: help, as: .dispatcher, answer)
        // Also while it is recorded, wherever the map would send it.
        let consultation = GivenLine.complaint.replacing("complaint", with: "consultation")
        let recorded = String(consultation.dropLast()) + #","answer":"请到街道便民服务中心办理"}"#
        let atOnce = try await line.submit(recorded, as: .recorder)
        #expect(atOnce.answer.json["state"].text == "answered_directly" && atOnce.answer.json["department"].isNull)
        let followed = try await line.track(atOnce.number, atOnce.queryCode).json
        #expect(followed["history"].items.map { $0["type"].text } == ["received", "answered_directly"])
        #expect(followed["history"].items.last?["text"].text == "请到街道便民服务中心办理")
        #expect(followed["allowed_actions"].items.map { $0["action"].text } == ["reopen"])
        let nobody = try await line.call("POST", "/v1/cases", recorded)
        #expect(nobody.status == 403 && nobody.faults == ["/answer operator_needed"])
        let other = try await line.call("POST", "/v1/cases", as: .recorder, recorded.replacing("consultation", with: "complaint"))
        #expect(other.status == 403 && other.code == "only_consultations")
        // Not theirs to know: a colleague of the operator's registered it, or nobody.
        let colleagues = try await line.submit(#"{"kind":"consultation","title":"求助","body":"请帮忙"}"#)
        #expect(try await line.call("PUT", "\(colleagues.path)/direct-answer", as: .recorder, seen: 1, answer).status == 404)
        let dispatched = try await line.submit(consultation, as: .recorder)
        #expect(try await line.call("PUT", "\(dispatched.path)/direct-answer", as: .recorder, seen: 1, answer).code == "state_forbids")
    }
}
