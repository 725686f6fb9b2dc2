import Casework
import CaseworkSQL
import Database
import WorkingTime

extension Watch {
    /// Ends what ends by itself: suspensions and parkings whose day of review is over, callbacks that nobody answered, limits
    /// whose silence has a meaning. Each case decides for itself; done twice, it refuses.
    /// - Returns: how many.
    func endTerms() async throws -> Int {
        try await endDays("suspended_until", by: .endSuspension) + endDays("parked_until", by: .endParking) + endClocks()
    }

    /// - Parameter column: of the last day.
    private func endDays(_ column: SQL, by command: SystemCommand) async throws -> Int {
        var ended = 0
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
            guard let end = over.last else { return ended }
            for (_, id) in over where try await desk.carryOut(command, on: id, at: now) { ended += 1 }
            last = (end.0, end.1)
        }
    }

    private func endClocks() async throws -> Int {
        var ended = 0
        var last: (dueAt: Instant, id: CaseID, ordinal: Int)?
        while true {
            let from = last ?? (Instant(microseconds: 0), CaseID(rawValue: 0), 0)
            let over = try await database.query(
                """
                select due_at, case_id, ordinal, stage from clocks where \(Self.endingByItself) and due_at < \(now)
                    and (due_at, case_id, ordinal) > (\(from.dueAt), \(from.id), \(from.ordinal))
                order by due_at, case_id, ordinal limit \(Self.batch)
                """
            ).map { try $0.decode((Instant, CaseID, Int, Stage).self) }
            guard let end = over.last else { return ended }
            for (_, id, ordinal, stage) in over {
                let command: SystemCommand = stage == .callback ? .endCallback : .applySilence(ordinal)
                if try await desk.carryOut(command, on: id, at: now) { ended += 1 }
            }
            last = (end.0, end.1, end.2)
        }
    }
}
