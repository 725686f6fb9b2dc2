import Casework
import Formats
import Testing
import WorkingTime

@Suite("Supporting departments", .timeLimit(.minutes(2)))
struct SupportTests {
    private static let request = #"{"departments":["331102-construction"],"text":"请核实现场"}"#

    @Test func `a supporting department answers the lead, within a limit of its own`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        #expect(try await line.read(file, as: .helper).status == 404)
        let path = "\(file.path)/supporting-departments"
        let asked = try await line.call("POST", path, as: .handler, key: "support-\(file.number)", Self.request)
        #expect(asked.status == 201, "\(asked.text)")
        #expect(try await line.call("POST", path, as: .handler, key: "support-\(file.number)", Self.request).bytes == asked.bytes)
        #expect(try await line.events("support_requested", of: file) == 1)
        let seen = try await line.read(file, as: .helper).json
        let clock = seen["clocks"].items.last { $0["stage"].text == "support" }
        #expect(clock?["department"].text == Person.neighbour.rawValue && clock?["due_at"].text == "2026-09-20T23:59:59+08:00")
        #expect(seen["supporting"].items.first?["demand"].text == "请核实现场")
        #expect(try await line.actions(file, .helper) == ["answer_support", "note"])
        // The lead waits, or says why it does not.
        let reply = #"{"text":"已办","outcome":"solved"}"#
        let early = try await line.call("PUT", "\(file.path)/reply", as: .handler, headers: [("If-Match", "*")], reply)
        #expect(early.status == 422 && early.faults == ["/without_support support_open"])
        #expect(early.json["detail"].text.contains(Person.neighbour.rawValue) || early.text.contains(Person.neighbour.rawValue))
        try await line.step("PUT", "\(file.path)/supporting-answer", of: file, as: .helper, #"{"text":"现场属实，内部意见"}"#)
        let answered = try await line.read(file, as: .handler).json["supporting"].items.first
        #expect(answered?["answer"].text == "现场属实，内部意见" && answered?["answered_at"].text.isEmpty == false)
        let twice = try await line.call("PUT", "\(file.path)/supporting-answer", as: .helper, #"{"text":"再答"}"#)
        #expect(twice.status == 409 && twice.code == "support_answered")
        #expect(try await !line.actions(file, .helper).contains("answer_support"))
        try await line.reply(file)
        let told = try await line.track(file.number, file.queryCode)
        #expect(!told.text.contains("内部意见") && !told.text.contains("请核实现场"))
        #expect(told.json["history"].items.allSatisfy { !$0["type"].text.hasPrefix("support_") && $0["facts"]["supporting"].isNull })
        #expect(told.json["clocks"].items.allSatisfy { $0["stage"].text != "support" })
    }

    @Test func `why an answer does not wait stays inside the line`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        try await line.step("POST", "\(file.path)/supporting-departments", of: file, as: .handler, Self.request)
        let action = try await line.read(file, as: .handler).json["allowed_actions"].items.first { $0["action"].text == "reply" }
        #expect(action?["members"].items.map(\.text) == ["text", "outcome", "without_support"])
        try await line.step(
            "PUT", "\(file.path)/reply", of: file, as: .handler, #"{"text":"已办","outcome":"solved","without_support":"对方拖延"}"#)
        let event = try await line.call("GET", "\(file.path)/events", as: .supervisor).json["items"].items.last {
            $0["type"].text == "replied"
        }
        #expect(event?["facts"]["without_support"].text == "对方拖延")
        #expect(event?["facts"]["unanswered_support"].text == Person.neighbour.rawValue)
        let told = try await line.track(file.number, file.queryCode)
        #expect(!told.text.contains("拖延") && !told.text.contains("unanswered_support"))
        #expect(told.json["history"].items.last?["facts"]["outcome"].text == "solved")
        let clock = try await line.read(file, as: .handler).json["clocks"].items.last { $0["stage"].text == "support" }
        #expect(clock?["state"].text == "cancelled")
    }

    @Test func `what is asked can be taken back, and asked again of who has answered`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        try await line.step("POST", "\(file.path)/supporting-departments", of: file, as: .dispatcher, Self.request)
        let release = try await line.read(file, as: .handler).json["allowed_actions"].items.first { $0["action"].text == "release_support" }
        let path = try #require(release?["path"].text)
        #expect(path == "\(file.path)/supporting-departments/331102-construction")
        #expect(try await line.call("DELETE", path, as: .handler, #"{"text":"x"}"#).status == 428)
        try await line.step("DELETE", path, of: file, as: .handler, #"{"text":"不再需要"}"#)
        #expect(try await line.read(file, as: .helper).status == 404)
        let gone = try await line.call("DELETE", path, as: .handler, headers: [("If-Match", "*")], #"{"text":"x"}"#)
        #expect(gone.status == 409 && ["not_supporting", "state_forbids"].contains(gone.code))
        try await line.step("POST", "\(file.path)/supporting-departments", of: file, as: .handler, Self.request)
        try await line.step("PUT", "\(file.path)/supporting-answer", of: file, as: .helper, #"{"text":"已核实"}"#)
        try await line.step("POST", "\(file.path)/supporting-departments", of: file, as: .handler, Self.request)
        #expect(try await line.actions(file, .helper).contains("answer_support"))
    }

    @Test(arguments: [
        (#"{"departments":["331102-gov","331102-urban-management"],"text":"x"}"#, "/departments/1 already_supporting"),
        (#"{"departments":["331102-construction","331102-construction"],"text":"x"}"#, "/departments/1 already_supporting"),
        (#"{"departments":["nobody"],"text":"x"}"#, "/departments/0 unknown_department"),
        (#"{"departments":[],"text":"x"}"#, "/departments wrong_type"), (#"{"departments":["331102-gov"]}"#, "/text missing"),
    ])
    func `help is asked of others, each once`(body: String, fault: String) async throws {
        let line = try await GivenLine.shared()
        let file = try await line.givenHandling()
        let reply = try await line.call("POST", "\(file.path)/supporting-departments", as: .handler, body)
        #expect(reply.status == 422 && reply.faults == [fault], "\(reply.status) \(reply.text)")
        #expect(try await line.read(file, as: .handler).json["supporting"].items.isEmpty)
    }

    @Test func `whom a report accuses is not asked for help, and strangers do not answer`() async throws {
        let line = try await GivenLine.shared()
        let report =
            GivenLine.complaint.replacing("complaint", with: "report").dropLast() + #","against":{"department":"331102-construction"}}"#
        let file = try await line.givenHandling(String(report))
        let accused = try await line.call("POST", "\(file.path)/supporting-departments", as: .handler, Self.request)
        #expect(accused.status == 422 && accused.faults == ["/departments/0 department_is_accused"], "\(accused.text)")
        #expect(try await line.call("PUT", "\(file.path)/supporting-answer", as: .helper, #"{"text":"x"}"#).status == 404)
        let lead = try await line.call("PUT", "\(file.path)/supporting-answer", as: .handler, #"{"text":"x"}"#)
        #expect(lead.status == 403 && lead.code == "another_department_leads")
        #expect(try await line.call("POST", "\(file.path)/supporting-departments", as: .stranger, Self.request).status == 404)
    }
}
