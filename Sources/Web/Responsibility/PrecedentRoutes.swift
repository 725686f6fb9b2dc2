import Casework
import Formats
import Hummingbird
import ServiceDesk
import WorkingTime

/// What was ruled on cases that an entry of the map had sent.
enum PrecedentRoutes {
    @Sendable static func list(_ call: StaffCall) async throws -> Response {
        let entry = try call.rowID()
        let map = call.desk.jurisdiction.map
        let page = try await call.desk.precedents(
            of: entry, by: call.staff, before: try call.query.cursor(parts: 1)?[0], limit: try call.query.limit())
        return .page(page.items, next: page.next.map(String.init), total: nil) { precedent, object in
            object.member("id", precedent.id)
            object.member("number", precedent.number)
            object.named("department", precedent.department, map.department(_:)) { $0.name }
            object.member("reason", precedent.words?.reason)
            object.member("legal_basis", precedent.words?.legalBasis)
            object.member("upheld", precedent.upheld)
            object.member("ruling", precedent.words?.ruling)
            object.named("designated", precedent.designated, map.department(_:)) { $0.name }
            object.member("ruled_at", precedent.ruledAt.description)
            object.member("proposals", precedent.proposals)
        }
    }
}
