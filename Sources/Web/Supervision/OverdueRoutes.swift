import Casework
import Formats
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceDesk
import Statistics
import WorkingTime

/// The overdue report: worst first as pages, the whole as CSV, or totals.
enum OverdueRoutes {
    private enum Format: String, CaseIterable { case json, csv }

    @Sendable static func report(_ call: StaffCall) async throws -> Response {
        var query = try query(call)
        let asked = try call.query.oneOf("format", Format.self)
        let language = try call.query.oneOf("lang", Language.self) ?? call.language
        let withMark = try call.query.bool("bom") ?? false
        query.limit = try call.query.limit()
        query.counted = try call.query.bool("total") ?? false
        query.after = try call.query.cursor(parts: 4).map {
            OverdueCursor(asOf: Instant(microseconds: Int64($0[0])), lateness: $0[1], caseID: $0[2], ordinal: $0[3])
        }
        // The page before may be another server's, whose clock is a little ahead.
        if let after = query.after, after.asOf > call.now.adding(seconds: 60) {
            throw Problem.invalidParameter("cursor", "malformed_cursor", Words("请使用上一页返回的 next。", "Use the next of the page before."))
        }
        let accepts = call.request.headers[.accept]?.lowercased() ?? ""
        if asked == .csv || (asked == nil && accepts.contains("text/csv")) {
            return csv(query, in: try call.house.statistics.openExport(), language: language, withMark: withMark, call)
        }
        return .json(try await call.house.statistics.overdue(query, at: call.now, render: render))
    }

    @Sendable static func totals(_ call: StaffCall) async throws -> Response {
        let query = try query(call)
        let map = call.desk.jurisdiction.map
        let totals = try await call.house.statistics.overdueTotals(query, at: call.now)
        return .json(
            Response.pageBytes(totals, next: nil, total: nil, head: { $0.member("as_of", (query.asOf ?? call.now).description) }) {
                total, object in
                object.named("department", total.department, map.department(_:)) { $0.name }
                object.member("stage", total.stage.rawValue)
                object.member("open", total.open)
                object.member("met_late", total.metLate)
                object.member("worst_overdue_seconds", total.worst / 1_000_000)
            })
    }

    /// A head sees the departments below their own; a supervisor sees all, or those asked for.
    private static func query(_ call: StaffCall) throws -> OverdueQuery {
        let map = call.desk.jurisdiction.map
        var query = OverdueQuery(scope: CaseScope(of: call.staff, in: map))
        if let asked = try call.query.code("department", DepartmentCode.self, knownBy: { map.department($0) != nil }) {
            query.departments = map.subtree(of: asked).sorted()
        }
        query.stage = try call.query.oneOf("stage", Stage.self)
        query.kind = try call.query.oneOf("kind", Kind.self)
        query.regions = try call.query.code("region", RegionCode.self) { map.region($0) != nil }.map { map.subtree(of: $0) }
        query.asOf = try call.query.instant("as_of")
        if let asOf = query.asOf, asOf > call.now {
            throw Problem.invalidParameter("as_of", "in_the_future", Words("不能晚于现在。", "It must not lie in the future."))
        }
        return query
    }

    @Sendable private static func render(_ page: OverduePage) -> [UInt8] {
        let next = page.next.map { "\($0.asOf.microseconds)-\($0.lateness)-\($0.caseID)-\($0.ordinal)" }
        return Response.pageBytes(page.items, next: next, total: page.total, head: { $0.member("as_of", page.asOf.description) }) {
            clock, object in
            object.member("number", clock.number)
            object.member("kind", clock.kind.rawValue)
            object.member("title", clock.title)
            object.member("case_state", clock.caseState?.rawValue)
            object.member("region", clock.region?.rawValue)
            object.member("department", clock.department?.rawValue)
            object.member("stage", clock.stage.rawValue)
            object.member("rule", clock.rule)
            object.member("started_at", clock.startedAt.description)
            object.member("due_at", clock.dueAt.description)
            object.member("met_at", clock.endedAt?.description)
            object.member("state", clock.endedAt == nil ? "overdue" : "met_late")
            object.member("overdue_seconds", clock.lateness / 1_000_000)
        }
    }

    private static func csv(_ query: OverdueQuery, in slot: ExportSlot, language: Language, withMark: Bool, _ call: StaffCall) -> Response {
        let columns: [Words] = [
            Words("工单编号", "number"), Words("诉求类型", "kind"), Words("标题", "title"), Words("工单状态", "case_state"),
            Words("区域", "region"), Words("承办单位", "department"), Words("环节", "stage"), Words("时限规则", "rule"),
            Words("起算时间", "started_at"), Words("到期时间", "due_at"), Words("完成时间", "met_at"), Words("超期小时", "overdue_hours"),
        ]
        let header = (withMark ? "\u{FEFF}" : "") + columns.map { $0.in(language) }.joined(separator: ",") + "\n"
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"overdue.csv\"",
            ],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: header))
                try await call.house.statistics.overdueCSV(query, in: slot, at: call.now) { try await writer.write(ByteBuffer(bytes: $0)) }
                try await writer.finish(nil)
            })
    }
}
