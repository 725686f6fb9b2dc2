import Casework
import Formats
import ServiceDesk
import WorkingTime

/// The parts of a case that several views show.
extension JSONObjectWriter {
    /// A code with the name it stands for, or null.
    mutating func named<Code: ListCode, Entry>(
        _ name: String, _ code: Code?, _ entry: (Code) -> Entry?, _ title: (Entry) -> String
    ) {
        guard let code else { return member(name, String?.none) }
        let words = entry(code).map(title)
        object(name) {
            $0.member("code", code.rawValue)
            $0.member("name", words)
        }
    }

    mutating func department(_ code: DepartmentCode, in map: ResponsibilityMap) {
        member("code", code.rawValue)
        member("name", map.department(code)?.name)
    }

    /// A clock as everybody sees it.
    mutating func clock(_ clock: Clock, at now: Instant) {
        member("stage", clock.stage.rawValue)
        member("rule", clock.rule)
        member("department", clock.department?.rawValue)
        member("started_at", clock.startedAt.description)
        member("due_at", clock.dueAt.description)
        member("original_due_at", unlessNil: clock.originalDueAt?.description)
        member("provisional", clock.provisional)
        member("calendar_version", clock.calendarVersion)
        member("met_at", clock.ending == .met ? clock.endedAt?.description : nil)
        member("state", clock.standing(at: now).rawValue)
        if let order = clock.order { member("supervision_order", order.rawValue) }
        if let continues = clock.continues { member("continues", continues) }
        if !clock.halts.isEmpty {
            objects("pauses", clock.rests) {
                $0.member("from", $1.from.description)
                $0.member("to", $1.to?.description)
                $0.member("ground", $1.ground)
            }
        }
    }

    /// The stretches of a clock, each with its days. The calendar may have changed since it started: its due instant stands,
    /// and the reader is told.
    mutating func segments(of clock: Clock, under jurisdiction: Jurisdiction) {
        let segments = clock.segments(under: jurisdiction)
        guard let first = segments.first, let last = segments.last else { return }
        member("limit", first.explanation.limit.description)
        objects("segments", segments) { object, segment in
            object.member("reason", segment.reason.rawValue)
            object.member("started_at", segment.startedAt.description)
            object.member("due_at", segment.explanation.due?.dueAt.description)
            object.explanation(segment.explanation)
        }
        if let due = last.explanation.due, due.dueAt != clock.dueAt {
            member("recounted_due_at", due.dueAt.description)
        }
    }

    mutating func support(_ support: Support, in map: ResponsibilityMap) {
        department(support.department, in: map)
        member("since", support.since.description)
        member("demand", support.demand)
        member("answer", support.answer)
        member("answered_at", support.answeredAt?.description)
    }

    mutating func timeRequest(_ request: TimeRequest) {
        member("kind", request.kind.rawValue)
        member("department", request.department.rawValue)
        member("requested_at", request.requestedAt.description)
        member("reason", request.reason)
        member("ground", unlessNil: request.ground?.rawValue)
        member("measures", unlessNil: request.measures)
        member("until", request.until?.description)
        member("granted", request.granted)
        member("decided_at", request.decidedAt?.description)
        member("decision", request.decision)
        member("ended_at", request.endedAt?.description)
    }

    mutating func callback(_ callback: Callback) {
        member("at", callback.at.description)
        member("by_requester", callback.account == nil)
        member("contacted", callback.opinion.contacted)
        member("solved", callback.opinion.solved)
        member("service", callback.opinion.service?.rawValue)
        member("result", callback.opinion.result?.rawValue)
        member("text", callback.opinion.text)
    }

    mutating func returnRequest(_ request: ReturnRequest) {
        member("department", request.department.rawValue)
        member("requested_at", request.requestedAt.description)
        member("reason", request.reason)
        member("legal_basis", request.legalBasis)
        member("proposed", request.proposed.rawValue)
        member("ruled_at", request.ruledAt?.description)
        member("upheld", request.upheld)
        member("ruling", request.ruling)
        member("designated", request.designated?.rawValue)
        member("lapsed_at", request.lapsedAt?.description)
    }

    mutating func summary(_ summary: CaseSummary) {
        member("number", summary.number)
        member("kind", summary.kind.rawValue)
        member("title", summary.title)
        member("state", summary.state.rawValue)
        member("category", summary.category?.rawValue)
        member("region", summary.region?.rawValue)
        member("department", summary.department?.rawValue)
        member("handler", summary.handlerName)
        member("urgent", summary.urgent)
        member("received_at", summary.receivedAt.description)
        member("next_due_at", summary.nextDueAt?.description)
        member("urges", summary.urges)
        member("urged_at", summary.urgedAt?.description)
        member("version", summary.version)
    }

    mutating func historyLine(_ line: HistoryLine, actors: Bool) {
        member("ordinal", line.ordinal)
        member("at", line.at.description)
        member("type", line.type)
        if actors { member("actor", line.actor) }
        member("role", line.role)
        member("text", line.text)
        raw("facts", line.factsJSON)
    }
}
