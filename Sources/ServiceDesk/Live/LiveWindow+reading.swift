import Casework
import CaseworkSQL
import Database
import WorkingTime

extension LiveWindow {
    static func files(_ ids: Set<CaseID>, in database: some Queryable) async throws -> [CaseID: File] {
        let ids = Array(ids)
        let summaries = try await database.query(
            "select \(CaseReader.summaryColumns) from cases c left join accounts a on a.id = c.handler where c.id = any(\(ids))"
        ).map(CaseReader.summary)
        let rows = try await database.query(
            """
            select c.id, c.handler, c.accused, c.clock_count, c.parked_until,
                array(select s.department from case_supports s where s.case_id = c.id order by s.department),
                array(select s.department from case_supports s where s.case_id = c.id and s.answered_at is null order by s.department)
            from cases c where c.id = any(\(ids))
            """)
        let summaryOf = Dictionary(uniqueKeysWithValues: summaries.map { ($0.id, $0) })
        var files: [CaseID: File] = [:]
        for row in rows {
            let (id, handler, accused, clockCount, parkedUntil, supporting, owing) = try row.decode(
                (CaseID, AccountID?, [DepartmentCode], Int, Day?, [DepartmentCode], [DepartmentCode]).self)
            guard let summary = summaryOf[id] else { continue }
            files[id] = File(
                summary: summary,
                facts: CaseFacts(
                    state: summary.state, kind: summary.kind, category: summary.category, department: summary.department,
                    region: summary.region,
                    handler: handler, dueAt: summary.nextDueAt, accused: accused, supporting: supporting, owing: owing, isFree: nil),
                clockCount: clockCount, parkedUntil: parkedUntil)
        }
        return files
    }

    /// Of these cases the clocks that are or were past due, and all clocks that came due between the instants.
    static func clocks(
        of ids: Set<CaseID>, former: [ClockKey], from start: Instant, before end: Instant, in database: some Queryable
    ) async throws -> [ClockKey: RunningClock] {
        let rows = try await database.query(
            """
            select k.case_id, k.ordinal, c.number, k.stage, k.rule, k.department, k.kind, k.region, k.started_at, k.due_at,
                k.original_due_at, k.ended_at, k.ended_how, k.paused_at is not null, k.counts_late and k.ended_at is null
            from (
                select k.* from clocks k where k.case_id = any(\(Array(ids))) and k.counts_late and k.due_at < \(LivePosition.latest(at: end))
                union
                select k.* from clocks k join unnest(\(former.map(\.caseID)), \(former.map(\.ordinal))) f (case_id, ordinal)
                    on f.case_id = k.case_id and f.ordinal = k.ordinal
                union
                (select k.* from clocks k
                where \(Clock.isPressing("k")) and k.due_at >= \(start) and k.due_at < \(end)
                limit \(mostClocks + 1))
            ) k join cases c on c.id = k.case_id
            limit \(mostClocks + 1)
            """)
        var clocks: [ClockKey: RunningClock] = [:]
        for row in rows {
            let (
                id, ordinal, number, stage, rule, department, kind, region, startedAt, dueAt, originalDueAt, endedAt, endedHow, isPaused,
                isOpen
            ) = try row.decode(
                (
                    CaseID, Int, String, Stage, String, DepartmentCode?, Kind, RegionCode?, Instant, Instant, Instant?, Instant?, String?,
                    Bool, Bool
                ).self)
            clocks[ClockKey(caseID: id, ordinal: ordinal)] = RunningClock(
                clock: OverdueItem(
                    number: number, ordinal: ordinal, kind: kind, title: nil, caseState: nil, parkedUntil: nil, region: region,
                    department: department,
                    stage: stage, rule: rule, startedAt: startedAt, dueAt: dueAt, originalDueAt: originalDueAt, endedAt: endedAt,
                    endedHow: endedHow, isPaused: isPaused,
                    lateness: (endedAt ?? end).microseconds(since: dueAt)),
                facts: ClockFacts(kind: kind, department: department, region: region, dueAt: dueAt, runs: isOpen && !isPaused))
        }
        return clocks
    }

    static func expired(from start: Instant, before end: Instant, in database: some Queryable) async throws -> [(
        account: AccountID, at: Instant
    )] {
        try await database.query(
            "select account, expires_at from account_tokens where revoked_at is null and expires_at >= \(start) and expires_at < \(end)"
        ).map { try $0.decode((AccountID, Instant).self) }
    }

    static func taken(by accounts: Set<AccountID>, in database: some Queryable) async throws -> [AccountID: [CaseID]] {
        var taken: [AccountID: [CaseID]] = [:]
        let rows = try await database.query(
            "select handler, id from cases where handler = any(\(Array(accounts))) and ended_at is null")
        for row in rows {
            let (account, id) = try row.decode((AccountID, CaseID).self)
            taken[account, default: []].append(id)
        }
        return taken
    }

    static func present(of accounts: Set<AccountID>, at now: Instant, in database: some Queryable) async throws -> Set<AccountID> {
        guard !accounts.isEmpty else { return [] }
        return Set(
            try await database.query(
                """
                select distinct account from account_tokens
                where account = any(\(Array(accounts))) and revoked_at is null and expires_at > \(now)
                """
            ).map { try $0.decode(AccountID.self) })
    }
}
