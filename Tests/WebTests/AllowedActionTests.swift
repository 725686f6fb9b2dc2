import Casework
import Formats
import Testing

@Suite("Allowed actions", .timeLimit(.minutes(5)))
struct AllowedActionTests {
    /// Ways to bring a case where somebody can do something with it.
    private static let stages: [(name: String, reach: @Sendable (GivenLine) async throws -> GivenCase)] = [
        ("received", { try await $0.givenReceived() }),
        ("dispatched", { try await $0.submit() }),
        (
            "returning",
            { line in
                let file = try await line.submit()
                _ = try await line.requestReturn(file)
                return file
            }
        ),
        (
            "claimed",
            { line in
                let file = try await line.submit()
                try await line.step("POST", "/v1/queue/claims", of: file, as: .handler, #"{"number":"\#(file.number)"}"#)
                return file
            }
        ),
        (
            "supported and asked for time",
            { line in
                let file = try await line.givenHandling()
                try await line.step(
                    "POST", "\(file.path)/supporting-departments", of: file, as: .handler,
                    #"{"departments":["331102-construction"],"text":"请核实"}"#)
                for kind in TimeRequest.Kind.allCases { _ = try await line.ask(kind, of: file) }
                return file
            }
        ),
        (
            "parked under a statute",
            { line in
                let file = try await line.submit()
                try await line.classify(file, #"{"regime":"disclosure request"}"#)
                try await line.accept(file)
                try await line.decide(.parking, try await line.ask(.parking, of: file), of: file)
                return file
            }
        ),
        (
            "suspended",
            { line in
                let file = try await line.givenHandling()
                try await line.decide(.suspension, try await line.ask(.suspension, of: file), of: file)
                return file
            }
        ),
        (
            "replied",
            { line in
                let file = try await line.givenHandling()
                try await line.reply(file)
                return file
            }
        ),
        ("callback", { try await $0.givenCallback() }),
        (
            "closed",
            { line in
                let file = try await line.givenCallback()
                try await line.close(file)
                return file
            }
        ),
        (
            "withdrawn",
            { line in
                let file = try await line.submit()
                _ = try await line.withdraw(file)
                return file
            }
        ),
    ]

    @Test(arguments: stages.indices)
    func `each action can be carried out by the call that names it`(stage: Int) async throws {
        let line = try await GivenLine.shared()
        let (name, reach) = Self.stages[stage]
        let parent = try await line.submit().number
        let file = try await reach(line)
        for person in Person.allCases
        where !person.roles.isDisjoint(with: [.operator, .dispatcher, .supervisor, .handler, .departmentHead]) {
            let read = try await line.read(file, as: person)
            for action in read.json["allowed_actions"].items.map({ $0["action"].text }) {
                // A case of its own for each: what is done to one changes what can be done next.
                let file = try await reach(line)
                let view = try await line.read(file, as: person)
                let call = try #require(view.json["allowed_actions"].items.first { $0["action"].text == action })
                let members = call["members"].items.map(\.text)
                let body = members.map { #""\#($0)":\#(Self.value(of: $0, action, view.json, parent))"# }.joined(separator: ",")
                let reply = try await line.call(
                    call["method"].text, call["path"].text, as: person,
                    seen: action == "claim" || action == "issue_order" ? nil : view.version,
                    "{\(body)}")
                #expect(
                    (200...201).contains(reply.status),
                    "\(name), \(person), \(action): \(call["method"].text) \(call["path"].text) {\(body)}: \(reply.status) \(reply.text)")
            }
        }
    }

    /// Something plausible for a member.
    private static func value(of member: String, _ action: String, _ view: JSON, _ parent: String) -> String {
        switch member {
        case "upheld", "granted", "approved", "reached": "true"
        case "contacted": "false"
        case "department": #""331102-construction""#
        case "departments": #"["331102-gov"]"#
        // Later than a statute's limit, where one holds.
        case "until": action == "request_extension" && !view["regime"].isNull ? #""2026-10-22""# : #""2026-09-28""#
        // One for which the statute's limit stands still, where one holds.
        case "ground": action == "refuse" ? #""unlawful""# : view["regime"].isNull ? #""inspection""# : #""other_organ""#
        case "outcome": #""solved""#
        case "means": #""phone""#
        case "whom": #""third_party""#
        case "parent": #""\#(parent)""#
        case "number": #""\#(view["number"].text)""#
        case "cases": #"["\#(view["number"].text)"]"#
        default: #""说明""#
        }
    }
}
