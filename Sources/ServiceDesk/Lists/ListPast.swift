import Database
import WorkingTime

/// What an import may not change, because cases go by it: a limit for the life of the cases that were received while it was in
/// force, and who was responsible on a day that is past. Both end on a day, and others begin after it.
struct ListPast {
    typealias Fault = ListImportError.Fault

    let transaction: Transaction
    let today: Day

    func faults(of difference: ListDifference) async throws -> [Fault] {
        var faults: [Fault] = []
        for table in difference.tables {
            switch table.list {
            case .timeLimits: faults += try await limits(table)
            case .responsibilities: faults += try await entries(table)
            default: continue
            }
        }
        return faults
    }

    /// What of a limit clocks are counted by.
    private static let counted = [
        "regime", "matter", "stage", "start_event", "amount", "unit", "extension_amount", "extension_unit", "extension_times", "pause",
        "on_silence", "effective_from",
    ]

    private func limits(_ table: ListDifference.Table) async throws -> [Fault] {
        var changed: [(row: ListRow, column: String?)] = table.removed.map { ($0, nil) }
        for (old, new) in table.changed {
            if let column = Self.counted.first(where: { old[$0] != new[$0] }) {
                changed.append((new, column))
            } else if old["effective_to"] != new["effective_to"], [old, new].contains(where: { isPast($0["effective_to"]) }) {
                changed.append((new, "effective_to"))
            }
        }
        // The days of the old row are those that count: the new one may begin elsewhere.
        let stored = Dictionary(uniqueKeysWithValues: (table.changed.map(\.old) + table.removed).map { ($0.label, $0) })
        let rows = changed.compactMap { stored[$0.row.label] }
        let used = try await transaction.query(
            """
            select id from unnest(\(rows.map(\.label)), \(rows.map { $0["regime"] }), \(rows.map { $0["effective_from"] }), \(rows.map { $0["effective_to"] }))
                as l (id, regime, first, last)
            where exists (select from clocks k where k.rule = l.id) or exists (
                select from cases c where c.ended_at is null and (c.regime = l.regime or l.regime in ('hotline', 'supervision'))
                    and (c.received_at at time zone interval '8 hours')::date between l.first::date and coalesce(l.last::date, 'infinity'))
            """
        ).map { try $0.decode(String.self) }
        return changed.filter { used.contains($0.row.label) }.map { change in
            Fault(
                change.row, at: change.column,
                "cases go by time limit \(change.row.label) as it stands: let it end with effective_to, today or later, and add another id"
            )
        }
    }

    /// Which department an entry sends cases to.
    private static let sending = ["department", "authority", "authority_level", "supporting"]

    private func entries(_ table: ListDifference.Table) async throws -> [Fault] {
        var changed: [(row: ListRow, identity: String?, column: String?)] = table.removed.map { ($0, $0.identity, nil) }
        for (old, new) in table.changed {
            if let column = Self.sending.first(where: { old[$0] != new[$0] }) {
                changed.append((new, old.identity, column))
            } else if old["valid_to"] != new["valid_to"], [old, new].contains(where: { isPast($0["valid_to"]) }) {
                changed.append((new, old.identity, "valid_to"))
            }
        }
        let ids = changed.compactMap { $0.identity.flatMap { Int($0) } }
        let used = Set(
            try await transaction.query("select distinct responsibility from routings where responsibility = any(\(ids))").map {
                String(try $0.decode(Int.self))
            })
        return changed.filter { $0.identity.map(used.contains) ?? false }.map { change in
            Fault(
                change.row, at: change.column,
                change.column == nil
                    ? "cases went by responsibility \(change.row.label), which the file lacks: add its row, with the last day it holds in valid_to"
                    : "cases went by responsibility \(change.row.label) as it stands: let it end with valid_to, today or later, and add one that begins after it"
            )
        }
    }

    private func isPast(_ day: String?) -> Bool { day.flatMap { Day($0) }.map { $0 < today } ?? false }
}
