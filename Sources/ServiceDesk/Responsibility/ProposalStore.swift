import Casework
import CaseworkSQL
import Database
import WorkingTime

/// The rows of proposals, and what an accepted one writes into the map.
enum ProposalStore {
    /// - Returns: the new proposal's id.
    static func insert(_ proposed: ProposedChange, by staff: Staff, at now: Instant, in transaction: Transaction) async throws -> Int {
        let draft = proposed.change.begun
        let rows = try await transaction.query(
            """
            insert into responsibility_proposals (
                sort, responsibility, last_day, category, kinds, region, assignee, supporting, power, legal_basis, valid_from, valid_to,
                reason, ruling, proposed_by, proposed_at
            ) values (
                \(proposed.change.sort.rawValue), \(proposed.change.ended), \(proposed.change.lastDay), \(draft?.category), \(draft?.kindNames),
                \(draft?.region), \(draft?.assignee.description), \(draft?.supporting.map(\.description)), \(draft?.power),
                \(draft?.legalBasis), \(draft?.validFrom), \(draft?.validTo), \(proposed.reason), \(proposed.ruling), \(staff.id), \(now)
            ) returning id
            """)
        guard let id = try rows.first?.decode(Int.self) else { throw DeskError.failed("no id for a proposal") }
        return id
    }

    /// Proposals, newest first.
    static func list(where condition: SQL, before: Int, limit: Int, in database: some Queryable) async throws -> [Proposal] {
        try await database.query(
            """
            select p.id, p.sort, p.responsibility, p.last_day, p.category, p.kinds, p.region, p.assignee, p.supporting, p.power,
                p.legal_basis, p.valid_from, p.valid_to, p.reason, p.ruling, a.name as proposer, p.proposed_by, p.proposed_at, d.name as decider,
                p.decided_at, p.accepted, p.decision, p.made, p.version
            from responsibility_proposals p join accounts a on a.id = p.proposed_by left join accounts d on d.id = p.decided_by
            where \(condition) and p.id < \(before) order by p.id desc limit \(limit)
            """
        ).map(proposal)
    }

    /// Keeps others from deciding it until the transaction ends.
    static func lock(_ id: Int, in transaction: Transaction) async throws {
        let rows = try await transaction.query("select from responsibility_proposals where id = \(id) for update")
        if rows.isEmpty { throw DeskError.notFound }
    }

    static func decide(
        _ id: Int, _ decision: ProposalDecision, made: Int?, by staff: Staff, at now: Instant, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            update responsibility_proposals set decided_by = \(staff.id), decided_at = \(now), accepted = \(decision.accepts),
                decision = \(decision.text), made = \(made), version = version + 1
            where id = \(id)
            """)
    }

    /// Writes the change into the map. The version of the lists grows, and every process reads them anew.
    /// - Returns: the id of the entry that begins.
    static func write(_ change: ResponsibilityChange, in transaction: Transaction) async throws -> Int? {
        if let ended = change.ended {
            try await transaction.execute("update responsibilities set valid_to = \(change.lastDay) where id = \(ended)")
        }
        guard let draft = change.begun else { return nil }
        var (department, authority, level): (DepartmentCode?, AuthorityCode?, String?)
        switch draft.assignee {
        case .department(let code): department = code
        case .authority(let code, let wanted): (authority, level) = (code, wanted.rawValue)
        }
        let rows = try await transaction.query(
            """
            insert into responsibilities (
                category, kinds, region, department, authority, authority_level, supporting, power, legal_basis, valid_from, valid_to
            ) values (
                \(draft.category), \(draft.kindNames), \(draft.region), \(department), \(authority), \(level),
                \(draft.supporting.map(\.description)), \(draft.power), \(draft.legalBasis), \(draft.validFrom), \(draft.validTo)
            ) returning id
            """)
        return try rows.first?.decode(Int.self)
    }

    private static func proposal(_ row: Row) throws -> Proposal {
        Proposal(
            id: try row.get("id"),
            proposed: ProposedChange(change: try change(row), reason: try row.get("reason"), ruling: try row.get("ruling")),
            proposer: try row.get("proposer"), proposedBy: try row.get("proposed_by"), proposedAt: try row.get("proposed_at"),
            decider: try row.get("decider"),
            decidedAt: try row.get("decided_at"), accepted: try row.get("accepted"), decision: try row.get("decision"),
            made: try row.get("made"), version: try row.get("version"))
    }

    private static func change(_ row: Row) throws -> ResponsibilityChange {
        switch ResponsibilityChange.Sort(rawValue: try row.get("sort")) {
        case .addition?: .addition(try draft(row))
        case .ending?: .ending(try row.get("responsibility"), on: try row.get("last_day"))
        case .replacement?: .replacement(try row.get("responsibility"), by: try draft(row))
        case nil: throw DeskError.failed("unreadable sort of a proposal")
        }
    }

    private static func draft(_ row: Row) throws -> ResponsibilityDraft {
        guard let assignee = Assignee(try row.get("assignee", as: String.self)) else {
            throw DeskError.failed("unreadable assignee of a proposal")
        }
        let (kinds, supporting) = try (row.get("kinds", as: [String].self), row.get("supporting", as: [String].self))
        return ResponsibilityDraft(
            category: try row.get("category"), kinds: Set(kinds.compactMap { Kind(rawValue: $0) }), region: try row.get("region"),
            assignee: assignee, supporting: supporting.compactMap { Assignee($0) }, power: try row.get("power"),
            legalBasis: try row.get("legal_basis"), validFrom: try row.get("valid_from"), validTo: try row.get("valid_to"))
    }
}

extension ResponsibilityDraft {
    /// In the order in which the list writes them.
    fileprivate var kindNames: [String] { Kind.allCases.filter(kinds.contains).map(\.rawValue) }
}
