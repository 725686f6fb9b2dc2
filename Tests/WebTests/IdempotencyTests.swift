import Database
import Formats
import Testing
import WorkingTime

@Suite("Idempotency", .timeLimit(.minutes(2)))
struct IdempotencyTests {
    @Test func `the same key and body has the same answer, byte for byte`() async throws {
        let line = try await GivenLine.shared()
        let first = try await line.submit(key: "same-1")
        let again = try await line.submit(key: "same-1")
        #expect(again.answer.bytes == first.answer.bytes && again.answer["location"] == first.answer["location"])
        #expect(try await line.submit(key: "same-2").number != first.number)
        #expect(try await line.submit().number != first.number)
    }

    @Test func `the same key with another body is refused`() async throws {
        let line = try await GivenLine.shared()
        let first = try await line.submit(key: "other-1")
        for body in [GivenLine.complaint + " ", GivenLine.complaint.replacing("夜市", with: "早市")] {
            let other = try await line.call("POST", "/v1/cases", key: "other-1", body)
            #expect(other.status == 422 && other.code == "key_reused", "\(other.status) \(other.text)")
        }
        #expect(try await line.submit(key: "other-1").answer.bytes == first.answer.bytes)
    }

    @Test func `a refusal is not remembered`() async throws {
        let line = try await GivenLine.shared()
        let bad = try await line.call("POST", "/v1/cases", key: "refused-1", #"{"kind":"complaint"}"#)
        #expect(bad.status == 422)
        _ = try await line.submit(key: "refused-1")
    }

    @Test func `keys of different accounts do not meet`() async throws {
        let line = try await GivenLine.shared()
        var numbers: Set<String> = []
        for person in [nil, Person.recorder, .dispatcher, .handler] {
            numbers.insert(try await line.submit(as: person, key: "mine").number)
        }
        #expect(numbers.count == 4)
    }

    @Test func `many at once with one key make one case, on two servers`() async throws {
        let line = try await GivenLine()
        let second = try await line.another()
        let answers = try await together(60) { try await [line, second][$0 % 2].submit(key: "race-\($0 % 3)").answer.bytes }
        #expect(Set(answers).count == 3)
        #expect(try await line.count("select count(*) from cases") == 3)
        #expect(try await line.count("select count(*) from idempotent_answers") == 3)
        let mixed = try await together(40) { index in
            try await [line, second][index % 2].call(
                "POST", "/v1/cases", key: "mixed", GivenLine.complaint + String(repeating: " ", count: index % 4))
        }
        let stored = mixed.filter { $0.status == 201 }
        #expect(stored.count == 10 && Set(stored.map(\.bytes)).count == 1)
        #expect(mixed.filter { $0.status == 422 && $0.code == "key_reused" }.count == 30)
        #expect(try await line.count("select count(*) from cases") == 4)
        await second.stop()
        await line.stop()
    }

    @Test func `an answer outlives the server`() async throws {
        let line = try await GivenLine()
        let body = GivenLine.complaint.dropLast() + #","requester":{"phone":"13900000000"}}"#
        let first = try await line.submit(String(body), as: .recorder, key: "restart")
        try await line.accept(first)
        await line.stop()
        let restarted = try await line.another()
        let again = try await restarted.submit(String(body), as: .recorder, key: "restart")
        #expect(again.answer.bytes == first.answer.bytes)
        #expect(try await restarted.count("select count(*) from cases") == 1)
        await restarted.stop()
    }

    @Test func `what staff post under a key is done once`() async throws {
        let line = try await GivenLine()
        let second = try await line.another()
        let file = try await line.submit()
        try await line.accept(file)
        for (path, person, body, type) in [
            ("\(file.path)/urges", Person.supervisor, #"{"text":"催办"}"#, "urged"),
            ("\(file.path)/contacts", .handler, #"{"means":"phone","reached":true,"text":"已联系"}"#, "contacted"),
            ("\(file.path)/notes", .dispatcher, #"{"text":"备注"}"#, "noted"),
            ("/v1/supervision-orders", .supervisor, #"{"cases":["\#(file.number)"],"demand":"限期"}"#, "order_issued"),
            (
                "\(file.path)/return-requests", .handler, #"{"reason":"非我局","legal_basis":"三定","department":"331102-gov"}"#,
                "return_requested"
            ),
        ] {
            let answers = try await together(12) { try await [line, second][$0 % 2].call("POST", path, as: person, key: "staff", body) }
            #expect(answers.allSatisfy { $0.status == 201 }, "\(path): \(answers.map(\.status)) \(answers[0].text)")
            #expect(Set(answers.map(\.bytes)).count == 1 && Set(answers.map { $0["etag"] }).count == 1, "\(path)")
            #expect(try await line.events(type, of: file) == 1)
            let other = try await line.call("POST", path, as: person, key: "staff", body + " ")
            #expect(other.status == 422 && other.code == "key_reused", "\(path): \(other.status)")
        }
        await second.stop()
        await line.stop()
    }

    @Test func `claims under one key take once, and each colleague has keys of their own`() async throws {
        let line = try await GivenLine()
        for _ in 1...10 { _ = try await line.submit() }
        let answers = try await together(10) { _ in try await line.call("POST", "/v1/queue/claims", as: .handler, key: "k", #"{"count":2}"#)
        }
        #expect(Set(answers.map(\.bytes)).count == 1 && answers[0].json["items"].items.count == 2)
        let other = try await line.call("POST", "/v1/queue/claims", as: .colleague, key: "k", #"{"count":2}"#)
        #expect(other.status == 201 && other.bytes != answers[0].bytes)
        #expect(try await line.count("select count(*) from cases where handler is not null") == 4)
        await line.stop()
    }

    @Test func `a repeated answer shows no requester`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit(String(GivenLine.complaint.dropLast()) + #","requester":{"phone":"13900000000"}}"#)
        try await line.accept(file)
        let contact = #"{"means":"phone","reached":true,"text":"已联系"}"#
        _ = try await line.call("POST", "\(file.path)/contacts", as: .handler, key: "k", contact)
        try await line.reply(file)
        let openings = try await line.count("select count(*) from identity_openings")
        let again = try await line.call("POST", "\(file.path)/contacts", as: .handler, key: "k", contact)
        // The case has left the handler's hands: what an earlier answer showed must not be shown again unrecorded.
        #expect(again.status == 201 && !again.text.contains("13900000000"))
        #expect(try await line.count("select count(*) from identity_openings") == openings)
        await line.stop()
    }

    @Test func `an answer is not repeated to a department that has lost the case`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let body = #"{"reason":"非我局","legal_basis":"三定","department":"331102-construction"}"#
        let first = try await line.call("POST", "\(file.path)/return-requests", as: .handler, key: "k", body)
        #expect(first.status == 201)
        let again = try await line.call("POST", "\(file.path)/return-requests", as: .handler, key: "k", body)
        #expect(again.bytes == first.bytes)
        try await line.rule(try #require(first.json["pending_return_request"].int), upheld: true, of: file)
        let after = try await line.call("POST", "\(file.path)/return-requests", as: .handler, key: "k", body)
        #expect(after.status == 404 && !after.text.contains(file.number), "\(after.text)")
        await line.stop()
    }

    @Test func `answers are forgotten after a week`() async throws {
        let line = try await GivenLine()
        let first = try await line.submit(key: "week")
        await line.stop()
        line.clock.advance(hours: 7 * 24 + 1)
        let later = try await line.another()
        try await eventually { try await later.count("select count(*) from idempotent_answers") == 0 }
        #expect(try await later.submit(key: "week").number != first.number)
        await later.stop()
    }
}
