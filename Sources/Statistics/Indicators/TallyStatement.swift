import Casework
import CaseworkSQL
import Database
import WorkingTime

/// A month, or the part of one that a period has.
struct MonthPart: Sendable {
    let month: Month
    let days: ClosedRange<Day>

    var from: Instant { days.lowerBound.start }
    /// The first instant after it.
    var end: Instant { days.upperBound.advanced(by: 1).start }
    var isWhole: Bool { days == month.first...month.last }
}

/// Whose figures are counted.
struct TallyScope: Sendable {
    /// Nil for all, and the line itself with them.
    let departments: [DepartmentCode]?
    /// Reports that accuse a department or one above it are not on its card; what stands above the
    /// supervision body does not bar it.
    let supervisionBody: DepartmentCode?
}

/// The SQL that counts what happened in a part of a month, as `api/indicators.md` defines it.
enum TallyStatement {
    /// Rows of department, category, region and what has befallen a case there: the indicators that appeals left out, those
    /// met, partly met and counted, each as the sum of their bits; with how often just that has befallen one. A line for each
    /// indicator is written after the counting, not before: there are twenty times fewer then.
    static func counts(_ part: MonthPart, _ scope: TallyScope, at now: Instant) -> SQL {
        // What is due later than now is neither met nor late.
        let before = min(part.end, now)
        return """
            with recursive \(lineage(scope)),
            excluded as (\(excluded(in: part.month))),
            owed as (\(owed(part, before: before))),
            facts (case_id, department, met, partly, counted) as (
                \(limits) union all \(owedCases(before: before)) union all \(callbacks(part))
                union all \(upheldReturns(part)) union all \(dispatches(part)) union all \(samples(part))
            )
            select f.department, left(c.category, 2), c.region, x.indicators, f.met, f.partly, f.counted, count(*)
            from facts f join cases c on c.id = f.case_id
                left join lineage l on l.code = f.department
                left join excluded x on x.case_id = f.case_id and x.department = f.department
            where (c.kind <> 'report' or (c.accused && l.over) is not true)
                and \(within(scope, "f.department"))
            group by 1, 2, 3, 4, 5, 6, 7
            """
    }

    /// Rows of case, department, category, region, first dispatch and closing of the cases closed in the part.
    static func closings(_ part: MonthPart, _ scope: TallyScope) -> SQL {
        """
        with recursive \(lineage(scope)), excluded as (\(excluded(in: part.month)))
        select c.id, c.department, left(c.category, 2), c.region, s.first_dispatch, c.ended_at
        from cases c
            join lateral (
                select min(k.started_at) as first_dispatch from clocks k where k.case_id = c.id and k.stage = 'sign'
            ) s on s.first_dispatch is not null
            left join lineage l on l.code = c.department
            left join excluded x on x.case_id = c.id and x.department = c.department
        where c.state = 'closed' and c.ended_at >= \(part.from) and c.ended_at < \(part.end)
            and (x.indicators && array['all', 'handling_time']) is not true
            and (c.kind <> 'report' or (c.accused && l.over) is not true)
            and \(within(scope, "c.department"))
        """
    }

    /// Rows of case, beginning and end: when handling stood still in the cases closed in the part, and when they lay ended
    /// before they were taken up again.
    static func pauses(_ part: MonthPart) -> SQL {
        """
        select k.case_id, p.began, p.ended
        from cases c join clocks k on k.case_id = c.id
            cross join lateral (
                select * from unnest(k.paused_from, k.paused_to) union all select k.paused_at, k.ended_at where k.paused_at is not null
            ) as p (began, ended)
        where c.state = 'closed' and c.ended_at >= \(part.from) and c.ended_at < \(part.end) and k.stage in ('handle', 'rework')
            and (k.paused_from <> '{}' or k.paused_at is not null)
        union all
        select c.id, b.at, e.at
        from cases c join case_events e on e.case_id = c.id and e.type = \(CaseEvent.Kind.reopened.rawValue)
            cross join lateral (
                select max(at) as at from case_events
                where case_id = c.id and ordinal < e.ordinal and type = any(\(endings.map(\.rawValue)))
            ) as b
        where c.state = 'closed' and c.ended_at >= \(part.from) and c.ended_at < \(part.end) and c.reopenings > 0 and b.at is not null
        """
    }

