import Casework
import CaseworkSQL
import Database
import WorkingTime

/// The SQL of the overdue report.
///
/// An earlier instant is seen through the rows of today: a clock's due instant is the one it has now,
/// pauses and extensions included, and so is its department. A clock that was paused when it was late
/// already and goes on since is not known to have been late before.
extension ReportTable {
    static func overdue(_ filter: ReportFilter, asOf: Instant) -> ReportTable {
        let lateness: SQL = "least(coalesce(k.ended_at, \(asOf)), \(asOf)) - k.due_at"
        var table = ReportTable(
            columns: clockColumns(filter) + [
                ReportColumn("met_at", "完成时间", .instant, "case when k.ended_at <= \(asOf) then k.ended_at end"),
                ReportColumn("ended_how", "结束方式", .code, "case when k.ended_at <= \(asOf) then k.ended_how end"),
                ReportColumn("state", "状态", .code, "case when k.ended_at <= \(asOf) then 'met_late' else 'overdue' end"),
                ReportColumn("overdue", "超期小时", .duration, lateness),
            ],
            source: "clocks k join cases c on c.id = k.case_id", condition: "\(isLate(asOf)) and \(filter.onClocks())",
            keys: [.longest(lateness), .integer("k.case_id"), .integer("k.ordinal")])
        table.picked = { cursor, most in
            let sets = SQL(
                joined: LateSet.allCases.map { $0.worst(filter, asOf: asOf, after: cursor, most: most) }, separator: " union all ")
            return """
                (select * from (\(sets)) late order by lateness desc, case_id, ordinal limit \(most)) late
                    join clocks k on k.case_id = late.case_id and k.ordinal = late.ordinal
                    join cases c on c.id = late.case_id
                """
        }
        let counts = LateSet.allCases.map { "(select count(*) from clocks k where \($0.condition(asOf)) and \(filter.onClocks()))" as SQL }
        table.counted = "select \(SQL(joined: counts, separator: " + "))"
        return table
    }

    /// What is shown of a clock and its case, wherever clocks are listed.
    static func clockColumns(_ filter: ReportFilter) -> [ReportColumn] {
        [
            ReportColumn("number", "工单编号", .code, "c.number"),
            ReportColumn("clock", "时钟序号", .number, "k.ordinal"),
            ReportColumn("kind", "诉求类型", .code, "c.kind"),
            // Title and state only for those whose departments have the case now.
            ReportColumn("title", "标题", .text, "case when \(filter.mayRead()) then c.title end"),
            ReportColumn("case_state", "工单状态", .code, "case when \(filter.mayRead()) then c.state end"),
            ReportColumn("parked_until", "挂账至", .day, "c.parked_until"),
            ReportColumn("region", "区域", .region, "c.region"),
            ReportColumn("department", "承办单位", .department, "k.department"),
            ReportColumn("stage", "环节", .code, "k.stage"),
            ReportColumn("rule", "时限规则", .code, "k.rule"),
            ReportColumn("started_at", "起算时间", .instant, "k.started_at"),
            ReportColumn("due_at", "到期时间", .instant, "k.due_at"),
            ReportColumn("original_due_at", "原到期时间", .instant, "k.original_due_at"),
        ]
    }

    static func overdueTotals(_ filter: ReportFilter, asOf: Instant) -> SQL {
        let isOpen: SQL = "(k.ended_at is null or k.ended_at > \(asOf))"
        return """
            select k.department, k.stage, count(*) filter (where \(isOpen)), count(*) filter (where not \(isOpen)),
                max(\(microseconds("least(coalesce(k.ended_at, \(asOf)), \(asOf)) - k.due_at")))
            from clocks k where \(isLate(asOf)) and \(filter.onClocks())
            group by k.department, k.stage order by count(*) desc, k.department, k.stage
            """
    }

    /// The same in one condition, for those who read the whole.
    private static func isLate(_ asOf: Instant) -> SQL {
        """
        k.counts_late and k.due_at < \(asOf)
        and (k.ended_at > k.due_at or (k.ended_at is null and (k.paused_at is null or k.paused_at > \(asOf))))
        """
    }
}

/// A part of what is late at an instant, with an index that gives its worst first.
private enum LateSet: CaseIterable {
    case open
    /// Open then, ended since.
    case endedSince
    /// Running then, paused since.
    case pausedSince
    case endedLate

    func condition(_ asOf: Instant) -> SQL {
        switch self {
        case .open: "\(Clock.isPressing("k")) and k.due_at < \(asOf)"
        case .endedSince: "k.ended_at > \(asOf) and k.ended_at > k.due_at and k.counts_late and k.due_at < \(asOf)"
        case .pausedSince: "k.ended_at is null and k.paused_at > \(asOf) and k.counts_late and k.due_at < \(asOf)"
        case .endedLate: "k.ended_at <= \(asOf) and k.ended_at > k.due_at and k.counts_late"
        }
    }

    /// The keys of the worst after the cursor, with their lateness.
    func worst(_ filter: ReportFilter, asOf: Instant, after cursor: ReportCursor?, most: SQL) -> SQL {
        let lateness: SQL
        let order: SQL
        let beyond: SQL?
        switch self {
        case .open, .endedSince, .pausedSince:
            lateness = "\(asOf) - k.due_at"
            order = "k.due_at"
            beyond = cursor.map { cursor in
                let dueAt = Instant(microseconds: cursor.asOf.microseconds - Int64(cursor.keys[0]))
                return "(k.due_at, k.case_id, k.ordinal) > (\(dueAt), \(cursor.keys[1]), \(cursor.keys[2]))"
            }
        case .endedLate:
            lateness = "k.ended_at - k.due_at"
            order = "k.ended_at - k.due_at desc"
            beyond = cursor.map { cursor in
                let lateness: SQL = "\(cursor.keys[0]) * interval '1 microsecond'"
                return """
                    k.ended_at - k.due_at <= \(lateness)
                    and (k.ended_at - k.due_at < \(lateness) or (k.case_id, k.ordinal) > (\(cursor.keys[1]), \(cursor.keys[2])))
                    """
            }
        }
        return """
            (select k.case_id, k.ordinal, \(microseconds(lateness)) as lateness
            from clocks k where \(condition(asOf)) and \(filter.onClocks()) and \(beyond ?? "true")
            order by \(order), k.case_id, k.ordinal limit \(most))
            """
    }
}

private func microseconds(_ interval: SQL) -> SQL { "(extract(epoch from \(interval)) * 1000000)::bigint" }
