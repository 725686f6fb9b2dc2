import Casework
import Database
import WorkingTime

extension GivenLine {
    /// Cases straight into the tables, each with handling clocks that are due so many minutes apart, spread over some
    /// departments. What is tested is what the line does with them by itself.
    static func fill(
        _ database: Database, cases: Int, clocks: Int, from start: Instant, dueFrom due: Instant, minutesApart: Int = 0
    ) async throws {
        let numbers = (1...cases).map { CaseNumber(day: start.day, serial: 500_000 + $0).description }
        try await database.execute(
            """
            insert into cases (
                id, number, kind, title, body, channel, filed_as_report, confidential, publish_consent, query_code, received_at,
                registered_at, changed_at, state, department, signed, dispatches, next_due_at, event_count, clock_count)
            select 500000 + n, number, 'complaint', '路灯', '不亮', 'web', false, false, false,
                sha256(convert_to(n::text, 'UTF8')), \(start), \(start), \(start), 'handling',
                (array['331102-urban-management', '331102-construction', '331121-market-regulation'])[n % 3 + 1], true, 1, \(due), 0, \(clocks)
            from unnest(\(numbers)) with ordinality as given (number, n)
            """)
        try await database.execute(
            """
            insert into clocks (
                case_id, ordinal, stage, rule, department, kind, started_at, due_at, provisional, calendar_version, counts_late)
            select c.id, o, 'handle', 'HL-COMPLAINT', c.department, c.kind, \(start),
                \(due) + make_interval(mins => ((c.id + o) % 10000 * \(minutesApart))::integer), false, 1, true
            from cases c, generate_series(1, \(clocks)) as o where c.id > 500000
            """)
    }

    /// What must hold after whatever the line did by itself: each late clock is marked, has one line of history and one
    /// yellow card, stands in one notice, and has two orders and a red card to follow; the histories have no gap and no
    /// line twice.
    static func faults(in database: Database) async throws -> [String] {
        var faults: [String] = []
        let effects: [(what: String, times: Int, rows: SQL)] = [
            ("line", 1, "select case_id, (facts ->> 'clock')::integer as ordinal from case_events where type = 'overdue'"),
            ("yellow card", 1, "select case_id, ordinal from cards where colour = 'yellow'"),
            ("notice", 1, "select case_id, nc.ordinal from notice_cases nc join notices n on n.id = notice_id where kind = 'overdue'"),
            ("occasion", 3, "select case_id, ordinal from occasions"),
        ]
        for (what, times, rows) in effects {
            let count =
                try await database.query(
                    """
                    select count(*) from clocks k
                    full join (select case_id, ordinal, count(*) as times from (\(rows)) r group by case_id, ordinal) e using (case_id, ordinal)
                    where coalesce(e.times, 0) <> case when k.marked_at is null then 0 else \(times) end and k.order_id is null
                    """
                ).first?.decode(Int.self) ?? -1
            if count != 0 { faults.append("\(count) clocks without \(times) \(what)") }
        }
        let gaps =
            try await database.query(
                """
                select count(*) from cases c left join (select case_id, count(*) as lines, max(ordinal) as last from case_events group by case_id) e
                    on e.case_id = c.id
                where c.event_count <> coalesce(e.lines, 0) or c.event_count <> coalesce(e.last, 0)
                """
            ).first?.decode(Int.self) ?? -1
        if gaps != 0 { faults.append("\(gaps) histories with a gap") }
        return faults
    }
}
