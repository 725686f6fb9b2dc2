import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

/// Cases that live side by side on a whole line: in each round time passes, each meets one deed of somebody, mostly one that
/// `allowed_actions` offers, and the line does what is due. After each round all rows agree and the reports count what there is.
struct LineWalk {
    /// What was done and what the line answered, without the particulars.
    struct Deed: Hashable, Sendable {
        let name: String
        let status: Int
    }

    let line: GivenLine
    private let seed: UInt64
    /// The cases that somebody touches; the others only lie there.
    private let touched: Set<Int>?
    private var dice: Dice
    private(set) var deeds: [Deed: Int] = [:]
    /// What had an effect on each case, in order: the walk without the steps that led nowhere.
    private var effects: [String: [String]] = [:]
    /// What is wrong, for a reader; nil when nothing is.
    private(set) var broken: String?

    init(_ line: GivenLine, seed: UInt64, touching touched: Set<Int>? = nil) {
        self.line = line
        self.seed = seed
        self.touched = touched
        dice = Dice(seed)
    }

    /// Goes on until something is broken.
    mutating func run(walks: Int, commands: Int) async throws {
        let filings = (0..<walks).map { _ in filing() }
        let line = line
        let files = try await together(walks) { try await line.submit(filings[$0]) }
        let notice = dice.below(commands * 2)
        for round in 0..<commands {
            line.clock.now = line.clock.now.adding(seconds: wait())
            let seeds = files.indices.map { _ in dice.next() }
            let touched = touched
            let done = try await together(files.count) { index -> Deed? in
                guard touched?.contains(index) ?? true else { return nil }
                var somebody = Somebody(line: line, dice: Dice(seeds[index]))
                return try await somebody.act(on: files[index], beside: files[(index + 1) % files.count])
            }
            for case (let file, let deed?) in zip(files, done) { note(deed, on: file, in: round) }
            if dice.chance(2) { _ = try await line.desk.tick(at: line.clock.now) }
            if round == notice {
                let reply = try await line.call("PUT", "/v1/calendar/2027", as: .administrator, Given2027.body())
                try #require(reply.status == 200, "\(reply.text)")
            }
            try await check(after: round)
            if broken != nil { return }
        }
    }

    /// What the same seed breaks with as few cases as can be: half of them are left alone, as long as the other half still
    /// breaks something. Nil: it takes them all, or did not come again.
    static func shortened(seed: UInt64, walks: Int, commands: Int) async throws -> String? {
        var acting = Array(0..<walks)
        var shortest: String?
        halving: while acting.count > 1 {
            for half in [acting.prefix(acting.count / 2), acting.dropFirst(acting.count / 2)] {
                let line = try await GivenLine(connections: 16)
                var walk = LineWalk(line, seed: seed, touching: Set(half))
                try await walk.run(walks: walks, commands: commands)
                await line.stop()
                guard let broken = walk.broken else { continue }
                (acting, shortest) = (Array(half), broken)
                continue halving
            }
            break
        }
        return shortest
    }

    private mutating func note(_ deed: Deed, on file: GivenCase, in round: Int) {
        deeds[deed, default: 0] += 1
        if deed.status >= 500 { broken = "seed \(seed), round \(round): \(deed) of \(file.number)" }
        if deed.status < 300, deed.name != "look" { effects[file.number, default: []].append("\(round): \(deed.name)") }
    }

    private mutating func check(after round: Int) async throws {
        let violations = try await line.violations()
        let miscounts = try await line.miscounts()
        guard !violations.isEmpty || !miscounts.isEmpty, broken == nil else { return }
        let stories = Set(violations.flatMap(\.numbers)).sorted().prefix(3).map { number in
            "\(number): \((effects[number] ?? []).joined(separator: ", "))"
        }
        broken =
            (["seed \(seed), \(effects.count) cases touched, round \(round) at \(line.clock.now)"]
            + violations.map { "\($0.rule): \($0.numbers.prefix(5))" } + miscounts + stories).joined(separator: "\n")
    }

    /// Mostly minutes to hours, sometimes days, seldom weeks.
    private mutating func wait() -> Int64 {
        switch dice.below(40) {
        case 0: Int64(dice.below(40 * 86_400))
        case 1..<6: Int64(dice.below(4 * 86_400))
        default: Int64(60 + dice.below(5 * 3600))
        }
    }

