import Casework
import CaseworkSQL
import Database
import Synchronization
import WorkingTime

extension Watch {
    /// Counts provisional due instants anew, once for each change of the lists and at each start: a holiday notice may have
    /// come. Cut off, it is begun again; a case that was counted refuses to be counted twice.
    /// - Returns: in how many cases something changed.
    func recount() async throws -> Int {
        guard desk.recounted.withLock({ $0 != jurisdiction.version }) else { return 0 }
        var recounted = 0
        var last = CaseID(rawValue: 0)
        while true {
            let provisional = try await database.query(
                """
                select distinct case_id from clocks where provisional and ended_at is null and case_id > \(last)
                order by case_id limit \(Self.batch)
                """
            ).map { try $0.decode(CaseID.self) }
            guard let end = provisional.last else { break }
            // Most stay as they are: they are counted in memory, and only those that move are locked and written.
            let clocks = try await ClockStore.clocks(of: provisional.map(\.rawValue), in: database)
            for id in provisional
            where clocks[id.rawValue]?.contains(where: { $0.recounted(at: now, under: jurisdiction) != nil }) ?? false {
                if try await desk.carryOut(.recount, on: id, at: now) { recounted += 1 }
            }
            last = end
        }
        desk.recounted.withLock { $0 = jurisdiction.version }
        return recounted
    }
}