    /// With what a case may have ended before it is taken up again.
    private static let endings: [CaseEvent.Kind] = [.closed, .answeredDirectly, .refused, .merged, .withdrawn, .silence]

    /// The departments with themselves and all above them.
    private static func lineage(_ scope: TallyScope) -> SQL {
        """
        above (code, over) as (
            select code, code from departments
            union all
            select a.code, d.parent from above a join departments d on d.code = a.over
            where d.parent is not null and a.code is distinct from \(scope.supervisionBody)
        ),
        lineage as (select code, array_agg(over) as over from above group by code)
        """
    }

    /// What appeals took out of the month.
    private static func excluded(in month: Month) -> SQL {
        """
        select case_id, department, array_agg(coalesce(indicator, 'all')) as indicators
        from scorecard_appeals where granted and month = \(month.first) group by case_id, department
        """
    }

    /// Limits that ended in the part for those against whom they ran. One that was called off or passed
    /// on in time owes nothing, and one that stands still or that a statute ends by silence is nobody's lateness.
    private static func owed(_ part: MonthPart, before: Instant) -> SQL {
        """
        select k.case_id, \(answerable) as department, k.stage, k.extended_by is not null as extended,
            (k.ended_how = 'met' and k.ended_at <= k.due_at) is true as met
        from clocks k
        where k.counts_late and k.stage in ('dispatch', 'accept', 'sign', 'handle', 'rework')
            and k.due_at >= \(part.from) and k.due_at < \(before)
            and not (k.ended_at is null and k.paused_at is not null) and k.ended_how is distinct from 'silence'
            and (k.ended_how in ('cancelled', 'replaced') and k.ended_at <= k.due_at) is not true
            and not \(passedLate)
        """
    }

    /// Signed, accepted, closed on time: an answer that has to be made again is owed again, in the month in which that limit
    /// ends. Where no statute gives a limit for acceptance, or it was called off in time, the line accepts by sending the case to a department,
    /// by answering it or by refusing it with notice: its dispatch clock.
    private static let limits: SQL = """
        select o.case_id, o.department, \(verdicts(
            Verdict(.signedOnTime, met: "o.stage = 'sign' and o.met", counted: "o.stage = 'sign'"),
            Verdict(.closedOnTime, met: "o.stage in ('handle', 'rework') and o.met", counted: "o.stage in ('handle', 'rework')"),
            Verdict(.acceptedOnTime, met: "o.stage in ('accept', 'dispatch') and o.met", counted: "o.stage in ('accept', 'dispatch')")))
        from owed o
        where o.stage <> 'dispatch' or not exists (
            select from clocks a
            where a.case_id = o.case_id and a.stage = 'accept' and (a.ended_how = 'cancelled' and a.ended_at <= a.due_at) is not true)
        """

    /// Of the cases that a department owed in the part: what befell them.
    private static func owedCases(before: Instant) -> SQL {
        """
        select d.case_id, d.department, \(verdicts(
            Verdict(.extension, met: "d.extended"),
            Verdict(.rework, met: "c.reworks > 0"),
            Verdict(.repeat, met: "exists (select from cases r where r.parent = c.id)"),
            Verdict(.supervised, met: "exists (select from supervision_order_cases oc where oc.case_id = c.id)"),
            Verdict(
                .overdue,
                met: """
                    exists (
                        select from clocks k
                        where k.case_id = d.case_id and \(answerable) is not distinct from d.department and k.order_id is null
                            and k.counts_late and k.due_at < \(before) and k.ended_how is distinct from 'silence'
                            and (k.ended_at > k.due_at or (k.ended_at is null and k.paused_at is null)) and not \(passedLate))
                    """)))
        from (select case_id, department, bool_or(extended) as extended from owed
            where stage in ('handle', 'rework') group by case_id, department) d
            join cases c on c.id = d.case_id
        """
    }

