import Casework
import Formats
import Testing
import WorkingTime

@Suite("Callback and rework", .timeLimit(.minutes(2)))
struct CallbackTests {
    @Test func `who was not reached is recorded as such, and asked again`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenCallback()
        try await line.step("PUT", "\(file.path)/callback", of: file, as: .supervisor, #"{"contacted":false,"text":"三次无人接听"}"#)
        let read = try await line.step(
            "PUT", "\(file.path)/callback", of: file, as: .supervisor,
            #"{"contacted":true,"solved":true,"service":"very_satisfied","result":"basically_satisfied"}"#
        ).json
        #expect(read["state"].text == "callback", "a supervisor closes it")
        #expect(read["callbacks"].items.map { $0["contacted"].bool } == [false, true])
        #expect(read["callbacks"].items[0]["solved"].isNull && read["callbacks"].items[0]["by_requester"].bool == false)
        #expect(read["callbacks"].items[1]["result"].text == "basically_satisfied")
        try await line.close(file)
    }

    @Test(arguments: [
        ("{}", "/contacted missing"), (#"{"contacted":true}"#, "/solved missing"),
        (#"{"contacted":false,"solved":false}"#, "/solved not_reached"),
        (#"{"contacted":false,"service":"satisfied"}"#, "/service not_reached"),
        (#"{"contacted":true,"solved":true,"result":"fine"}"#, "/result unknown_value"),
    ])
    func `a callback says what was said, and nothing for who was not reached`(body: String, fault: String) async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenCallback()
        let reply = try await line.call("PUT", "\(file.path)/callback", as: .supervisor, headers: [("If-Match", "*")], body)
        #expect(reply.status == 422 && reply.faults == [fault], "\(reply.status) \(reply.text)")
    }

    @Test func `the first dissatisfaction sends the case back by rule, the next is a supervisor's to judge`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenCallback()
        let angry = #"{"contacted":true,"solved":false,"result":"dissatisfied","text":"仍在占道"}"#
        #expect(try await line.call("PUT", "\(file.path)/callback", as: .supervisor, angry).status == 428)
        let back = try await line.step("PUT", "\(file.path)/callback", of: file, as: .supervisor, angry).json
        #expect(back["state"].text == "handling" && back["reworks"].int == 1 && back["outcome"].isNull)
        #expect(try await line.mainClock(of: file)["rule"].text == "HL-REWORK")
        try await line.reply(file)
        try await line.review(file, approved: true)
        let still = try await line.step("PUT", "\(file.path)/callback", of: file, as: .supervisor, angry).json
        #expect(still["state"].text == "callback" && still["reworks"].int == 1)
        #expect(try await line.actions(file, .supervisor) == ["close", "issue_order", "note", "order_rework", "record_callback"])
        let again = try await line.step("PUT", "\(file.path)/rework", of: file, as: .supervisor, #"{"text":"请彻底整改"}"#).json
        #expect(again["state"].text == "handling" && again["reworks"].int == 2)
        let late = try await line.call("PUT", "\(file.path)/rework", as: .supervisor, headers: [("If-Match", "*")], #"{"text":"x"}"#)
        #expect(late.status == 409 && late.code == "state_forbids")
        #expect(try await line.call("PUT", "\(file.path)/rework", as: .handler, seen: 1, #"{"text":"x"}"#).status == 403)
        // The requester hears that it is handled again, not what the supervisor told the department.
        #expect(try await !line.track(file.number, file.queryCode).text.contains("请彻底整改"))
    }

    @Test func `a content requester closes the case, once asked`() async throws {
        let line = try await GivenLine.shared()
        let content = #"{"solved":true,"service":"very_satisfied","result":"satisfied"}"#
        let early = try await line.givenHandling()
        let soon = try await line.own("PUT", "feedback", of: early, content)
        #expect(soon.status == 409 && soon.code == "nothing_to_rate")
        let file = try await line.givenCallback()
        let wrong = try await line.own(
            "PUT", "feedback", of: GivenCase(number: file.number, queryCode: early.queryCode, answer: file.answer), content)
        #expect(wrong.status == 404)
        let vague = try await line.own("PUT", "feedback", of: file, #"{"service":"satisfied"}"#)
        #expect(vague.status == 422 && vague.faults == ["/solved missing"])
        let rated = try await line.own("PUT", "feedback", of: file, content)
        #expect(rated.status == 200 && rated.json["state"].text == "closed" && rated.json["outcome"].text == "solved", "\(rated.text)")
        let twice = try await line.own("PUT", "feedback", of: file, content)
        #expect(twice.status == 409 && twice.code == "already_rated")
        let callback = try await line.read(file, as: .supervisor).json["callbacks"].items.last
        #expect(callback?["by_requester"].bool == true && callback?["contacted"].bool == true)
    }

    @Test func `a discontent requester sends the case back, the first time by rule`() async throws {
        let line = try await GivenLine()
        let file = try await line.givenCallback()
        let rated = try await line.own("PUT", "feedback", of: file, #"{"solved":false,"text":"没有解决"}"#)
        #expect(rated.status == 200 && rated.json["state"].text == "handling")
        #expect(try await line.read(file, as: .handler).json["reworks"].int == 1)
        line.clock.advance(hours: 1)
        try await line.reply(file)
        try await line.review(file, approved: true)
        let second = try await line.own("PUT", "feedback", of: file, #"{"solved":true,"result":"very_dissatisfied"}"#)
        #expect(second.status == 200 && second.json["state"].text == "callback")
        await line.stop()
    }
}

extension GivenLine {
    /// A case whose answer was reviewed, and whose requester is asked.
    func givenCallback(_ body: String = complaint) async throws -> GivenCase {
        let file = try await givenHandling(body)
        try await reply(file)
        try await review(file, approved: true)
        return file
    }
}
