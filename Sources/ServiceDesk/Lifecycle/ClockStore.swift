import Casework
import CaseworkSQL
import Database
import WorkingTime

/// The rows of clocks.
enum ClockStore {
    /// The clocks of several cases, each in their order.
    static func clocks(of ids: [Int], in database: some Queryable) async throws -> [Int: [Clock]] {
        let rows = try await database.query(
            """
            select case_id, ordinal, stage, rule, department, started_at, due_at, original_due_at, provisional, calendar_version,
                counts_late, order_id, extended_by, extended_unit, paused_at, paused_from, paused_to, paused_for, continues, ended_at, ended_how
            from clocks where case_id = any(\(ids)) order by case_id, ordinal
            """)
        var clocks: [Int: [Clock]] = [:]
        for row in rows { clocks[try row.get("case_id"), default: []].append(try clock(row)) }
        return clocks
    }

    /// The ordinals of the clocks of a case whose being overdue stands in its history.
    static func marked(of id: CaseID, in transaction: Transaction) async throws -> Set<Int> {
        Set(
            try await transaction.query("select ordinal from clocks where case_id = \(id) and marked_at is not null").map {
                try $0.decode(Int.self)
            })
    }

    private static func clock(_ row: Row) throws -> Clock {
        var extendedBy: Limit?
        if let amount = try row.get("extended_by", as: Int?.self), let unit = LimitUnit(rawValue: try row.get("extended_unit")) {
            extendedBy = Limit(amount: amount, unit: unit)
        }
        return Clock(
            ordinal: try row.get("ordinal"), stage: try row.get("stage"), rule: try row.get("rule"), department: try row.get("department"),
            startedAt: try row.get("started_at"), dueAt: try row.get("due_at"), originalDueAt: try row.get("original_due_at"),
            provisional: try row.get("provisional"), calendarVersion: try row.get("calendar_version"),
            countsLate: try row.get("counts_late"), order: try row.get("order_id"), extendedBy: extendedBy, halts: try halts(row),
            continues: try row.get("continues"), endedAt: try row.get("ended_at"), ending: try row.get("ended_how"))
    }

    private static func halts(_ row: Row) throws -> [Clock.Halt] {
        let grounds: [String] = try row.get("paused_for")
        guard !grounds.isEmpty else { return [] }
        let (from, to): ([Instant], [Instant]) = try (row.get("paused_from"), row.get("paused_to"))
        var halts = zip(zip(from, to), grounds).map { Clock.Halt(from: $0.0, to: $0.1, ground: $1) }
        if let since = try row.get("paused_at", as: Instant?.self), let ground = grounds.last {
            halts.append(Clock.Halt(from: since, to: nil, ground: ground))
        }
        return halts
    }

    static func save(_ clocks: [Clock], over old: [Clock], of file: Case, in transaction: Transaction) async throws {
        let changed = zip(clocks, old).filter { $0 != $1 }
        if !changed.isEmpty { try await update(changed.map(\.0), of: file.id, in: transaction) }
        let added = Array(clocks.dropFirst(old.count))
        if !added.isEmpty { try await insert(added, of: file, in: transaction) }
        // Halts are lists of their own length, which arrays of rows cannot hold: one statement for each clock that has new ones.
        let halted = changed.filter { $0.halts != $1.halts }.map(\.0) + added.filter { !$0.halts.isEmpty }
        for clock in halted {
            let over = clock.halts.filter { $0.to != nil }
            try await transaction.execute(
                """
                update clocks set paused_at = \(clock.halts.last { $0.to == nil }?.from), paused_from = \(over.map(\.from)),
                    paused_to = \(over.compactMap(\.to)), paused_for = \(clock.halts.map(\.ground))
                where case_id = \(file.id) and ordinal = \(clock.ordinal)
                """)
        }
    }

    private static func update(_ clocks: [Clock], of id: CaseID, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update clocks c set ended_at = n.ended_at, ended_how = n.ended_how, due_at = n.due_at, original_due_at = n.original_due_at,
                provisional = n.provisional, calendar_version = n.calendar_version, extended_by = n.extended_by, extended_unit = n.extended_unit
            from unnest(
                \(clocks.map(\.ordinal)), \(clocks.map(\.endedAt)), \(clocks.map(\.ending?.rawValue)), \(clocks.map(\.dueAt)),
                \(clocks.map(\.originalDueAt)), \(clocks.map(\.provisional)), \(clocks.map(\.calendarVersion)),
                \(clocks.map(\.extendedBy?.amount)), \(clocks.map(\.extendedBy?.unit.rawValue))
            ) as n (ordinal, ended_at, ended_how, due_at, original_due_at, provisional, calendar_version, extended_by, extended_unit)
            where c.case_id = \(id) and c.ordinal = n.ordinal
            """)
    }

    private static func insert(_ clocks: [Clock], of file: Case, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into clocks (
                case_id, kind, region, ordinal, stage, rule, department, started_at, due_at, original_due_at, provisional,
                calendar_version, counts_late, order_id, extended_by, extended_unit, continues, ended_at, ended_how
            )
            select \(file.id), \(file.kind), \(file.region), c.* from unnest(
                \(clocks.map(\.ordinal)), \(clocks.map(\.stage.rawValue)), \(clocks.map(\.rule)), \(clocks.map(\.department?.rawValue)),
                \(clocks.map(\.startedAt)), \(clocks.map(\.dueAt)), \(clocks.map(\.originalDueAt)), \(clocks.map(\.provisional)),
                \(clocks.map(\.calendarVersion)), \(clocks.map(\.countsLate)), \(clocks.map(\.order?.rawValue)),
                \(clocks.map(\.extendedBy?.amount)), \(clocks.map(\.extendedBy?.unit.rawValue)), \(clocks.map(\.continues)),
                \(clocks.map(\.endedAt)), \(clocks.map(\.ending?.rawValue))
            ) as c (
                ordinal, stage, rule, department, started_at, due_at, original_due_at, provisional, calendar_version, counts_late,
                order_id, extended_by, extended_unit, continues, ended_at, ended_how
            )
            """)
    }
}