    private mutating func filing() -> String {
        let kind = ["complaint", "complaint", "report", "help_request", "consultation"][dice.below(5)]
        // One in four has no place, and waits for a dispatcher.
        if dice.below(4) == 0 { return #"{"kind":"\#(kind)","title":"求助","body":"请帮忙"}"# }
        return #"{"kind":"\#(kind)","title":"占道经营","body":"占道经营","category":"030701","region":"331102"}"#
    }
}

/// A requester, one of the staff or the line itself, who does one thing.
private struct Somebody {
    let line: GivenLine
    var dice: Dice

    mutating func act(on file: GivenCase, beside other: GivenCase) async throws -> LineWalk.Deed {
        switch dice.below(100) {
        case 0..<12: return try await byRule(on: file)
        case 12..<24: return try await asRequester(of: file)
        default: break
        }
        // Whoever may see the case and do something to it, if there is such a person among a few.
        for _ in 0..<6 {
            let person = dice.one(of: Self.staff)
            let view = try await line.read(file, as: person)
            guard view.status == 200, let seen = view.version else { continue }
            let actions = view.json["allowed_actions"].items.filter { !isRare($0["action"].text) || dice.chance(6) }
            if actions.isEmpty { continue }
            let action = dice.one(of: actions)
            return try await carryOut(action, as: person, seen: seen, view.json, other)
        }
        return try await order(about: file)
    }

    private static let staff: [Person] = [
        .handler, .colleague, .head, .head, .handler, .dispatcher, .dispatcher, .supervisor, .supervisor, .supervisor, .helper, .helper,
        .governmentHead, .strangeHead, .recorder,
    ]

    /// What ends cases, or says little: walks would not get far.
    private func isRare(_ action: String) -> Bool {
        ["refuse", "answer_directly", "note", "urge", "claim", "release", "issue_order", "classify", "record_contact", "split"]
            .contains(action)
    }

    private func byRule(on file: GivenCase) async throws -> LineWalk.Deed {
        let rows = try await line.database.query("select id, clock_count from cases where number = \(file.number)")
        let (id, clocks) = try #require(rows.first).decode((Int, Int).self)
        let commands: [(String, SystemCommand)] =
            [("end_suspension", .endSuspension), ("end_parking", .endParking), ("end_callback", .endCallback)]
            + (1...clocks).map { ("apply_silence", .applySilence($0)) }
        for (name, command) in commands {
            if try await line.desk.carryOut(command, on: CaseID(rawValue: id), at: line.clock.now) {
                return LineWalk.Deed(name: name, status: 200)
            }
        }
        return LineWalk.Deed(name: "by_rule", status: 409)
    }

