import Casework
import CaseworkSQL
import Database
import WorkingTime

extension ReportTable {
    /// Orders that wait for their answer or for its acceptance. Overdue is one whose limit passed before it was answered.
    static func orders(_ filter: ReportFilter, _ level: SupervisionOrder.Level?, asOf: Instant) -> ReportTable {
        ReportTable(
            columns: [
                ReportColumn("order", "督办单", .number, "o.id"),
                ReportColumn("level", "级别", .code, "o.level"),
                ReportColumn("state", "状态", .code, "o.state"),
                ReportColumn("department", "承办单位", .department, "o.department"),
                ReportColumn(
                    "cases", "工单编号", .list,
                    """
                    array(select n.number from supervision_order_cases m join cases n on n.id = m.case_id
                        where m.order_id = o.id and m.left_at is null order by n.number)
                    """),
                ReportColumn("issued_at", "下达时间", .instant, "o.issued_at"),
                ReportColumn("due_at", "到期时间", .instant, "o.due_at"),
                ReportColumn("acknowledged_at", "签收时间", .instant, "o.acknowledged_at"),
                ReportColumn("replied_at", "回复时间", .instant, "o.replied_at"),
                ReportColumn("is_overdue", "是否超期", .flag, isOverdue(asOf)),
                ReportColumn(
                    "overdue", "超期小时", .duration, "case when \(isOverdue(asOf)) then coalesce(o.replied_at, \(asOf)) - o.due_at end"),
            ],
            source: "supervision_orders o", condition: open(filter, level),
            keys: [.integer(rank), .instant("o.due_at"), .integer("o.id")])
    }

    /// The same by level, highest first.
    static func orderTotals(_ filter: ReportFilter, asOf: Instant) -> ReportTable {
        ReportTable(
            columns: [
                ReportColumn("level", "级别", .code, "t.level"),
                ReportColumn("open", "在办", .number, "t.open"),
                ReportColumn("replied", "已回复待审", .number, "t.replied"),
                ReportColumn("overdue", "超期", .number, "t.overdue"),
            ],
            source: """
                (select o.level, \(rank) as rank, count(*) as open, count(o.replied_at) as replied,
                    count(*) filter (where \(isOverdue(asOf))) as overdue
                from supervision_orders o where \(open(filter, nil)) group by o.level) t
                """,
            condition: "true", keys: [.integer("t.rank")])
    }

    private static func open(_ filter: ReportFilter, _ level: SupervisionOrder.Level?) -> SQL {
        let isAsked: SQL = level.map { "o.level = \($0)" } ?? "true"
        return "o.decided_at is null and \(isAsked) and \(filter.onOrders())"
    }

    private static func isOverdue(_ asOf: Instant) -> SQL { "coalesce(o.replied_at, \(asOf)) > o.due_at" }

    /// The ladder from its top.
    private static let rank: SQL = "array_position(array['interview', 'listed_order', 'key_order', 'order'], o.level)"
}
