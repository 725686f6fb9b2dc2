import Casework
import CaseworkSQL
import Database
import WorkingTime

/// The list of due instants that a change of the calendar moved.
enum DueMoves {
    /// Enters what a recount moved, in its transaction.
    static func add(_ next: Case, over old: Case, in transaction: Transaction) async throws {
        let moved = zip(next.clocks, old.clocks).filter { $0.dueAt != $1.dueAt }
        guard !moved.isEmpty else { return }
        try await transaction.execute(
            """
            insert into due_moves (case_id, ordinal, department, stage, old_due_at, new_due_at, calendar_version, moved_at)
            select \(next.id), m.ordinal, m.department, m.stage, m.old_due_at, m.new_due_at, m.calendar_version, \(next.changedAt)
            from unnest(
                \(moved.map(\.0.ordinal)), \(moved.map(\.0.department?.rawValue)), \(moved.map(\.0.stage.rawValue)),
                \(moved.map(\.1.dueAt)), \(moved.map(\.0.dueAt)), \(moved.map(\.0.calendarVersion))
            ) as m (ordinal, department, stage, old_due_at, new_due_at, calendar_version)
            order by m.ordinal
            """)
    }

    /// Tells each department of what moved and was not told yet: one notice for one change of the calendar. Nobody is told twice.
    static func tell(in transaction: Transaction) async throws {
        let rows = try await transaction.query(
            """
            with told as (update due_moves set told = true where not told returning *)
            select case_id, ordinal, department, stage, (select min(m.moved_at) from due_moves m where m.calendar_version = t.calendar_version)
            from told t
            """)
        var notices: [Instant: [Notice.Receiver: [Notice.Subject]]] = [:]
        for row in rows {
            let (id, ordinal, department, stage, at) = try row.decode((CaseID, Int, DepartmentCode?, Stage, Instant).self)
            notices[at, default: [:]][Notice.Receiver(of: stage, against: department), default: []].append(
                Notice.Subject(id, clock: ordinal))
        }
        for (at, told) in notices.sorted(by: { $0.key < $1.key }) { try await Notices.add(.dueMoved, told, at: at, in: transaction) }
    }
}