    private mutating func asRequester(of file: GivenCase) async throws -> LineWalk.Deed {
        let path = "/v1/tracking/\(file.number)"
        let (name, method, rest, body) =
            switch dice.below(8) {
            case 0: ("withdraw", "PUT", "/withdrawal", "{}")
            case 1..<4: ("supplement", "POST", "/supplements", #"{"text":"新情况","reopen":\#(dice.chance(2))}"#)
            default: ("rate", "PUT", "/feedback", #"{"solved":\#(dice.chance(2)),"result":"\#(dice.one(of: Self.ratings))"}"#)
            }
        let reply = try await line.call(method, path + rest, headers: [("X-Query-Code", file.queryCode)], body)
        return LineWalk.Deed(name: name, status: reply.status)
    }

    /// Somebody does something about an order, if there is one.
    private mutating func order(about file: GivenCase) async throws -> LineWalk.Deed {
        let orders = try await line.read(file, as: .supervisor).json["supervision_orders"].items
        guard !orders.isEmpty, let id = dice.one(of: orders)["id"].int else { return LineWalk.Deed(name: "look", status: 200) }
        let (verb, person) = dice.one(of: [
            ("acknowledgement", Person.handler), ("reply", .handler), ("reply", .helper), ("acceptance", .supervisor),
            ("rejection", .supervisor),
        ])
        let body = verb == "acknowledgement" ? nil : #"{"text":"意见"}"#
        let reply = try await line.call("PUT", "/v1/supervision-orders/\(id)/\(verb)", as: person, headers: [("If-Match", "*")], body)
        return LineWalk.Deed(name: "order \(verb)", status: reply.status)
    }

    private static let ratings = ["very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "very_dissatisfied"]
    private static let departments = [
        Person.bureau.rawValue, Person.neighbour.rawValue, Person.government.rawValue, Person.elsewhere.rawValue,
    ]

    private mutating func carryOut(
        _ action: JSON, as person: Person, seen: Int, _ file: JSON, _ other: GivenCase
    ) async throws -> LineWalk.Deed {
        let name = action["action"].text
        var members: [(String, String)] = []
        let optional = action["optional_members"].items.map(\.text).filter { _ in dice.chance(2) }
        for member in action["members"].items.map(\.text) + optional {
            if let value = value(of: member, for: name, file, other) { members.append((member, value)) }
        }
        complete(&members, for: name)
        let helper = file["supporting"].items.first?["code"].text ?? Person.neighbour.rawValue
        let path = action["path"].text.replacing("{department}", with: helper)
        let body = "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
        let needsBody = !members.isEmpty || ["classify", "dispatch", "claim"].contains(name)
        // Claims and orders are made of no version.
        let reply = try await line.call(
            action["method"].text, path, as: person, seen: ["claim", "issue_order"].contains(name) ? nil : seen, needsBody ? body : nil)
        return LineWalk.Deed(name: name, status: reply.status)
    }

    /// What one member asks of another.
    private mutating func complete(_ members: inout [(String, String)], for action: String) {
        let names = members.map(\.0)
        func flag(_ name: String) -> String? { members.first { $0.0 == name }?.1 }
        switch action {
        case "reply": if !names.contains("without_support") { members.append(("without_support", #""已核实""#)) }
        case "rule_on_return": if flag("upheld") == "false" { members.removeAll { $0.0 == "department" } }
        case "review": if !names.contains("text") { members.append(("text", #""意见""#)) }
        case "record_callback":
            members.removeAll { ["solved", "service", "result"].contains($0.0) }
            if flag("contacted") == "true" {
                members += [("solved", "\(dice.chance(2))"), ("result", "\"\(dice.one(of: Self.ratings))\"")]
            }
        default: break
        }
    }

    /// JSON; nil for what is better left out.
    private mutating func value(of member: String, for action: String, _ file: JSON, _ other: GivenCase) -> String? {
        switch member {
        case "until": "\"\(line.clock.now.day.advanced(by: 1 + dice.below(14)))\""
        case "ground": action == "refuse" ? #""same_matter""# : #""requester""#
        case "parent": "\"\(other.number)\""
        case "means": #""phone""#
        case "granted": "\(!dice.chance(4))"
        case "approved": "\(!dice.chance(3))"
        case "reached", "upheld", "contacted", "urgent", "solved": "\(dice.chance(2))"
        case "department": "\"\(dice.one(of: Self.departments))\""
        case "departments", "supporting": "[\"\(dice.one(of: Self.departments))\"]"
        case "whom": #""third_party""#
        case "outcome": #""solved""#
        case "cases": "[\"\(file["number"].text)\"]"
        case "number": "\"\(file["number"].text)\""
        case "kind": "\"\(dice.one(of: ["complaint", "report", "help_request", "consultation"]))\""
        case "category": #""030701""#
        case "region": #""331102""#
        case "regime":
            "\"\(dice.one(of: ["petition", "disclosure request", "disclosure request", "labour inspection", "planning", "gas supply", "hotline"]))\""
        case "against": dice.chance(4) ? #"{"department":"\#(dice.one(of: Self.departments))"}"# : nil
        case "service", "result": "\"\(dice.one(of: Self.ratings))\""
        case "matter": action == "classify" ? nil : #""一事""#
        case "finished_at": "\"\(line.clock.now)\""
        case "promised_on": "\"\(line.clock.now.day.advanced(by: 1 + dice.below(30)))\""
        case "level": "\"\(dice.one(of: SupervisionOrder.Level.allCases).rawValue)\""
        case "basis": nil
        default: #""随机""#
        }
    }
}
