import Casework
import CaseworkSQL
import Database
import WorkingTime

extension Watch {
    /// Ends what ends by itself: suspensions and parkings whose day of review is over, callbacks that nobody answered, limits
    /// whose silence has a meaning. Each case decides for itself; done twice, it refuses.
    func endTerms(into tally: inout WatchTally) async throws {
        try await endDays("suspended_until", by: .endSuspension, into: &tally)
        try await endDays("parked_until", by: .endParking, into: &tally)
        try await endClocks(into: &tally)
    }

    private func end(_ id: CaseID, by command: SystemCommand, into tally: inout WatchTally) async throws {
        try await attempt(into: &tally) { tally in
            if try await desk.carryOut(command, on: id, at: now) { tally.ended += 1 }
        }
    }

    /// - Parameter column: of the last day.
    private func endDays(_ column: SQL, by command: SystemCommand, into tally: inout WatchTally) async throws {
        var last: (day: Day, id: CaseID)?
        while true {
            // Every day is after the first of 1970.
            let from = last ?? (Day(daysSince1970: 0), CaseID(rawValue: 0))
            let over = try await database.query(
                """
                select \(column), id from cases where \(column) < \(now.day) and (\(column), id) > (\(from.day), \(from.id))
                order by \(column), id limit \(Self.batch)
                """
            ).map { try $0.decode((Day, CaseID).self) }
            guard let end = over.last else { return }
            for (_, id) in over { try await self.end(id, by: command, into: &tally) }
            last = (end.0, end.1)
        }
    }

    private func endClocks(into tally: inout WatchTally) async throws {
        var last: (dueAt: Instant, id: CaseID, ordinal: Int)?
        while true {
            let from = last ?? (Instant(microseconds: 0), CaseID(rawValue: 0), 0)
            let over = try await database.query(
                """
                select due_at, case_id, ordinal, stage from clocks where \(Self.endingByItself) and due_at < \(now) and \(isCounted)
                    and (due_at, case_id, ordinal) > (\(from.dueAt), \(from.id), \(from.ordinal))
                order by due_at, case_id, ordinal limit \(Self.batch)
                """
            ).map { try $0.decode((Instant, CaseID, Int, Stage).self) }
            guard let end = over.last else { return }
            for (_, id, ordinal, stage) in over {
                try await self.end(id, by: stage == .callback ? .endCallback : .applySilence(ordinal), into: &tally)
            }
            last = (end.0, end.1, end.2)
        }
    }
}
