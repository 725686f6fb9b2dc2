import Casework
import Formats
import Hummingbird
import ServiceDesk
import WorkingTime

/// What departments and roles are told.
enum NoticeRoutes {
    @Sendable static func list(_ call: StaffCall) async throws -> Response {
        let page = try await call.desk.notices(
            unread: try call.query.bool("unread"), by: call.staff, before: try call.query.cursor(parts: 1)?[0],
            limit: try call.query.limit())
        return .page(page.items, next: page.next.map(String.init), total: nil) { write($0, into: &$1) }
    }

    @Sendable static func read(_ call: StaffCall) async throws -> Response {
        try await call.noMembers()
        let id = try call.rowID()
        let file = try await call.desk.readNotice(id, by: call.staff, at: call.now)
        var writer = JSONWriter()
        writer.object { write(file, into: &$0) }
        return .json(writer.bytes)
    }

    private static func write(_ file: NoticeFile, into object: inout JSONObjectWriter) {
        object.member("id", file.id)
        object.member("kind", file.kind.rawValue)
        object.member("department", file.department?.rawValue)
        object.member("role", file.role)
        object.member("at", file.at.description)
        object.member("supervision_order", file.order?.rawValue)
        object.member("read_at", file.readAt?.description)
        object.member("read_by", file.readBy)
        object.member("case_count", file.count)
        object.objects("cases", file.subjects) { item, subject in
            item.member("number", subject.number)
            item.member("stage", subject.stage?.rawValue)
            item.member("due_at", subject.dueAt?.description)
        }
    }
}
