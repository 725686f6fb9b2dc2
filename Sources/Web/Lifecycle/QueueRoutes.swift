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
        let page = try await call.desk.queue(
            of: call.staff, state: try call.query.oneOf("state", CaseState.self), dueBefore: try call.query.instant("due_before"),
            after: cursor, limit: try call.query.limit(), counted: try call.query.bool("total") ?? false)
        let next = page.next.map { "\($0.dueAt.microseconds)-\($0.id.rawValue)" }
        return .page(page.items, next: next, total: page.total) { $1.summary($0) }
    }

    @Sendable static func claim(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let count = try call.members(of: body) { $0.optional("count", .int(1...50)) ?? 1 }
        let answer = try await call.desk.claim(
            count, by: call.staff, key: try call.idempotencyKey(body: body), at: call.now
        ) { taken in
            Answer(.created, body: Response.pageBytes(taken, next: nil, total: nil) { $1.summary($0) }).bytes
        }
        return try Answer.response(answer)
    }
}
