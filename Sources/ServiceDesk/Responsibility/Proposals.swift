import Casework
import Database
import WorkingTime

extension ServiceDesk {
    /// Takes a proposal to change the map, if the change can be made of the map as it stands.
    public func propose(
        _ proposed: ProposedChange, by staff: Staff, key: IdempotencyKey?, at now: Instant,
        answer: @escaping @Sendable (Proposal) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            try await self.database.transaction { transaction in
                try await self.answers.once(key, at: now, in: transaction) {
                    let faults = self.jurisdiction.map.faults(of: proposed.change, today: now.day)
                    guard faults.isEmpty else { throw ProposalRefusal.impossible(faults) }
                    if let ruling = proposed.ruling {
                        let known = try await transaction.query(
                            "select from return_requests where id = \(ruling) and ruled_at is not null")
                        if known.isEmpty { throw ProposalRefusal.unknownRuling }
                    }
                    let id = try await ProposalStore.insert(proposed, by: staff, at: now, in: transaction)
                    return answer(try await Self.proposal(id, in: transaction))
                }
            }
        }
    }

    public func proposal(_ id: Int) async throws(DeskError) -> Proposal {
        try await desk { try await Self.proposal(id, in: self.database) }
    }

    /// Proposals, newest first.
    /// - Parameter entry: those that would end this entry of the map, or were made of a ruling about it.
    public func proposals(
        state: ProposalState?, entry: Int?, before: Int?, limit: Int
    ) async throws(DeskError) -> Page<Proposal, Int> {
        var conditions: [SQL] = []
        switch state {
        case .open?: conditions.append("p.decided_at is null")
        case .accepted?: conditions.append("p.accepted")
        case .dismissed?: conditions.append("not p.accepted")
        case nil: conditions.append("true")
        }
        if let entry {
            conditions.append(
                "(p.responsibility = \(entry) or p.ruling in (select r.id from return_requests r where r.responsibility = \(entry)))")
        }
        let condition = SQL(joined: conditions, separator: " and ")
        return try await desk {
            let found = try await ProposalStore.list(where: condition, before: before ?? Int.max, limit: limit + 1, in: self.database)
            let items = Array(found.prefix(limit))
            return Page(items: items, next: found.count > limit ? items.last?.id : nil, total: nil)
        }
    }

    /// Decides a proposal. A yes writes the map in the same transaction.
    public func decide(
        _ id: Int, _ decision: ProposalDecision, by staff: Staff, expecting version: Int?, at now: Instant,
        answer: @escaping @Sendable (Proposal) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        let written = try await desk {
            try await self.database.transaction { transaction in
                try await ProposalStore.lock(id, in: transaction)
                let proposal = try await Self.proposal(id, in: transaction)
                try Self.check(version, against: proposal.version)
                try proposal.permitDeciding(by: staff)
                let made = decision.accepts ? try await self.write(proposal.proposed.change, today: now.day, in: transaction) : nil
                try await ProposalStore.decide(id, decision, made: made, by: staff, at: now, in: transaction)
                return answer(try await Self.proposal(id, in: transaction))
            }
        }
        // Who reads the list after this answer finds the change here; other processes hear of it.
        if decision.accepts { await lists.refresh() }
        return written
    }

    /// Writes a change into the map as it stands in the tables now, with other writers kept out.
    private func write(_ change: ResponsibilityChange, today: Day, in transaction: Transaction) async throws -> Int? {
        try await ListWriter(transaction: transaction).lock()
        let known = jurisdiction
        var map = known.map
        if try await ListStore.version(in: transaction) != known.version {
            map = try await ListStore.jurisdiction(in: transaction).map
        }
        let faults = map.faults(of: change, today: today)
        guard faults.isEmpty else { throw ProposalRefusal.outdated(faults) }
        return try await ProposalStore.write(change, in: transaction)
    }

    private static func proposal(_ id: Int, in database: some Queryable) async throws -> Proposal {
        let found = try await ProposalStore.list(where: "p.id = \(id)", before: Int.max, limit: 1, in: database)
        guard let proposal = found.first else { throw DeskError.notFound }
        return proposal
    }
}
