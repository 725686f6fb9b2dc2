import Casework
import CaseworkSQL
import Database
import WorkingTime

/// The SQL of the overdue report. Late at an instant are three sets, each with an index that gives
/// its worst first: clocks open now, clocks ended since that instant, and clocks ended late before it.
enum OverdueStatement {
    /// A page picks its rows from the indexes alone and only then reads what is shown of them.
    static func page(_ query: OverdueQuery, asOf: Instant) -> SQL {
        // In the text, not as a parameter: a plan for any limit at all would read everything and sort it.
        let most: SQL = "\(unsafeSQL: String(query.limit + 1))"
        var sets: [SQL] = [openNow(query, asOf: asOf, most: most)]
        // At this moment nothing has ended since.
        if query.asOf != nil || query.after != nil { sets.append(openThen(query, asOf: asOf, most: most)) }
        sets.append(metLate(query, asOf: asOf, most: most))
        return """
            select k.case_id, k.ordinal, c.number, c.kind, case when \(mayRead(query.scope)) then c.title end,
                case when \(mayRead(query.scope)) then c.state end, c.region, k.department, k.stage, k.rule, k.started_at, k.due_at,
                case when late.ended then k.ended_at end, late.lateness
            from (
                select * from (\(SQL(joined: sets, separator: " union all "))) late order by lateness desc, case_id, ordinal limit \(most)
            ) late
            join clocks k on k.case_id = late.case_id and k.ordinal = late.ordinal
            join cases c on c.id = late.case_id
            order by late.lateness desc, late.case_id, late.ordinal
            """
    }

    private static func openNow(_ query: OverdueQuery, asOf: Instant, most: SQL) -> SQL {
        """
        (select k.case_id, k.ordinal, false as ended, \(microseconds("\(asOf) - k.due_at")) as lateness
        from clocks k
        where k.ended_at is null and k.counts_late and k.due_at < \(asOf) and \(filter(query)) and \(openAfter(query.after))
        order by k.due_at, k.case_id, k.ordinal limit \(most))
        """
    }

    private static func openThen(_ query: OverdueQuery, asOf: Instant, most: SQL) -> SQL {
        """
        (select k.case_id, k.ordinal, false, \(microseconds("\(asOf) - k.due_at"))
        from clocks k
        where k.ended_at > \(asOf) and k.ended_at > k.due_at and k.counts_late and k.due_at < \(asOf) and \(filter(query))
            and \(openAfter(query.after))
        order by k.due_at, k.case_id, k.ordinal limit \(most))
        """
    }

    private static func metLate(_ query: OverdueQuery, asOf: Instant, most: SQL) -> SQL {
        let before: SQL = query.asOf != nil || query.after != nil ? "k.ended_at <= \(asOf)" : "true"
        return """
            (select k.case_id, k.ordinal, true, \(microseconds("k.ended_at - k.due_at"))
            from clocks k
            where \(before) and k.ended_at > k.due_at and k.counts_late and \(filter(query)) and \(endedAfter(query.after))
            order by k.ended_at - k.due_at desc, k.case_id, k.ordinal limit \(most))
            """
    }

    static func clock(_ row: Row) throws -> OverdueClock {
        let (caseID, ordinal, number, kind, title, state, region, department, stage, rule, startedAt, dueAt, endedAt, lateness) =
            try row.decode(
                (
                    Int, Int, String, Kind, String?, CaseState?, RegionCode?, DepartmentCode?, Stage, String, Instant, Instant, Instant?,
                    Int
                ).self)
        return OverdueClock(
            caseID: caseID, ordinal: ordinal, number: number, kind: kind, title: title, caseState: state, region: region,
            department: department, stage: stage, rule: rule, startedAt: startedAt, dueAt: dueAt, endedAt: endedAt,
            lateness: lateness)
    }

    static func count(_ query: OverdueQuery, asOf: Instant) -> SQL {
        "select count(*) from clocks k where \(late(asOf)) and \(filter(query))"
    }

