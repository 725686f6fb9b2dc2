import Casework
import CaseworkSQL
import Database
import WorkingTime

/// A clock of which somebody is to be warned.
private struct Warned {
    let subject: Notice.Subject
    let receiver: Notice.Receiver
    /// Whether its limit was longer than the warning.
    let isLong: Bool
}

/// Where the warnings have come to, in the order of due instants.
private struct WarningPosition {
    var dueAt: Instant
    var id: CaseID
    var ordinal: Int
}

extension Watch {
    /// Warns of what ends within the warning's reach: a step forward over the clocks in the order of their due instants, so
    /// that nobody is warned twice. Whoever steps holds the position; others let them.
    func warn(into tally: inout WatchTally) async throws {
        guard let reach = jurisdiction.warningReach(at: now) else { return }
        while try await !clocks(after: position(in: database), until: reach, limit: 1, in: database).isEmpty {
            let count = try await database.transaction { try await warnBatch(until: reach, in: $0) }
            guard let count else { return }
            tally.warned += count
        }
    }

    /// Nil: another server is at it.
    private func warnBatch(until reach: Instant, in transaction: Transaction) async throws -> Int? {
        guard let position = try await position(in: transaction, lock: "for update skip locked") else { return nil }
        let rows = try await clocks(after: position, until: reach, limit: Self.batch, in: transaction)
        guard let last = rows.last?.position else { return 0 }
        var told: [Notice.Receiver: [Notice.Subject]] = [:]
        for row in rows where row.clock.isLong { told[row.clock.receiver, default: []].append(row.clock.subject) }
        try await Notices.add(.dueSoon, told, at: now, in: transaction)
        try await transaction.execute(
            "update warnings_sent set due_at = \(last.dueAt), case_id = \(last.id), ordinal = \(last.ordinal)")
        return told.values.reduce(0) { $0 + $1.count }
    }

    private func position(in database: some Queryable, lock: SQL = "") async throws -> WarningPosition? {
        try await database.query("select due_at, case_id, ordinal from warnings_sent \(lock)").first.map { row in
            let (dueAt, id, ordinal) = try row.decode((Instant, CaseID, Int).self)
            return WarningPosition(dueAt: dueAt, id: id, ordinal: ordinal)
        }
    }

    /// What has ended meanwhile is past warning, and the time of a callback is the requester's.
    private func clocks(
        after position: WarningPosition?, until reach: Instant, limit: Int, in database: some Queryable
    ) async throws -> [(position: WarningPosition, clock: Warned)] {
        guard let position else { return [] }
        return try await database.query(
            """
            select due_at, case_id, ordinal, stage, department, started_at from clocks k
            where \(Clock.isPressing("k")) and stage <> 'callback' and due_at <= \(reach) and due_at > \(now)
                and (due_at, case_id, ordinal) > (\(position.dueAt), \(position.id), \(position.ordinal))
            order by due_at, case_id, ordinal limit \(limit)
            """
        ).map { row in
            let (dueAt, id, ordinal, stage, department, startedAt) = try row.decode(
                (Instant, CaseID, Int, Stage, DepartmentCode?, Instant).self)
            return (
                WarningPosition(dueAt: dueAt, id: id, ordinal: ordinal),
                Warned(
                    subject: Notice.Subject(id, clock: ordinal), receiver: Notice.Receiver(of: stage, against: department),
                    isLong: jurisdiction.isWarned(dueAt: dueAt, startedAt: startedAt))
            )
        }
    }
}
