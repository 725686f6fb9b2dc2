import Casework
import CaseworkSQL
import Database
import WorkingTime

/// One row of the log of changes: what was before.
struct LoggedChange: Sendable {
    enum What: Sendable {
        case opened([CaseID])
        case file(CaseID, CaseFacts, clocks: Int)
        case support(CaseID, DepartmentCode, held: Bool, owed: Bool)
        case clock(ClockKey, ClockFacts)
        case account(AccountID)
        /// More than is told one by one.
        case much
    }

    let transaction: UInt64
    let what: What
}

/// The log of changes that triggers write.
enum ChangeLog {
    /// So many rows are read at once; who missed more reads the lists anew.
    static let most = 5000
    /// How long a change can be caught up with.
    static let kept = Duration.seconds(3600)

    /// Where the log stands now, and the newest transaction of which something was swept. In a repeatable read it is
    /// the position of all that is read after it.
    static func end(in database: some Queryable) async throws -> (snapshot: DatabaseSnapshot, swept: UInt64) {
        let rows = try await database.query("select pg_current_snapshot()::text, through::text from case_changes_swept")
        guard let (text, through) = try rows.first?.decode((String, String).self), let snapshot = DatabaseSnapshot(text),
            let swept = DatabaseSnapshot.number(through)
        else { throw DeskError.failed("the log of changes has no end") }
        return (snapshot, swept)
    }

    /// Whether there is a change that the position did not see.
    static func hasNews(since position: LivePosition, in database: some Queryable) async throws -> Bool {
        try await !database.query("select 1 from case_changes where \(unseen(by: [position])) limit 1").isEmpty
    }

    /// The changes that one of the positions did not see, in their order; one more than `most` if there are more.
    static func read(since positions: Set<LivePosition>, in database: some Queryable) async throws -> [LoggedChange] {
        try await database.query(
            """
            select xid::text, what, opened, case_id, state, kind, category, department, region, handler, due_at, accused, clock_count, clock, held, owed
            from case_changes where \(unseen(by: positions)) order by ordinal limit \(most + 1)
            """
        ).compactMap(change)
    }

    /// Transactions that had not begun, and those that were under way: no scan over all that came after an old one.
    private static func unseen(by positions: Set<LivePosition>) -> SQL {
        let next = positions.map(\.snapshot.next).min() ?? 0
        let running = positions.reduce(into: Set<UInt64>()) { $0.formUnion($1.snapshot.running) }.filter { $0 < next }
        return "(xid >= \(String(next))::text::xid8 or xid = any(\(running.sorted().map { String($0) })::text[]::xid8[]))"
    }

    private static func change(_ row: Row) throws -> LoggedChange? {
        let (xid, what, opened, caseID, state, kind, category, department, region, handler, dueAt, accused, clockCount, clock, held, owed) =
            try row.decode(
                (
                    String, String, [CaseID]?, CaseID?, CaseState?, Kind?, CategoryCode?, DepartmentCode?, RegionCode?, AccountID?,
                    Instant?,
                    [DepartmentCode]?, Int?, Int?, Bool?, Bool?
                ).self)
        guard let transaction = DatabaseSnapshot.number(xid) else { return nil }
        let change: LoggedChange.What? =
            switch what {
            case "opened": .opened(opened ?? [])
            case "case":
                if let caseID, let state, let kind, let clockCount {
                    .file(
                        caseID,
                        CaseFacts(
                            state: state, kind: kind, category: category, department: department, region: region, handler: handler,
                            dueAt: dueAt, accused: accused ?? [], supporting: [], owing: [], isFree: nil), clocks: clockCount)
                } else {
                    nil
                }
            case "support":
                if let caseID, let department, let held, let owed { .support(caseID, department, held: held, owed: owed) } else { nil }
            case "clock":
                if let caseID, let clock, let kind, let dueAt, let held {
                    .clock(
                        ClockKey(caseID: caseID, ordinal: clock),
                        ClockFacts(kind: kind, department: department, region: region, dueAt: dueAt, runs: held))
                } else {
                    nil
                }
            case "account": handler.map { .account($0) }
            default: .much
            }
        // A row that says less than its kind must is of a later version of this program.
        return LoggedChange(transaction: transaction, what: change ?? .much)
    }

    /// Removes what is older than `kept`, a little at a time; nothing beyond a transaction that is under way, or every position
    /// since it began would seem too old.
    static func sweep(_ database: Database) async throws {
        // Restored into another cluster, the log speaks of transactions that this one has not come to.
        try await database.execute("delete from case_changes where xid >= pg_snapshot_xmax(pg_current_snapshot())")
        try await database.execute(
            """
            update case_changes_swept set through = pg_snapshot_xmin(pg_current_snapshot())
            where through >= pg_snapshot_xmax(pg_current_snapshot())
            """)
        var removed = 0
        repeat {
            removed = try await database.execute(
                """
                with old as (
                    select xid, ordinal from case_changes where at < now() - \(Int(kept.components.seconds)) * interval '1 second'
                        and xid < pg_snapshot_xmin(pg_current_snapshot())
                    limit 5000 for update skip locked
                ), gone as (
                    delete from case_changes c using old where c.xid = old.xid and c.ordinal = old.ordinal returning c.xid
                )
                update case_changes_swept set through = greatest(through, (select xid from gone order by xid desc limit 1))
                where exists (select from gone)
                """)
        } while removed > 0
    }
}
