import Casework
import Database
import Formats
import WorkingTime

/// Changes as one JSON object: a member for each assignment, arrays for what there may be several of. What is as usual is left
/// out. Times are microseconds since 1970-01-01T00:00Z, days are text.
extension CaseChanges {
    /// Nil where nothing changed.
    var json: JSONText? {
        guard !isEmpty else { return nil }
        var writer = JSONWriter(capacity: 512)
        writer.object { object in
            for assignment in assignments { object.write(assignment) }
            object.array("supports", assignments.compactMap(\.support)) { $0.write($1) }
            object.array("supports_gone", assignments.compactMap(\.supportGone)) { $0.value($1.rawValue) }
            object.array("clocks", assignments.compactMap(\.clockStarted)) { $0.write($1) }
            object.array("clocks_ended", assignments.compactMap(\.clockEnded)) { writer, ended in
                writer.object {
                    $0.member("clock", ended.ordinal)
                    $0.member("as", ended.ending.rawValue)
                    $0.member("at", ended.at.microseconds)
                }
            }
            object.array("clocks_moved", assignments.compactMap(\.clockMoved)) { writer, moved in
                writer.object {
                    $0.member("clock", moved.ordinal)
                    $0.write(moved.due)
                }
            }
            object.array("clocks_halted", assignments.compactMap(\.clockHalted)) { writer, halted in
                writer.object {
                    $0.member("clock", halted.ordinal)
                    $0.array("halts", halted.halts) { $0.write($1) }
                }
            }
            object.array("returns", assignments.compactMap(\.returnRequest)) { $0.write($1) }
            object.array("time_requests", assignments.compactMap(\.timeRequest)) { $0.write($1) }
            object.array("callbacks", assignments.compactMap(\.callback)) { $0.write($1) }
        }
        return JSONText(String(decoding: writer.bytes, as: UTF8.self))
    }
}

extension JSONObjectWriter {
    fileprivate mutating func array<Item>(_ key: String, _ items: [Item], _ body: (inout JSONWriter, Item) -> Void) {
        if !items.isEmpty { member(key) { $0.array(items, body) } }
    }

    fileprivate mutating func write(_ assignment: CaseChanges.Assignment) {
        switch assignment {
        case .opened(let number, let kind, let receivedAt):
            object("opened") {
                $0.member("number", number.description)
                $0.member("kind", kind.rawValue)
                $0.member("at", receivedAt.microseconds)
            }
        case .kind(let value): member("kind", value.rawValue)
        case .category(let value): member("category", value?.rawValue)
        case .region(let value): member("region", value?.rawValue)
        case .against(.department(let code)): object("against") { $0.member("department", code.rawValue) }
        case .against(.name(let words)): object("against") { $0.member("name", words) }
        case .against(nil): member("against", String?.none)
        case .accused(let value): member("accused", value.map(\.rawValue))
        case .filedAsReport(let value): member("filed_as_report", value)
        case .isNamed(let value): member("is_named", value)
        case .urgent(let value): member("urgent", value)
        case .complex(let value): member("complex", value)
        case .regime(let value):
            member("regime") { writer in
                guard let value else { return writer.null() }
                writer.object {
                    $0.member("name", value.name)
                    $0.member("matter", value.matter)
                }
            }
        case .acceptedAt(let value): member("accepted_at", value?.microseconds)
        case .changedAt(let value): member("changed_at", value.microseconds)
        case .state(let value): member("state", value.rawValue)
        case .lead(let value): member("lead", value?.rawValue)
        case .signed(let value): member("signed", value)
        case .dispatches(let value): member("dispatches", value)
        case .handler(let value): member("handler", value?.rawValue)
        case .urges(let value): member("urges", value)
        case .urgedAt(let value): member("urged_at", value?.microseconds)
        case .suspension(let value):
            member("suspension") { writer in
                guard let value else { return writer.null() }
                writer.object {
                    $0.member("ground", value.ground.rawValue)
                    $0.member("since", value.since.microseconds)
                    $0.member("until", value.until.description)
                }
            }
        case .parkedUntil(let value): member("parked_until", value?.description)
        case .reworks(let value): member("reworks", value)
        case .reopenings(let value): member("reopenings", value)
        case .ownReopenings(let value): member("own_reopenings", value)
        case .parent(let value): member("parent", value?.rawValue)
        case .rejection(let value):
            member("rejection") { writer in
                guard let value else { return writer.null() }
                writer.object {
                    $0.member("ground", value.ground.rawValue)
                    $0.member("route", value.route)
                }
            }
        case .outcome(let value): member("outcome", value?.rawValue)
        case .endedAt(let value): member("ended_at", value?.microseconds)
        case .version(let value): member("version", value)
        case .support, .supportGone, .clockStarted, .clockEnded, .clockMoved, .clockHalted, .returnRequest, .timeRequest, .callback:
            break
        }
    }

