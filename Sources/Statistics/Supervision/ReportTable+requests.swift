import Casework
import CaseworkSQL
import Database
import WorkingTime

/// What departments ask for and others decide: to give a case back, and to count its time otherwise.
extension ReportTable {
    static func returns(_ filter: ReportFilter, _ ruling: ReturnStanding?) -> ReportTable {
        return ReportTable(
            columns: caseColumns(filter) + [
                ReportColumn("department", "退单单位", .department, "q.department"),
                ReportColumn("proposed", "建议单位", .department, "q.proposed"),
                ReportColumn("state", "裁定", .code, ruled),
                ReportColumn("designated", "裁定单位", .department, "q.designated"),
                ReportColumn("requested_at", "申请时间", .instant, "q.requested_at"),
                ReportColumn("ruled_at", "裁定时间", .instant, "q.ruled_at"),
                ReportColumn("ruling", "裁定小时", .duration, "q.ruled_at - q.requested_at"),
            ],
            source: "return_requests q join cases c on c.id = q.case_id",
            condition:
                "\(isIn(ruling?.rawValue, ruled)) and \(filter.onRequests("q.department", at: "q.requested_at"))",
            keys: [.instant("q.requested_at"), .integer("q.id")], descending: true)
    }

    /// By department: asked, upheld, rejected, open, and how long rulings took by the clock on the wall.
    static func returnTotals(_ filter: ReportFilter) -> ReportTable {
        ReportTable(
            columns: [
                ReportColumn("department", "退单单位", .department, "t.department"),
                ReportColumn("asked", "申请", .number, "t.asked"),
                ReportColumn("upheld", "成立", .number, "t.upheld"),
                ReportColumn("rejected", "不成立", .number, "t.rejected"),
                ReportColumn("open", "待裁定", .number, "t.asked - t.upheld - t.rejected - t.lapsed"),
                ReportColumn("lapsed", "失效", .number, "t.lapsed"),
                ReportColumn("mean_ruling", "平均裁定小时", .duration, "t.mean"),
                ReportColumn("longest_ruling", "最长裁定小时", .duration, "t.longest"),
            ],
            source: """
                (select q.department, count(*) as asked, count(*) filter (where q.upheld) as upheld,
                    count(*) filter (where not q.upheld) as rejected, count(q.lapsed_at) as lapsed, avg(q.ruled_at - q.requested_at) as mean,
                    max(q.ruled_at - q.requested_at) as longest
                from return_requests q join cases c on c.id = q.case_id
                where \(filter.onRequests("q.department", at: "q.requested_at")) group by q.department) t join \(places) on p.code = t.department
                """,
            condition: "true", keys: [.integer("t.asked"), .integer("p.place")], descending: true)
    }

    static func extensions(_ filter: ReportFilter, _ asked: TimeRequest.Kind?, _ decision: TimeRequestStanding?) -> ReportTable {
        let kind: SQL = asked.map { "q.kind = \($0)" } ?? "true"
        return ReportTable(
            columns: caseColumns(filter) + [
                ReportColumn("department", "申请单位", .department, "q.department"),
                ReportColumn("request", "申请事项", .code, "q.kind"),
                ReportColumn("ground", "中止事由", .code, "q.ground"),
                ReportColumn("until", "申请至", .day, "q.until"),
                ReportColumn("state", "决定", .code, decided),
                ReportColumn("requested_at", "申请时间", .instant, "q.requested_at"),
                ReportColumn("decided_at", "决定时间", .instant, "q.decided_at"),
                ReportColumn("decision", "决定小时", .duration, "q.decided_at - q.requested_at"),
            ],
            source: "time_requests q join cases c on c.id = q.case_id",
            condition:
                "\(kind) and \(isIn(decision?.rawValue, decided)) and \(filter.onRequests("q.department", at: "q.requested_at"))",
            keys: [.instant("q.requested_at"), .integer("q.id")], descending: true)
    }

    /// By department and what was asked for: asked, granted, rejected, open.
    static func extensionTotals(_ filter: ReportFilter) -> ReportTable {
        ReportTable(
            columns: [
                ReportColumn("department", "申请单位", .department, "t.department"),
                ReportColumn("request", "申请事项", .code, "t.kind"),
                ReportColumn("asked", "申请", .number, "t.asked"),
                ReportColumn("granted", "同意", .number, "t.granted"),
                ReportColumn("rejected", "不同意", .number, "t.rejected"),
                ReportColumn("open", "待决定", .number, "t.asked - t.granted - t.rejected - t.lapsed"),
                ReportColumn("lapsed", "失效", .number, "t.lapsed"),
            ],
            source: """
                (select q.department, q.kind, count(*) as asked, count(*) filter (where q.granted) as granted,
                    count(*) filter (where not q.granted) as rejected,
                    count(*) filter (where q.granted is null and q.ended_at is not null) as lapsed
                from time_requests q join cases c on c.id = q.case_id
                where \(filter.onRequests("q.department", at: "q.requested_at")) group by q.department, q.kind) t join \(places) on p.code = t.department
                """,
            condition: "true",
            keys: [
                .integer("t.asked"), .integer("p.place"),
                .integer("array_position(array['parking', 'complexity', 'suspension', 'extension'], t.kind)"),
            ], descending: true)
    }

    /// What is shown of a case beside what a department did in it.
    static func caseColumns(_ filter: ReportFilter) -> [ReportColumn] {
        [
            ReportColumn("number", "工单编号", .code, "c.number"),
            ReportColumn("kind", "诉求类型", .code, "c.kind"),
            // Title and state only for those whose departments have the case now.
            ReportColumn("title", "标题", .text, "case when \(filter.mayRead()) then c.title end"),
            ReportColumn("case_state", "工单状态", .code, "case when \(filter.mayRead()) then c.state end"),
            ReportColumn("region", "区域", .region, "c.region"),
        ]
    }

    private static let ruled: SQL =
        "case when q.upheld then 'upheld' when not q.upheld then 'rejected' when q.lapsed_at is null then 'open' else 'lapsed' end"

    private static let decided: SQL =
        "case when q.granted then 'granted' when not q.granted then 'rejected' when q.ended_at is null then 'open' else 'lapsed' end"

    private static func isIn(_ asked: String?, _ state: SQL) -> SQL {
        asked.map { "(\(state)) = \($0)" } ?? "true"
    }
}