    /// What another department let pass before it came to this one.
    private static let passedLate: SQL = """
        (k.continues is not null and exists (select from clocks p where \(Clock.cameLate("k", from: "p"))))
        """

    /// Who answers for a limit: the department that it ran against, or the line, where that sent the case when it had ended.
    private static let answerable: SQL = """
        case when (k.ended_at is null or k.ended_at > k.due_at) and \(Clock.sentTooLate("k")) is not null then null else k.department end
        """

    /// What requesters said. The last callback of a case in the part counts that reached somebody: who was not reached takes
    /// back nothing.
    private static func callbacks(_ part: MonthPart) -> SQL {
        """
        select b.case_id, b.department, \(verdicts(
            Verdict(.contact, met: "b.contacted"),
            Verdict(.resolution, met: "b.solved"),
            Verdict(.participation, met: "b.result is not null"),
            rating(.satisfaction, "b.result"),
            rating(.serviceSatisfaction, "b.service")))
        from (
            select distinct on (b.case_id) b.case_id, c.department, b.contacted, b.solved, b.service, b.result
            from callbacks b join cases c on c.id = b.case_id
            where b.at >= \(part.from) and b.at < \(part.end) order by b.case_id, b.contacted desc, b.ordinal desc
        ) b
        """
    }

    private static func rating(_ indicator: Indicator, _ column: SQL) -> Verdict {
        Verdict(
            indicator, met: "\(column) in ('very_satisfied', 'satisfied')", partly: "\(column) = 'basically_satisfied'",
            counted: "\(column) is not null")
    }

    /// Of the part, whenever the case was sent.
    private static func upheldReturns(_ part: MonthPart) -> SQL {
        """
        select r.case_id, r.department, \(verdicts(Verdict(.returned, met: "true", counted: "false")))
        from return_requests r where r.upheld and r.ruled_at >= \(part.from) and r.ruled_at < \(part.end)
        """
    }

    /// Each dispatch starts a sign clock. Whether it was wrong does not depend on when that was ruled.
    private static func dispatches(_ part: MonthPart) -> SQL {
        """
        select k.case_id, k.department, \(verdicts(
            Verdict(.returned, met: "false"),
            Verdict(
                .wrongDispatch,
                met: """
                    exists (
                        select from return_requests r
                        where r.case_id = k.case_id and r.department = k.department and r.upheld and r.requested_at >= k.started_at)
                    """)))
        from clocks k where k.stage = 'sign' and k.started_at >= \(part.from) and k.started_at < \(part.end)
        """
    }

    /// Drawn cases that were closed as solved, where the requester was reached.
    private static func samples(_ part: MonthPart) -> SQL {
        """
        select s.case_id, s.department, \(verdicts(Verdict(.falseClosing, met: "not s.solved")))
        from callback_sample_cases s
        where s.contacted and s.outcome = 'solved' and s.checked_at >= \(part.from) and s.checked_at < \(part.end)
        """
    }

    /// What a row says of an indicator, in conditions on that row.
    private struct Verdict {
        let indicator: Indicator
        let met: SQL
        let partly: SQL?
        let counted: SQL

        init(_ indicator: Indicator, met: SQL, partly: SQL? = nil, counted: SQL = "true") {
            self.indicator = indicator
            self.met = met
            self.partly = partly
            self.counted = counted
        }
    }

    /// The columns met, partly and counted.
    private static func verdicts(_ verdicts: Verdict...) -> SQL {
        func bits(_ condition: (Verdict) -> SQL?) -> SQL {
            let terms = verdicts.compactMap { verdict in
                condition(verdict).map { "case when \($0) then \(verdict.indicator.bit) else 0 end" as SQL }
            }
            return terms.isEmpty ? "0" : SQL(joined: terms, separator: " + ")
        }
        return "\(bits { $0.met }), \(bits { $0.partly }), \(bits { $0.counted })"
    }

    private static func within(_ scope: TallyScope, _ column: SQL) -> SQL {
        scope.departments.map { "\(column) = any(\($0))" } ?? "true"
    }
}

extension Indicator {
    /// Its place in a sum of indicators.
    var bit: Int { 1 << (Self.allCases.firstIndex(of: self) ?? 0) }
}
