import Casework
import CaseworkSQL
import Database
import WorkingTime

extension ServiceDesk {
    /// Carries out what the requester asks of their own case.
    /// - Throws: `notFound` for a wrong code as for an unknown number.
    public func change(
        _ number: CaseNumber, code: String, _ command: RequesterCommand, key: IdempotencyKey?, at now: Instant,
        answer: @escaping @Sendable (Progress) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            let jurisdiction = self.jurisdiction
            return try await self.database.transaction { transaction in
                let id = try await self.opened(number, code: code, in: transaction)
                let file = try await CaseStore.lock(id, within: .everything, in: transaction)
                return try await self.answers.once(key, at: now, in: transaction) {
                    let others = try await CaseReader.hasRepeats(id, in: transaction)
                    let decision = try file.decide(command, heldByOthers: others, at: now, under: jurisdiction)
                    try await self.settle(decision, over: file, under: jurisdiction, in: transaction)
                    return answer(try await self.progress(of: id, at: now, in: transaction))
                }
            }
        }
    }
}