    static func totals(_ query: OverdueQuery, asOf: Instant) -> SQL {
        """
        select k.department, k.stage, count(*) filter (where \(isOpen(asOf))), count(*) filter (where not \(isOpen(asOf))),
            max(\(microseconds("least(coalesce(k.ended_at, \(asOf)), \(asOf)) - k.due_at")))
        from clocks k where \(late(asOf)) and \(filter(query))
        group by k.department, k.stage order by count(*) desc, k.department, k.stage
        """
    }

    static func csv(_ query: OverdueQuery, asOf: Instant) -> SQL {
        let local: (SQL) -> SQL = { "to_char(\($0) at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS')" }
        return """
            copy (
                select c.number, c.kind, case when \(mayRead(query.scope)) then harmless(c.title) end,
                    case when \(mayRead(query.scope)) then c.state end, harmless(r.name), harmless(d.name), k.stage, k.rule,
                    \(local("k.started_at")), \(local("k.due_at")),
                    case when k.ended_at <= \(asOf) then \(local("k.ended_at")) end,
                    round(extract(epoch from least(coalesce(k.ended_at, \(asOf)), \(asOf)) - k.due_at) / 3600, 2)
                from clocks k join cases c on c.id = k.case_id
                    left join departments d on d.code = k.department left join regions r on r.code = c.region
                where \(late(asOf)) and \(filter(query))
                order by least(coalesce(k.ended_at, \(asOf)), \(asOf)) - k.due_at desc, k.case_id, k.ordinal
            ) to stdout with (format csv)
            """
    }

    private static func microseconds(_ interval: SQL) -> SQL { "(extract(epoch from \(interval)) * 1000000)::bigint" }

    private static func isOpen(_ asOf: Instant) -> SQL { "(k.ended_at is null or k.ended_at > \(asOf))" }

    private static func late(_ asOf: Instant) -> SQL {
        "k.counts_late and k.due_at < \(asOf) and (k.ended_at is null or k.ended_at > k.due_at)"
    }

    private static func filter(_ query: OverdueQuery) -> SQL {
        var conditions: [SQL] = []
        switch query.scope {
        case .everything: break
        case .departments(let own, let accused):
            conditions.append("k.department = any(\(own.map(\.rawValue)))")
            conditions.append(
                """
                not (k.kind = 'report' and exists (
                    select from cases c where c.id = k.case_id and c.accused && \(accused.map(\.rawValue))))
                """)
        case .registeredBy, .nothing: conditions.append("false")
        }
        if let departments = query.departments { conditions.append("k.department = any(\(departments.map(\.rawValue)))") }
        if let stage = query.stage { conditions.append("k.stage = \(stage.rawValue)") }
        if let kind = query.kind { conditions.append("k.kind = \(kind.rawValue)") }
        if let regions = query.regions { conditions.append("k.region = any(\(regions.map(\.rawValue)))") }
        return conditions.isEmpty ? "true" : SQL(joined: conditions, separator: " and ")
    }

    /// Whether the asker's departments have the case now.
    private static func mayRead(_ scope: CaseScope) -> SQL {
        switch scope {
        case .everything: "true"
        case .departments(let own, _):
            """
            (c.department = any(\(own.map(\.rawValue))) or exists (
                select from case_supports s where s.case_id = c.id and s.department = any(\(own.map(\.rawValue)))))
            """
        case .registeredBy, .nothing: "false"
        }
    }

    private static func openAfter(_ cursor: OverdueCursor?) -> SQL {
        guard let cursor else { return "true" }
        let dueAt = Instant(microseconds: cursor.asOf.microseconds - Int64(cursor.lateness))
        return "(k.due_at, k.case_id, k.ordinal) > (\(dueAt), \(cursor.caseID), \(cursor.ordinal))"
    }

    private static func endedAfter(_ cursor: OverdueCursor?) -> SQL {
        guard let cursor else { return "true" }
        let lateness: SQL = "\(cursor.lateness) * interval '1 microsecond'"
        return """
            k.ended_at - k.due_at <= \(lateness)
            and (k.ended_at - k.due_at < \(lateness) or (k.case_id, k.ordinal) > (\(cursor.caseID), \(cursor.ordinal)))
            """
    }
}