    fileprivate mutating func write(_ due: CaseChanges.ClockDue) {
        member("due_at", due.dueAt.microseconds)
        member("original_due_at", unlessNil: due.originalDueAt?.microseconds)
        if due.provisional { member("provisional", true) }
        member("calendar_version", due.calendarVersion)
        if let extendedBy = due.extendedBy {
            member("extended_by", extendedBy.amount)
            member("extended_unit", extendedBy.unit.rawValue)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ support: Support) {
        object {
            $0.member("department", support.department.rawValue)
            $0.member("since", support.since.microseconds)
            $0.member("demand", unlessNil: support.demand)
            $0.member("answer", unlessNil: support.answer)
            $0.member("answered_by", unlessNil: support.answeredBy?.rawValue)
            $0.member("answered_at", unlessNil: support.answeredAt?.microseconds)
        }
    }

    fileprivate mutating func write(_ clock: Clock) {
        object {
            $0.member("ordinal", clock.ordinal)
            $0.member("stage", clock.stage.rawValue)
            $0.member("rule", clock.rule)
            $0.member("department", unlessNil: clock.department?.rawValue)
            $0.member("started_at", clock.startedAt.microseconds)
            $0.write(clock.due)
            if !clock.countsLate { $0.member("counts_late", false) }
            $0.member("order", unlessNil: clock.order?.rawValue)
            $0.array("halts", clock.halts) { $0.write($1) }
            $0.member("continues", unlessNil: clock.continues)
            $0.member("ended_at", unlessNil: clock.endedAt?.microseconds)
            $0.member("as", unlessNil: clock.ending?.rawValue)
        }
    }

    fileprivate mutating func write(_ halt: Clock.Halt) {
        object {
            $0.member("from", halt.from.microseconds)
            $0.member("to", unlessNil: halt.to?.microseconds)
            $0.member("ground", halt.ground)
        }
    }

    fileprivate mutating func write(_ request: ReturnRequest) {
        object {
            $0.member("department", request.department.rawValue)
            $0.member("requested_by", request.requestedBy.rawValue)
            $0.member("requested_at", request.requestedAt.microseconds)
            $0.member("reason", request.reason)
            $0.member("legal_basis", request.legalBasis)
            $0.member("proposed", request.proposed.rawValue)
            $0.member("ruled_by", unlessNil: request.ruledBy?.rawValue)
            $0.member("ruled_at", unlessNil: request.ruledAt?.microseconds)
            $0.member("upheld", unlessNil: request.upheld)
            $0.member("ruling", unlessNil: request.ruling)
            $0.member("designated", unlessNil: request.designated?.rawValue)
            $0.member("lapsed_at", unlessNil: request.lapsedAt?.microseconds)
        }
    }

    fileprivate mutating func write(_ request: TimeRequest) {
        object {
            $0.member("ordinal", request.ordinal)
            $0.member("kind", request.kind.rawValue)
            $0.member("department", request.department.rawValue)
            $0.member("requested_by", request.requestedBy.rawValue)
            $0.member("requested_at", request.requestedAt.microseconds)
            $0.member("reason", request.reason)
            $0.member("ground", unlessNil: request.ground?.rawValue)
            $0.member("measures", unlessNil: request.measures)
            $0.member("until", unlessNil: request.until?.description)
            $0.member("decided_by", unlessNil: request.decidedBy?.rawValue)
            $0.member("decided_at", unlessNil: request.decidedAt?.microseconds)
            $0.member("granted", unlessNil: request.granted)
            $0.member("decision", unlessNil: request.decision)
            $0.member("ended_at", unlessNil: request.endedAt?.microseconds)
        }
    }

    fileprivate mutating func write(_ callback: Callback) {
        object {
            $0.member("at", callback.at.microseconds)
            $0.member("account", unlessNil: callback.account?.rawValue)
            $0.member("contacted", callback.opinion.contacted)
            $0.member("solved", unlessNil: callback.opinion.solved)
            $0.member("service", unlessNil: callback.opinion.service?.rawValue)
            $0.member("result", unlessNil: callback.opinion.result?.rawValue)
            $0.member("text", unlessNil: callback.opinion.text)
        }
    }
}

extension CaseChanges.Assignment {
    fileprivate var support: Support? { if case .support(let value) = self { value } else { nil } }
    fileprivate var supportGone: DepartmentCode? { if case .supportGone(let value) = self { value } else { nil } }
    fileprivate var clockStarted: Clock? { if case .clockStarted(let value) = self { value } else { nil } }
    fileprivate var clockEnded: (ordinal: Int, ending: Clock.Ending, at: Instant)? {
        if case .clockEnded(let ordinal, let ending, let at) = self { (ordinal, ending, at) } else { nil }
    }
    fileprivate var clockMoved: (ordinal: Int, due: CaseChanges.ClockDue)? {
        if case .clockMoved(let ordinal, let due) = self { (ordinal, due) } else { nil }
    }
    fileprivate var clockHalted: (ordinal: Int, halts: [Clock.Halt])? {
        if case .clockHalted(let ordinal, let halts) = self { (ordinal, halts) } else { nil }
    }
    fileprivate var returnRequest: ReturnRequest? { if case .returnRequest(let value) = self { value } else { nil } }
    fileprivate var timeRequest: TimeRequest? { if case .timeRequest(let value) = self { value } else { nil } }
    fileprivate var callback: Callback? { if case .callback(let value) = self { value } else { nil } }
}
