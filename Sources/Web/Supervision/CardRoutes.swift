import Casework
import Formats
import Hummingbird
import ServiceDesk
import WorkingTime

/// Yellow and red cards.
enum CardRoutes {
    @Sendable static func list(_ call: StaffCall) async throws -> Response {
        let map = call.desk.jurisdiction.map
        var filter = CardFilter()
        filter.department = try call.query.code("department", DepartmentCode.self) { map.department($0) != nil }
        filter.colour = try call.query.oneOf("colour", Card.Colour.self)
        filter.from = try call.query.instant("issued_from")
        filter.before = try call.query.instant("issued_before")
        let cursor = try call.query.cursor(parts: 2).map { CardCursor(issuedAt: Instant(microseconds: Int64($0[0])), id: $0[1]) }
        let page = try await call.desk.cards(filter, by: call.staff, after: cursor, limit: try call.query.limit())
        let next = page.next.map { "\($0.issuedAt.microseconds)-\($0.id)" }
        return .page(page.items, next: next, total: nil) { write($0, into: &$1) }
    }

    @Sendable static func withdraw(_ call: StaffCall) async throws -> Response {
        let id = try call.rowID()
        let reason = try await call.members { $0.required("text", .words) }
        let file = try await call.desk.withdrawCard(
            id, saying: reason, by: call.staff, expecting: try call.expectedVersion(), at: call.now)
        var writer = JSONWriter()
        writer.object { write(file, into: &$0) }
        return try Answer.response(Answer(etag: file.card.version, body: writer.bytes).bytes)
    }

    private static func write(_ file: CardFile, into object: inout JSONObjectWriter) {
        let card = file.card
        object.member("id", card.id)
        object.member("version", card.version)
        object.member("colour", card.colour.rawValue)
        object.member("department", card.department.rawValue)
        object.member("number", file.number)
        object.member("stage", file.stage.rawValue)
        object.member("due_at", file.dueAt.description)
        object.member("supervision_order", file.order?.rawValue)
        object.member("issued_at", card.issuedAt.description)
        object.member("withdrawn_at", card.withdrawnAt?.description)
        object.member("withdrawn_by", file.withdrawer)
        object.member("withdrawal", card.withdrawal)
    }
}
