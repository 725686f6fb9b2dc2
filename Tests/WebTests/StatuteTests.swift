import Casework
import Formats
import Testing
import WorkingTime

@Suite("Statutes", .timeLimit(.minutes(2)))
struct StatuteTests {
    private static let disclosure = #"{"regime":"disclosure request"}"#

    @Test func `under a statute its own limits hold, and a correction begins anew`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        #expect(try await line.call("PUT", "\(file.path)/correction-request", as: .handler, seen: 1, "{}").status == 422)
        let body = #"{"text":"请写明文件名称","until":"2026-09-30"}"#
        let unknown = try await line.call("PUT", "\(file.path)/correction-request", as: .handler, seen: 1, body)
        #expect(unknown.status == 409 && unknown.code == "no_such_procedure")
        let classified = try await line.classify(file, Self.disclosure).json
        #expect(classified["regime"]["name"].text == "disclosure request" && classified["regime"]["matter"].text == "any")
        #expect(try await line.mainClock(of: file)["rule"].text == "FOI-2019")
        #expect(try await line.call("PUT", "\(file.path)/correction-request", as: .handler, body).status == 428)
        try await line.step("PUT", "\(file.path)/correction-request", of: file, as: .handler, body)
        #expect(try await line.read(file, as: .handler).json["suspension"]["ground"].text == "correction")
        let told = try await line.track(file.number, file.queryCode)
        #expect(told.text.contains("请写明文件名称") && told.text.contains("2026-09-30"))
        line.clock.now = try #require(Instant(rfc3339: "2026-09-18T10:00:00+08:00"))
        let corrected = try await line.own("POST", "supplements", of: file, #"{"text":"文件名称为某某规划"}"#)
        #expect(corrected.status == 201 && corrected.json["state"].text == "handling")
        let clock = try await line.mainClock(of: file)
        #expect(clock["rule"].text == "FOI-2019" && clock["started_at"].text == "2026-09-18T10:00:00+08:00")
        await line.stop()
    }

    @Test func `a correction that comes by telephone begins the matter's limit anew`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.classify(file, Self.disclosure)
        try await line.step(
            "PUT", "\(file.path)/correction-request", of: file, as: .handler, #"{"text":"请写明文件名称","until":"2026-09-30"}"#)
        line.clock.now = try #require(Instant(rfc3339: "2026-09-18T10:00:00+08:00"))
        let path = "\(file.path)/supplements"
        let body = #"{"text":"诉求人来电：文件名称为某某规划"}"#
        // Not the department, which would begin its own limit anew, nor an operator who knows nothing of the case.
        #expect(try await line.call("POST", path, as: .handler, body).status == 403)
        #expect(try await line.call("POST", path, as: .recorder, body).status == 404)
        let recorded = try await line.call("POST", path, as: .dispatcher, key: "phone", body)
        #expect(recorded.status == 201 && recorded.json["state"].text == "handling", "\(recorded.text)")
        #expect(try await line.call("POST", path, as: .dispatcher, key: "phone", body).bytes == recorded.bytes)
        #expect(try await line.mainClock(of: file)["started_at"].text == "2026-09-18T10:00:00+08:00")
        let said = try await line.track(file.number, file.queryCode).json["history"].items.last { $0["type"].text == "supplemented" }
        #expect(said?["role"].text == "dispatcher" && said?["text"].text == "诉求人来电：文件名称为某某规划")
        await line.stop()
    }

    @Test func `those whom a disclosure concerns are asked, and the matter rests meanwhile`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        let body = #"{"whom":"third_party","text":"是否同意公开"}"#
        let path = "\(file.path)/consultations"
        #expect(try await line.call("POST", path, as: .handler, body).code == "no_such_procedure")
        try await line.classify(file, Self.disclosure)
        #expect(try await line.call("POST", path, as: .handler, #"{"whom":"anybody","text":"x"}"#).faults == ["/whom unknown_value"])
        let asked = try await line.call("POST", path, as: .handler, key: "ask-\(file.number)", body)
        #expect(asked.status == 201 && asked.json["state"].text == "suspended", "\(asked.text)")
        #expect(try await line.call("POST", path, as: .handler, key: "ask-\(file.number)", body).bytes == asked.bytes)
        #expect(asked.json["clocks"].items.last { $0["stage"].text == "third_party" }?["rule"].text == "FOI-THIRD")
        let resumed = try await line.step("PUT", "\(file.path)/resumption", of: file, as: .handler, #"{"text":"第三方同意公开"}"#).json
        #expect(resumed["state"].text == "handling")
        #expect(resumed["clocks"].items.last { $0["stage"].text == "third_party" }?["state"].text == "met")
        #expect(try await !line.track(file.number, file.queryCode).text.contains("第三方同意公开"))
    }

    @Test(arguments: [
        (#"{"regime":"law of nowhere"}"#, "/regime unknown_regime"), (#"{"regime":"supervision"}"#, "/regime unknown_regime"),
        (#"{"regime":"petition","matter":"不明"}"#, "/matter unknown_regime"), (#"{"matter":"复查"}"#, "/matter needs_regime"),
        (#"{"regime":"public opinion"}"#, "/matter unknown_regime"),
    ])
    func `a statute is one that the list knows`(body: String, fault: String) async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        let reply = try await line.call("PUT", "\(file.path)/classification", as: .dispatcher, seen: 1, body)
        #expect(reply.status == 422 && reply.faults == [fault], "\(reply.status) \(reply.text)")
    }

    @Test func `the line's own name takes a case back under its rules`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        try await line.classify(file, Self.disclosure)
        let back = try await line.classify(file, #"{"regime":"hotline"}"#).json
        #expect(back["regime"].isNull)
        #expect(try await line.mainClock(of: file)["rule"].text == "HL-COMPLAINT")
    }
}
