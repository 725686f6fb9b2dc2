import Database
import WorkingTime

extension RandomFigures {
    func write(to database: Database) async throws {
        try await database.transaction { transaction in
            try await writeFiles(transaction)
            try await writeRests(transaction)
            try await writeEnds(transaction)
            try await writeOrders(transaction)
            try await writeClocks(transaction)
            try await writeWords(transaction)
        }
        try await database.execute("analyze")
    }

    private func writeFiles(_ transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into cases (
                id, number, kind, category, region, accused, state, department, outcome, reworks, parent, received_at, ended_at, title, body,
                channel, filed_as_report, confidential, publish_consent, query_code, registered_at, changed_at, next_due_at, event_count, clock_count)
            select id, number, kind, category, region, array_remove(array[accused], null), state, department, outcome, reworks, parent,
                received_at, ended_at, 'x', 'x', 'web', kind = 'report', false, false, sha256(number::bytea), received_at, received_at,
                received_at, 0, 0
            from unnest(
                \(files.map(\.id)), \(files.map(\.number)), \(files.map(\.kind)), \(files.map(\.category)), \(files.map(\.region)),
                \(files.map(\.accused)), \(files.map(\.state)), \(files.map(\.department)), \(files.map(\.outcome)), \(files.map(\.reworks)),
                \(files.map(\.parent)), \(files.map(\.receivedAt)), \(files.map(\.endedAt))
            ) as f (id, number, kind, category, region, accused, state, department, outcome, reworks, parent, received_at, ended_at)
            """)
    }

    /// That they lay closed stands in their histories.
    private func writeRests(_ transaction: Transaction) async throws {
        let rested = files.filter { $0.layClosed != nil }
        try await transaction.execute("update cases set reopenings = 1 where id = any(\(rested.map(\.id)))")
        try await transaction.execute(
            """
            insert into case_events (case_id, ordinal, at, type, role)
            select f.id, e.ordinal, e.at, e.type, 'system'
            from unnest(\(rested.map(\.id)), \(rested.map(\.layClosed?.from)), \(rested.map(\.layClosed?.to))) as f (id, closed, reopened)
                cross join lateral (
                    values (1, f.closed - interval '1 day', 'refused'), (2, f.closed, 'closed'), (3, f.reopened, 'noted'), (4, f.reopened, 'reopened')
                ) as e (ordinal, at, type)
            """)
    }

    /// To whom each went, and that it was closed.
    private func writeEnds(_ transaction: Transaction) async throws {
        let sent = files.filter { $0.department != nil }
        try await transaction.execute(
            """
            insert into routings (case_id, ordinal, decided_at, department, map_version, explanation)
            select f.*, 1, '{}' from unnest(
                \(sent.map(\.id)), \(sent.map { _ in 1 }), \(sent.map(\.receivedAt)), \(sent.map(\.department))
            ) as f (id, ordinal, at, department)
            """)
        let closed = files.filter { $0.state == "closed" }
        try await transaction.execute(
            """
            insert into case_events (case_id, ordinal, at, type, role, facts)
            select f.id, 5, f.at, 'closed', 'system', jsonb_build_object('outcome', f.outcome)
            from unnest(\(closed.map(\.id)), \(closed.map(\.endedAt)), \(closed.map(\.outcome))) as f (id, at, outcome)
            """)
    }

    private func writeOrders(_ transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into supervision_orders (id, level, department, issued_by, issued_at, changed_at, demand, due_at, state)
            select 1, 'order', '331102-gov', min(id), \(now), \(now), 'x', \(now), 'issued' from accounts
            """)
        try await transaction.execute(
            "insert into supervision_order_cases (order_id, case_id) select 1, unnest(\(supervised))")
    }

    private func writeClocks(_ transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into clocks (
                case_id, ordinal, stage, rule, department, kind, started_at, due_at, provisional, calendar_version, counts_late, order_id,
                ended_at, ended_how, paused_at, paused_from, paused_to, paused_for, extended_by, extended_unit, continues)
            select case_id, ordinal, stage, 'HL-SIGN', department, 'complaint', started_at, due_at, false, 1, counts_late, order_id, ended_at,
                ended_how, paused_at, array_remove(array[from_1, from_2], null), array_remove(array[to_1, to_2], null),
                array_fill('x'::text, array[num_nonnulls(from_1, from_2, paused_at)]),
                case when extended then 1 end, case when extended then 'working_day' end, continues
            from unnest(
                \(clocks.map(\.caseID)), \(clocks.map(\.ordinal)), \(clocks.map(\.stage)), \(clocks.map(\.department)),
                \(clocks.map(\.startedAt)), \(clocks.map(\.dueAt)), \(clocks.map(\.countsLate)), \(clocks.map(\.order)),
                \(clocks.map(\.endedAt)), \(clocks.map(\.endedHow)), \(clocks.map(\.pausedAt)),
                \(clocks.map(\.pauses.first?.from)), \(clocks.map { $0.pauses.dropFirst().first?.from }),
                \(clocks.map(\.pauses.first?.to)), \(clocks.map { $0.pauses.dropFirst().first?.to }), \(clocks.map(\.extended)),
                \(clocks.map(\.continues))
            ) as k (
                case_id, ordinal, stage, department, started_at, due_at, counts_late, order_id, ended_at, ended_how, paused_at, from_1, from_2,
                to_1, to_2, extended, continues)
            """)
        try await transaction.execute(
            """
            insert into return_requests (
                case_id, department, requested_by, requested_at, reason, legal_basis, proposed, ruled_by, ruled_at, upheld, ruling)
            select case_id, department, (select min(id) from accounts), requested_at, 'x', 'x',
                case department when '331102-gov' then '331121-gov' else '331102-gov' end,
                case when ruled_at is not null then (select min(id) from accounts) end, ruled_at, upheld, 'x'
            from unnest(
                \(returns.map(\.caseID)), \(returns.map(\.department)), \(returns.map(\.requestedAt)), \(returns.map(\.ruledAt)),
                \(returns.map(\.upheld))
            ) as r (case_id, department, requested_at, ruled_at, upheld)
            """)
    }

    private func writeWords(_ transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into callbacks (case_id, ordinal, at, contacted, solved, service, result)
            select * from unnest(
                \(callbacks.map(\.caseID)), \(callbacks.map(\.ordinal)), \(callbacks.map(\.at)), \(callbacks.map(\.contacted)),
                \(callbacks.map(\.solved)), \(callbacks.map(\.service)), \(callbacks.map(\.result)))
            """)
        try await transaction.execute(
            """
            insert into scorecard_appeals (
                case_id, department, month, indicator, reason, appealed_by, appealed_at, decided_by, decided_at, granted, decision)
            select case_id, department, month, indicator, 'x', (select min(id) from accounts), \(now),
                case when granted is not null then (select max(id) from accounts) end, case when granted is not null then \(now)::timestamptz end,
                granted, case when granted is not null then 'x' end
            from unnest(
                \(appeals.map(\.caseID)), \(appeals.map(\.department)), \(appeals.map(\.month.first)), \(appeals.map(\.indicator)),
                \(appeals.map(\.granted))
            ) as a (case_id, department, month, indicator, granted)
            """)
        try await transaction.execute(
            """
            insert into callback_samples (closed_from, closed_to, share_millionths, seed, seed_given, population, drawn_by, drawn_at, as_of)
            select '2026-01-01', '2026-09-16', 150000, 'x', true, 1, min(id), \(now), \(now) from accounts
            """)
        try await transaction.execute(
            """
            insert into callback_sample_cases (
                sample_id, place, case_id, department, outcome, checked_by, checked_at, contacted, solved)
            select 1, place, case_id, department, outcome, case when checked_at is not null then (select min(id) from accounts) end, checked_at,
                contacted, solved
            from unnest(
                \(checks.map(\.place)), \(checks.map(\.caseID)), \(checks.map(\.department)), \(checks.map(\.outcome)),
                \(checks.map(\.checkedAt)), \(checks.map(\.contacted)), \(checks.map(\.solved))
            ) as s (place, case_id, department, outcome, checked_at, contacted, solved)
            """)
    }
}
