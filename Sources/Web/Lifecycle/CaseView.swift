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
        object.member("complex", rules.complex)
        if let regime = rules.regime {
            object.object("regime") {
                $0.member("name", regime.name)
                $0.member("matter", regime.matter)
            }
        }
        object.named("category", rules.category, map.category(_:)) { $0.name }
        object.named("region", rules.region, map.region(_:)) { $0.name }
        object.named("department", rules.lead, map.department(_:)) { $0.name }
        object.objects("supporting", rules.supports) { $0.support($1, in: map) }
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
        object.member("ended_at", rules.endedAt?.description)
        object.member("reworks", rules.reworks)
        object.member("reopenings", rules.reopenings)
        object.member("parked_until", rules.parkedUntil?.description)
        if let suspension = rules.suspension {
            object.object("suspension") {
                $0.member("ground", suspension.ground.rawValue)
                $0.member("since", suspension.since.description)
                $0.member("until", suspension.until.description)
            }
        }
        if let rejection = rules.rejection {
            object.object("refusal") {
                $0.member("ground", rejection.ground.rawValue)
                $0.member("route", rejection.route)
            }
        }
        object.member("parent", file.parent)
        object.member("repeats", file.repeats)
        if let linked = file.linked { object.member("linked", linked) }
        object.member("next_due_at", rules.nextDueAt?.description)
        if let requester = file.requester {
            object.object("requester") {
                $0.member("name", requester.name)
                $0.member("phone", requester.phone)
                $0.member("email", requester.email)
                $0.member("id_number", requester.idNumber)
            }
        }
        object.objects("clocks", file.clocks) { $0.clock($1, at: now) }
        object.objects("return_requests", rules.returns) { $0.returnRequest($1) }
        object.member("pending_return_request", file.pendingReturn)
        object.objects("time_requests", rules.timeRequests) { $0.timeRequest($1) }
        object.objects("callbacks", rules.callbacks) { $0.callback($1) }
        object.objects("supervision_orders", file.orders) {
            $0.member("id", $1.id.rawValue)
            $0.member("level", $1.level.rawValue)
            $0.member("state", $1.state.rawValue)
            $0.member("due_at", $1.dueAt.description)
        }
        object.allowedActions(file.allowedActions.map { ActionCall($0, on: file) })
    }
}
