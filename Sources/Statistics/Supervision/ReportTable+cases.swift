import Casework
import Database
import WorkingTime

/// Cases that stand out: those that many ask about, and those that nobody keeps.
extension ReportTable {
    /// Cases that repeats were merged into.
    static func repeats(_ filter: ReportFilter) -> ReportTable {
        ReportTable(
            columns: caseColumns(filter) + [
                ReportColumn("category", "事项分类", .code, "c.category"),
                ReportColumn("department", "承办单位", .department, "c.department"),
                ReportColumn("received_at", "受理时间", .instant, "c.received_at"),
                ReportColumn("repeats", "重复件数", .number, "m.repeats"),
                ReportColumn("last_repeat_at", "最近重复", .instant, "m.latest"),
            ],
            source: "\(merged) join cases c on c.id = m.parent",
            condition: "\(filter.onCases()) and \(filter.within("c.department"))",
            keys: [.integer("m.repeats"), .integer("c.id")], descending: true)
    }

    /// How many cases have how many repeats, most first.
    static func repeatTotals(_ filter: ReportFilter) -> ReportTable {
        ReportTable(
            columns: [
                ReportColumn("repeats", "重复件数", .number, "t.repeats"),
                ReportColumn("cases", "工单数", .number, "t.cases"),
            ],
            source: """
                (select m.repeats, count(*) as cases from \(merged) join cases c on c.id = m.parent
                where \(filter.onCases()) and \(filter.within("c.department")) group by m.repeats) t
                """,
            condition: "true", keys: [.integer("t.repeats")], descending: true)
    }

    /// Cases dispatched twice or more, with the departments that had them one after the other.
    static func pingPong(_ filter: ReportFilter) -> ReportTable {
        let chain: (SQL) -> SQL = { "(select \($0) from routings h where h.case_id = c.id and h.department is not null)" }
        // The departments asked for are any that ever had it.
        let passed: SQL =
            filter.departments == nil
            ? "true" : "exists (select from routings h where h.case_id = c.id and \(filter.within("h.department")))"
        return ReportTable(
            columns: caseColumns(filter) + [
                ReportColumn("department", "承办单位", .department, "c.department"),
                ReportColumn("received_at", "受理时间", .instant, "c.received_at"),
                ReportColumn("dispatches", "派单次数", .number, "c.dispatches"),
                ReportColumn(
                    "chain", "流转单位",
                    .json(
                        cell: chain(
                            "string_agg((select name from departments n where n.code = h.department), ' → ' order by h.ordinal)")),
                    chain("json_agg(json_build_object('department', h.department, 'source', h.source) order by h.ordinal)::text")),
            ],
            source: "cases c", condition: "c.dispatches >= 2 and \(filter.onCases()) and \(passed)",
            keys: [.integer("c.dispatches"), .integer("c.id")], descending: true)
    }

    private static let merged: SQL = """
        (select parent, count(*) as repeats, max(received_at) as latest from cases where parent is not null group by parent) m
        """
}
