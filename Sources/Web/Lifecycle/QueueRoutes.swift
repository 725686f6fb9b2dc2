import Casework
import Formats
import HTTPTypes
import Hummingbird
import ServiceDesk
import WorkingTime

/// The queue of a department or of the dispatchers.
enum QueueRoutes {
    private enum Order: String, CaseIterable { case due }

    @Sendable static func list(_ call: StaffCall) async throws -> Response {
        _ = try call.query.oneOf("sort", Order.self)
        let cursor = try call.query.cursor(parts: 2).map {
            QueueCursor(dueAt: Instant(microseconds: Int64($0[0])), id: CaseID(rawValue: $0[1]))
        }
        let filter = try filter(call)
        // Before the list is read: what changes from now on is told by the stream.
        let mark = try await call.desk.queueMark(of: call.staff, filter, at: call.now)
        let page = try await call.desk.queue(
            of: call.staff, filter, after: cursor, limit: try call.query.limit(), counted: try call.query.bool("total") ?? false,
            at: call.now)
        let next = page.next.map { "\($0.dueAt.microseconds)-\($0.id.rawValue)" }
        return .page(page.items, next: next, total: page.total) { $1.summary($0) }.live(from: mark)
    }

    static func filter(_ call: StaffCall) throws -> QueueFilter {
        let map = call.desk.jurisdiction.map
        var filter = QueueFilter()
        filter.part = try call.query.oneOf("role", QueueFilter.Part.self) ?? .lead
        filter.handler = try call.query.oneOf("handler", QueueFilter.Handler.self)
        filter.state = try call.query.oneOf("state", CaseState.self)
        filter.kind = try call.query.oneOf("kind", Kind.self)
        filter.region = try call.query.code("region", RegionCode.self) { map.region($0) != nil }
        filter.dueBefore = try call.query.instant("due_before")
        return filter
    }

    @Sendable static func claim(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let wish = try call.members(of: body) { members -> ClaimWish? in
            let count = members.optional("count", .int(1...50))
            let number = members.optional("number", .caseNumber)
            guard let number else { return .next(count ?? 1) }
            if members.holds("count") {
                members.fault("count", "not_with_number", Words("指定编号时不得另给数量。", "Who names a case names no count."))
            }
            return .one(number)
        }
        let answer = try await call.desk.claim(
            wish, by: call.staff, key: try call.idempotencyKey(body: body), at: call.now
        ) { taken in
            Answer(.created, body: Response.pageBytes(taken, next: nil, total: nil) { $1.summary($0) }).bytes
        }
        return try Answer.response(answer)
    }
}
