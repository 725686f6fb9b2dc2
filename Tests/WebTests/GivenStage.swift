import Casework
import Formats
import Testing

/// A way to bring a case where somebody can do something with it.
struct GivenStage: Sendable, CustomTestStringConvertible {
    let name: String
    let reach: @Sendable (GivenLine) async throws -> GivenCase

    init(_ name: String, reach: @escaping @Sendable (GivenLine) async throws -> GivenCase) {
        (self.name, self.reach) = (name, reach)
    }

    var testDescription: String { name }

    static let readers = Person.allCases.filter {
        !$0.roles.isDisjoint(with: [.operator, .dispatcher, .supervisor, .handler, .departmentHead])
    }

    static let all: [GivenStage] = [
        GivenStage("received") { try await $0.givenReceived() },
        GivenStage("dispatched") { try await $0.submit() },
        GivenStage("returning") { line in
            let file = try await line.submit()
            _ = try await line.requestReturn(file)
            return file
        },
        GivenStage("claimed") { line in
            let file = try await line.submit()
            try await line.step("POST", "/v1/queue/claims", of: file, as: .handler, #"{"number":"\#(file.number)"}"#)
            return file
        },
        GivenStage("handling") { try await $0.givenHandling() },
        GivenStage("supported and asked for time") { line in
            let file = try await line.givenHandling()
            try await line.step(
                "POST", "\(file.path)/supporting-departments", of: file, as: .handler,
                #"{"departments":["331102-construction"],"text":"请核实"}"#)
            for kind in TimeRequest.Kind.allCases { _ = try await line.ask(kind, of: file) }
            return file
        },
        GivenStage("parked under a statute") { line in
            let file = try await line.submit()
            try await line.classify(file, #"{"regime":"disclosure request"}"#)
            try await line.accept(file)
            try await line.decide(.parking, try await line.ask(.parking, of: file), of: file)
            return file
        },
        GivenStage("suspended") { line in
            let file = try await line.givenHandling()
            try await line.decide(.suspension, try await line.ask(.suspension, of: file), of: file)
            return file
        },
        GivenStage("replied") { line in
            let file = try await line.givenHandling()
            try await line.reply(file)
            return file
        },
        GivenStage("callback") { try await $0.givenCallback() },
        GivenStage("called back") { line in
            let file = try await line.givenCallback()
            try await line.step("PUT", "\(file.path)/callback", of: file, as: .supervisor, #"{"contacted":false}"#)
            return file
        },
        GivenStage("closed") { line in
            let file = try await line.givenCallback()
            try await line.close(file)
            return file
        },
        GivenStage("withdrawn") { line in
            let file = try await line.submit()
            _ = try await line.withdraw(file)
            return file
        },
    ]
}

/// A call that a case offers to somebody, with something plausible for each member that it needs.
struct OfferedCall: Sendable {
    let person: Person
    let action: CaseAction
    let method: String
    let path: String
    let body: String
    /// The version that it says it saw; nil where it needs none. What is split off is a filing of its own: of the complaint it
    /// changes nothing that could be seen.
    let seen: Int?

    /// - Parameters:
    ///   - view: the case as the person reads it.
    ///   - parent: another case that this one may join.
    init(_ offer: JSON, to person: Person, of view: Reply, parent: String) throws {
        self.person = person
        action = try #require(CaseAction(rawValue: offer["action"].text))
        method = offer["method"].text
        path = offer["path"].text
        let members = offer["members"].items.map { #""\#($0.text)":\#(Self.value(of: $0.text, offer["action"].text, view.json, parent))"# }
        body = "{\(members.joined(separator: ","))}"
        seen = [.claim, .issueOrder, .split].contains(action) ? nil : view.version
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

extension GivenLine {
    func call(_ offered: OfferedCall) async throws -> Reply {
        try await call(offered.method, offered.path, as: offered.person, seen: offered.seen, offered.body)
    }

    /// All that a case offers to a person.
    func offers(_ file: GivenCase, to person: Person, parent: String) async throws -> [OfferedCall] {
        let view = try await read(file, as: person)
        return try view.json["allowed_actions"].items.map { try OfferedCall($0, to: person, of: view, parent: parent) }
    }
}
