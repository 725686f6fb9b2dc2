import Casework
import Formats
import ServiceDesk
import Testing
import WorkingTime

@Suite("Claims", .timeLimit(.minutes(2)))
struct ClaimTests {
    @Test func `the action on a case takes that case, and gives it back`() async throws {
        let line = try await GivenLine()
        let first = try await line.submit()
        line.clock.advance(hours: 1)
        let second = try await line.submit()
        let action = try #require(try await line.action("claim", on: second, .handler))
        #expect(action["members"].items.map(\.text) == ["number"])
        let taken = try await line.call(action["method"].text, action["path"].text, as: .handler, #"{"number":"\#(second.number)"}"#)
        #expect(taken.status == 201 && taken.json["items"].items.map { $0["number"].text } == [second.number])
        #expect(try await line.read(first, as: .handler).json["handler"].isNull)
        let again = try await line.call("POST", "/v1/queue/claims", as: .colleague, #"{"number":"\#(second.number)"}"#)
        #expect(again.status == 409 && again.code == "already_claimed")
        #expect(try await line.action("release", on: second, .colleague) == nil)
        #expect(try await line.call("DELETE", "\(second.path)/claim", as: .colleague).code == "already_claimed")
        #expect(try await line.call("DELETE", "\(second.path)/claim", as: .governmentHead).status == 403)
        let release = try #require(try await line.action("release", on: second, .handler))
        let seen = try await line.read(second, as: .handler).version
        #expect(try await line.call("DELETE", release["path"].text, as: .handler, seen: 1).status == 412)
        let released = try await line.call(release["method"].text, release["path"].text, as: .handler, seen: seen)
        #expect(released.status == 200 && released.json["handler"].isNull && released.version == seen.map { $0 + 1 })
        #expect(try await line.call("DELETE", "\(second.path)/claim", as: .handler).code == "not_claimed")
        #expect(try await line.events("released", of: second) == 1)
        _ = try await line.call("POST", "/v1/queue/claims", as: .colleague, #"{"number":"\#(second.number)"}"#)
        #expect(try await line.call("DELETE", "\(second.path)/claim", as: .head).status == 200, "the head frees it")
        await line.stop()
    }

    @Test func `a claim names a case or a count, and a case one may know of`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        let both = try await line.call("POST", "/v1/queue/claims", as: .handler, #"{"number":"\#(file.number)","count":1}"#)
        #expect(both.status == 422 && both.faults == ["/count not_with_number"])
        let mistyped = try await line.call("POST", "/v1/queue/claims", as: .handler, #"{"number":"260916-000001-x"}"#)
        #expect(mistyped.status == 422 && mistyped.faults == ["/number unknown_case"])
        let body = #"{"number":"\#(file.number)"}"#
        #expect(try await line.call("POST", "/v1/queue/claims", as: .stranger, body).status == 404)
        #expect(try await line.call("POST", "/v1/queue/claims", as: .governmentHead, body).status == 403)
        #expect(try await line.call("POST", "/v1/queue/claims", as: .dispatcher, body).code == "state_forbids")
    }

    @Test func `what somebody took who can no longer sign in is free`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let other = try await line.submit()
        #expect(try await line.call("POST", "/v1/queue/claims", as: .colleague, #"{"count":2}"#).json["items"].items.count == 2)
        #expect(try await line.call("POST", "/v1/queue/claims", as: .handler, #"{"count":2}"#).json["items"].items.isEmpty)
        #expect(try await line.call("GET", "/v1/queue?handler=none", as: .handler).json["items"].items.isEmpty)
        _ = try await Accounts(line.database).revoke(name: Person.colleague.name, at: line.clock.now)
        #expect(try await line.call("GET", "/v1/queue?handler=none", as: .handler).json["items"].items.count == 2)
        #expect(try await line.action("claim", on: file, .handler) != nil)
        let named = try await line.call("POST", "/v1/queue/claims", as: .handler, #"{"number":"\#(file.number)"}"#)
        #expect(named.status == 201)
        let next = try await line.call("POST", "/v1/queue/claims", as: .handler, #"{"count":2}"#)
        #expect(next.json["items"].items.map { $0["number"].text } == [other.number])
        await line.stop()
    }

    @Test func `a queue narrows to what a colleague looks for`() async throws {
        let line = try await GivenLine()
        let complaint = try await line.submit()
        let township = try await line.submit(GivenLine.complaint.replacing("331102", with: "331102004"))
        let report = try await line.submit(GivenLine.complaint.replacing("complaint", with: "report"))
        for file in [township, report] {
            let lead = try await line.read(file, as: .supervisor).json["department"]["code"].text
            try #require(lead == Person.bureau.rawValue)
        }
        _ = try await line.call("POST", "/v1/queue/claims", as: .handler, #"{"number":"\#(complaint.number)"}"#)
        _ = try await line.call("POST", "/v1/queue/claims", as: .colleague, #"{"number":"\#(report.number)"}"#)
        for (query, files) in [
            ("", [complaint, township, report]), ("handler=me", [complaint]), ("handler=none", [township]), ("kind=report", [report]),
            ("region=331102004", [township]), ("region=331102", [complaint, township, report]), ("region=331121", []),
            ("kind=complaint&handler=me&region=331102", [complaint]), ("role=lead", [complaint, township, report]),
        ] {
            let reply = try await line.call("GET", "/v1/queue?total=true&\(query)", as: .handler).json
            #expect(Set(reply["items"].items.map { $0["number"].text }) == Set(files.map(\.number)), "\(query)")
            #expect(reply["total"].int == files.count, "\(query)")
        }
        #expect(try await line.call("GET", "/v1/queue?handler=you", as: .handler).status == 400)
        #expect(try await line.call("GET", "/v1/queue?region=9", as: .handler).status == 400)
        await line.stop()
    }

    @Test func `who supports a case finds it in the queue`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit(#"{"kind":"complaint","title":"求助","body":"请处理"}"#)
        try await line.step(
            "PUT", "\(file.path)/dispatch", of: file, as: .dispatcher,
            #"{"department":"331102-urban-management","supporting":["331102-construction"]}"#)
        for (person, role, count) in [
            (Person.helper, "supporting", 1), (.helper, "lead", 0), (.handler, "supporting", 0), (.handler, "lead", 1),
            (.dispatcher, "supporting", 0), (.stranger, "supporting", 0),
        ] {
            let items = try await line.call("GET", "/v1/queue?role=\(role)", as: person).json["items"].items
            #expect(items.map { $0["number"].text } == Array(repeating: file.number, count: count), "\(person) \(role)")
        }
        await line.stop()
    }

    @Test func `an urge shows in the queue and changes the version, a note does neither`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let before = try await line.read(file, as: .handler)
        _ = try await line.call("POST", "\(file.path)/notes", as: .handler, #"{"text":"记录"}"#)
        #expect(try await line.read(file, as: .handler).version == before.version)
        #expect(try await line.call("GET", "/v1/queue", as: .handler).json["items"].items.map { $0["urges"].int } == [0])
        for (path, person, body) in [
            ("\(file.path)/urges", Person.supervisor, #"{"text":"请尽快"}"#),
            ("\(file.path)/contacts", .handler, #"{"means":"phone","reached":true,"text":"已联系"}"#),
            ("/v1/supervision-orders", .supervisor, #"{"cases":["\#(file.number)"],"demand":"限期"}"#),
        ] {
            let seen = try await line.read(file, as: .handler).version
            #expect(try await line.call("POST", path, as: person, body).status == 201)
            #expect(try await line.read(file, as: .handler).version == seen.map { $0 + 1 }, "\(path)")
        }
        let item = try #require(try await line.call("GET", "/v1/queue", as: .handler).json["items"].items.first)
        #expect(item["urges"].int == 1 && item["urged_at"].text == GivenLine.morning.description)
        let notices = try await line.call("GET", "/v1/notices", as: .head).json["items"].items
        let urged = try #require(notices.first { $0["kind"].text == "urged" })
        #expect(urged["cases"].items.map { $0["number"].text } == [file.number])
        await line.stop()
    }
}

extension GivenLine {
    /// How somebody carries out an action on a case; nil if they cannot.
    func action(_ name: String, on file: GivenCase, _ person: Person) async throws -> JSON? {
        try await read(file, as: person).json["allowed_actions"].items.first { $0["action"].text == name }
    }
}
