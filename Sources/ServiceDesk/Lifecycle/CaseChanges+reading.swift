import Casework
import Formats
import WorkingTime

/// Reads changes back from the JSON that the history keeps.
extension CaseChanges {
    /// - Throws: `UnreadableChanges` for what no line of a history holds.
    init(json text: String) throws {
        guard let object = try JSONParser.parse(Array(text.utf8)).object else { throw UnreadableChanges(member: "") }
        var list: [Assignment] = []
        // The database keeps members in an order of its own; nothing comes before the opening.
        for member in object where member.key == "opened" { list += try Self.assignments(member.key, member.value) }
        for member in object where member.key != "opened" { list += try Self.assignments(member.key, member.value) }
        self.init(list)
    }

    private static func assignments(_ key: String, _ value: JSON) throws -> [Assignment] {
        let member = ChangedMember(key, value)
        switch key {
        case "supports": return try member.items { .support(try Support($0)) }
        case "supports_gone": return try member.items { .supportGone(DepartmentCode(rawValue: try $0.string)) }
        case "clocks": return try member.items { .clockStarted(try Clock($0)) }
        case "clocks_ended":
            return try member.items { .clockEnded(try $0["clock"].int, try $0["as"].code(), at: try $0["at"].instant) }
        case "clocks_moved": return try member.items { .clockMoved(try $0["clock"].int, try ClockDue($0)) }
        case "clocks_halted": return try member.items { .clockHalted(try $0["clock"].int, try Clock.Halt.list(in: $0)) }
        case "returns": return try member.items { .returnRequest(try ReturnRequest($0)) }
        case "time_requests": return try member.items { .timeRequest(try TimeRequest($0)) }
        case "callbacks": return try member.items { .callback(try Callback($0)) }
        default: return [try assignment(key, member)]
        }
    }

    private static func assignment(_ key: String, _ member: ChangedMember) throws -> Assignment {
        switch key {
        case "opened":
            guard let number = CaseNumber(try member["number"].string) else { throw UnreadableChanges(member: "number") }
            return .opened(number, try member["kind"].code(), receivedAt: try member["at"].instant)
        case "kind": return .kind(try member.code())
        case "category": return .category(try member.optional?.code())
        case "region": return .region(try member.optional?.code())
        case "against": return .against(try member.optional.map(Against.init))
        case "accused": return .accused(try member.items { DepartmentCode(rawValue: try $0.string) })
        case "filed_as_report": return .filedAsReport(try member.bool)
        case "is_named": return .isNamed(try member.bool)
        case "urgent": return .urgent(try member.bool)
        case "complex": return .complex(try member.bool)
        case "regime": return .regime(try member.optional.map { Regime(name: try $0["name"].string, matter: try $0["matter"].string) })
        case "accepted_at": return .acceptedAt(try member.optional?.instant)
        case "changed_at": return .changedAt(try member.instant)
        case "state": return .state(try member.code())
        case "lead": return .lead(try member.optional?.code())
        case "signed": return .signed(try member.bool)
        case "dispatches": return .dispatches(try member.int)
        case "handler": return .handler(try member.optional?.code())
        case "urges": return .urges(try member.int)
        case "urged_at": return .urgedAt(try member.optional?.instant)
        case "suspension":
            return .suspension(
                try member.optional.map {
                    Suspension(ground: try $0["ground"].code(), since: try $0["since"].instant, until: try $0["until"].day)
                })
        case "parked_until": return .parkedUntil(try member.optional?.day)
        case "reworks": return .reworks(try member.int)
        case "reopenings": return .reopenings(try member.int)
        case "own_reopenings": return .ownReopenings(try member.int)
        case "parent": return .parent(try member.optional?.code())
        case "rejection":
            return .rejection(try member.optional.map { Rejection(ground: try $0["ground"].code(), route: try $0["route"].string) })
        case "outcome": return .outcome(try member.optional?.code())
        case "ended_at": return .endedAt(try member.optional?.instant)
        case "version": return .version(try member.int)
        default: throw UnreadableChanges(member: key)
        }
    }
}

/// A line of a history holds something that is no change of a case.
struct UnreadableChanges: Error {
    let member: String
}

/// A member of the JSON, by its name, as one of the types that changes are made of.
struct ChangedMember {
    private let name: String
    private let value: JSON?

    init(_ name: String, _ value: JSON?) {
        self.name = name
        self.value = value
    }

    subscript(name: String) -> ChangedMember { ChangedMember(name, value?.object?[name]) }

    /// Nil where it is absent or null.
    var optional: ChangedMember? { value.map(\.isNull) ?? true ? nil : self }

    var string: String { get throws { try known(value?.string) } }
    var int: Int { get throws { try known(value?.number?.int) } }
    var bool: Bool { get throws { try known(value?.bool) } }
    var instant: Instant { get throws { Instant(microseconds: Int64(try int)) } }
    var day: Day { get throws { try known(Day(try string)) } }

