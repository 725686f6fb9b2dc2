import Casework
import Formats
import ServiceDesk
import WorkingTime

/// A case as staff see it.
struct CaseView {
    let file: CaseFile
    let map: ResponsibilityMap
    let now: Instant

    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.object { write(into: &$0) }
        return writer.bytes
    }

    private func write(into object: inout JSONObjectWriter) {
        let rules = file.file
        object.member("number", rules.number.description)
        object.member("version", rules.version)
        object.member("kind", rules.kind.rawValue)
        object.member("title", file.title)
        object.member("body", file.body)
        object.member("channel", file.channel.rawValue)
        object.member("state", rules.state.rawValue)
        object.member("urgent", rules.urgent)
        object.named("category", rules.category, map.category(_:)) { $0.name }
        object.named("region", rules.region, map.region(_:)) { $0.name }
        object.named("department", rules.lead, map.department(_:)) { $0.name }
        object.objects("supporting", rules.supporting) { $0.department($1, in: map) }
        if file.address != nil || file.place != nil {
            object.object("location") {
                $0.member("address", file.address)
                if let place = file.place {
                    $0.member("longitude", place.longitude)
                    $0.member("latitude", place.latitude)
                }
            }
        }
        object.member("occurred_at", file.occurredAt?.description)
        if let against = rules.against {
            object.object("against") {
                $0.member("department", against.department?.rawValue)
                $0.member("name", against.name)
            }
        }
        object.member("confidential", file.confidential)
        object.member("publish_consent", file.publishConsent)
        object.member("received_at", rules.receivedAt.description)
        object.member("registered_at", file.registeredAt.description)
        object.member("changed_at", rules.changedAt.description)
        object.member("signed", rules.signed)
        object.member("dispatches", rules.dispatches)
        object.member("handler", file.handlerName)
        object.member("outcome", rules.outcome?.rawValue)
        object.member("next_due_at", rules.nextDueAt?.description)
        if let requester = file.requester {
            object.object("requester") {
                $0.member("name", requester.name)
                $0.member("phone", requester.phone)
                $0.member("email", requester.email)
                $0.member("id_number", requester.idNumber)
            }
        }
        object.objects("clocks", rules.clocks) { $0.clock($1, at: now) }
        object.objects("return_requests", rules.returns) { $0.returnRequest($1) }
        object.member("pending_return_request", file.pendingReturn)
        object.objects("supervision_orders", file.orders) {
            $0.member("id", $1.id.rawValue)
            $0.member("level", $1.level.rawValue)
            $0.member("state", $1.state.rawValue)
            $0.member("due_at", $1.dueAt.description)
        }
        object.objects("allowed_actions", file.allowedActions) { $0.action($1, on: file) }
    }
}

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
        member("provisional", clock.provisional)
        member("calendar_version", clock.calendarVersion)
        member("met_at", clock.ending == .met ? clock.endedAt?.description : nil)
        member("state", clock.standing(at: now).rawValue)
        if let order = clock.order { member("supervision_order", order.rawValue) }
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
    }

    /// What can be done next, and how: method, path, and the members the body needs.
    mutating func action(_ action: CaseAction, on file: CaseFile) {
        let call = ActionCall(action, number: file.file.number, pendingReturn: file.pendingReturn)
        member("action", action.rawValue)
        member("method", call.method)
        member("path", call.path)
        member("members", call.members)
        member("optional_members", call.optionalMembers)
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
