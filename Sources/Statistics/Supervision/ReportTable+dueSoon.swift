import Casework
import CaseworkSQL
import Database
import WorkingTime

extension ReportTable {
    /// Clocks that run and fall due after `asOf` and not after `until`. What is paused has no due instant now.
    static func dueSoon(_ filter: ReportFilter, asOf: Instant, until: Instant) -> ReportTable {
        ReportTable(
            columns: clockColumns(filter) + [ReportColumn("remaining", "剩余小时", .duration, "k.due_at - \(asOf)")],
            source: "clocks k join cases c on c.id = k.case_id",
            condition: """
                \(Clock.isPressing("k")) and k.due_at > \(asOf) and k.due_at <= \(until)
                and \(filter.onClocks())
                """,
            keys: [.instant("k.due_at"), .integer("k.case_id"), .integer("k.ordinal")])
    }

    /// How departments keep the limit for signing: of the clocks for signing whose limit ended in the period and by `asOf`,
    /// those met in time, those that ended later, and those still open. What was called off before its limit ended is not
    /// asked of anybody, and has no share in the rate.
    static func lateSigning(_ filter: ReportFilter, asOf: Instant) -> ReportTable {
        let calledOff: SQL = "k.ended_at <= k.due_at and k.ended_how <> 'met'"
        let late: SQL = "s.late + s.unsigned"
        return ReportTable(
            columns: [
                ReportColumn("department", "承办单位", .department, "s.department"),
                ReportColumn("dispatched", "派单数", .number, "s.dispatched"),
                ReportColumn("signed_on_time", "按时签收", .number, "s.dispatched - s.late - s.unsigned"),
                ReportColumn("late", "超期签收", .number, "s.late"),
                ReportColumn("unsigned", "超期未签收", .number, "s.unsigned"),
                ReportColumn("called_off", "未到期撤改", .number, "s.called_off"),
                ReportColumn(
                    "on_time_rate", "按时签收率", .ratio,
                    "case when s.dispatched > 0 then (s.dispatched - s.late - s.unsigned)::numeric / s.dispatched end"),
            ],
            source: """
                (select k.department, count(*) filter (where (\(calledOff)) is not true) as dispatched,
                    count(*) filter (where k.ended_at > k.due_at and k.ended_at <= \(asOf)) as late,
                    count(*) filter (where k.ended_at is null or k.ended_at > \(asOf)) as unsigned,
                    count(*) filter (where \(calledOff)) as called_off
                from clocks k
                where k.stage = 'sign' and k.counts_late and k.paused_at is null and k.department is not null and k.due_at < \(asOf)
                    and \(filter.onClocks())
                group by k.department) s join \(places) on p.code = s.department
                """,
            condition: "true", keys: [.integer(late), .integer("p.place")], descending: true)
    }
}