    func code<Code: RawRepresentable<String>>() throws -> Code { try known(Code(rawValue: try string)) }
    func code<Code: RawRepresentable<Int>>() throws -> Code { try known(Code(rawValue: try int)) }

    func items<Item>(_ read: (ChangedMember) throws -> Item) throws -> [Item] {
        try known(value?.array).map { try read(ChangedMember(name, $0)) }
    }

    private func known<Value>(_ value: Value?) throws(UnreadableChanges) -> Value {
        guard let value else { throw UnreadableChanges(member: name) }
        return value
    }
}

extension Against {
    fileprivate init(_ member: ChangedMember) throws {
        if let code = member["department"].optional { self = .department(try code.code()) } else { self = .name(try member["name"].string) }
    }
}

extension Support {
    fileprivate init(_ item: ChangedMember) throws {
        self.init(
            department: try item["department"].code(), since: try item["since"].instant, demand: try item["demand"].optional?.string,
            answer: try item["answer"].optional?.string, answeredBy: try item["answered_by"].optional?.code(),
            answeredAt: try item["answered_at"].optional?.instant)
    }
}

extension CaseChanges.ClockDue {
    fileprivate init(_ item: ChangedMember) throws {
        var extendedBy: Limit?
        if let amount = item["extended_by"].optional {
            extendedBy = Limit(amount: try amount.int, unit: try item["extended_unit"].code())
        }
        self.init(
            dueAt: try item["due_at"].instant, originalDueAt: try item["original_due_at"].optional?.instant,
            provisional: try item["provisional"].optional?.bool ?? false, calendarVersion: try item["calendar_version"].int,
            extendedBy: extendedBy)
    }
}

extension Clock {
    fileprivate init(_ item: ChangedMember) throws {
        let due = try CaseChanges.ClockDue(item)
        self.init(
            ordinal: try item["ordinal"].int, stage: try item["stage"].code(), rule: try item["rule"].string,
            department: try item["department"].optional?.code(), startedAt: try item["started_at"].instant, dueAt: due.dueAt,
            originalDueAt: due.originalDueAt, provisional: due.provisional, calendarVersion: due.calendarVersion,
            countsLate: try item["counts_late"].optional?.bool ?? true, order: try item["order"].optional?.code(),
            extendedBy: due.extendedBy, halts: try Halt.list(in: item), continues: try item["continues"].optional?.int,
            endedAt: try item["ended_at"].optional?.instant, ending: try item["as"].optional?.code())
    }
}

extension Clock.Halt {
    fileprivate static func list(in item: ChangedMember) throws -> [Clock.Halt] {
        guard let halts = item["halts"].optional else { return [] }
        return try halts.items {
            Clock.Halt(from: try $0["from"].instant, to: try $0["to"].optional?.instant, ground: try $0["ground"].string)
        }
    }
}

extension ReturnRequest {
    fileprivate init(_ item: ChangedMember) throws {
        self.init(
            department: try item["department"].code(), requestedBy: try item["requested_by"].code(),
            requestedAt: try item["requested_at"].instant, reason: try item["reason"].string, legalBasis: try item["legal_basis"].string,
            proposed: try item["proposed"].code(), ruledBy: try item["ruled_by"].optional?.code(),
            ruledAt: try item["ruled_at"].optional?.instant, upheld: try item["upheld"].optional?.bool,
            ruling: try item["ruling"].optional?.string, designated: try item["designated"].optional?.code(),
            lapsedAt: try item["lapsed_at"].optional?.instant)
    }
}

extension TimeRequest {
    fileprivate init(_ item: ChangedMember) throws {
        self.init(
            ordinal: try item["ordinal"].int, kind: try item["kind"].code(), department: try item["department"].code(),
            requestedBy: try item["requested_by"].code(), requestedAt: try item["requested_at"].instant, reason: try item["reason"].string,
            ground: try item["ground"].optional?.code(), measures: try item["measures"].optional?.string,
            until: try item["until"].optional?.day, decidedBy: try item["decided_by"].optional?.code(),
            decidedAt: try item["decided_at"].optional?.instant, granted: try item["granted"].optional?.bool,
            decision: try item["decision"].optional?.string, endedAt: try item["ended_at"].optional?.instant)
    }
}

extension Callback {
    fileprivate init(_ item: ChangedMember) throws {
        self.init(
            at: try item["at"].instant, account: try item["account"].optional?.code(),
            opinion: Opinion(
                contacted: try item["contacted"].bool, solved: try item["solved"].optional?.bool,
                service: try item["service"].optional?.code(), result: try item["result"].optional?.code(),
                text: try item["text"].optional?.string))
    }
}
