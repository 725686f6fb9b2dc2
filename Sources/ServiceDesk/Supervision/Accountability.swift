import Casework
import CaseworkSQL
import Database
import WorkingTime

/// What a supervisor writes of a department.
public struct AccountabilityDraft: Sendable {
    public let cause: AccountabilityEntry.Cause
    public let department: DepartmentCode
    public let cases: [CaseNumber]
    public let orders: [SupervisionOrderID]
    public let text: String

    public init(
        cause: AccountabilityEntry.Cause, department: DepartmentCode, cases: [CaseNumber], orders: [SupervisionOrderID], text: String
    ) {
        self.cause = cause
        self.department = department
        self.cases = cases
        self.orders = orders
        self.text = text
    }
}

/// An entry with what it is about.
public struct AccountabilityFile: Sendable {
    public let entry: AccountabilityEntry
    public let drafter: String?
    public let publisher: String?
    public let withdrawer: String?
    public let cases: [String]
    public let orders: [SupervisionOrderID]
    public var allowedActions: [AccountabilityCommand.Action] = []
}

/// What a list of entries is narrowed to.
public struct AccountabilityFilter: Sendable {
    public var state: AccountabilityEntry.State?
    public var cause: AccountabilityEntry.Cause?
    /// With those below it.
    public var department: DepartmentCode?
    public init() {}
}

extension ServiceDesk {
    /// Drafts an entry. Another supervisor publishes it.
    public func draft(
        _ draft: AccountabilityDraft, by staff: Staff, key: IdempotencyKey?, at now: Instant,
        answer: @escaping @Sendable (AccountabilityFile) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            guard self.jurisdiction.map.department(draft.department) != nil else {
                throw DeskError.refused(.unknownDepartment(member: "/department"))
            }
            return try await self.database.transaction { transaction in
                try await self.answers.once(key, at: now, in: transaction) {
                    let numbers = Set(draft.cases.map(\.description))
                    let cases = try await transaction.query(
                        "select id from cases where number = any(\(numbers.sorted()))"
                    ).map { try $0.decode(CaseID.self) }
                    let orders = try await transaction.query(
                        "select count(*) from supervision_orders where id = any(\(draft.orders))"
                    ).first?.decode(Int.self)
                    guard cases.count == numbers.count, orders == Set(draft.orders).count else { throw DeskError.notFound }
                    let id = try await AccountabilityStore.insert(draft, on: cases, by: staff, at: now, in: transaction)
                    return answer(try await self.entry(id, for: staff, in: transaction))
                }
            }
        }
    }

    /// Carries out a command on an entry; what is published is told to the department.
    public func change(
        entry id: Int, _ command: AccountabilityCommand, by staff: Staff, expecting version: Int?, at now: Instant,
        answer: @escaping @Sendable (AccountabilityFile) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            try await self.database.transaction { transaction in
                let entry = try await AccountabilityStore.lock(id, in: transaction)
                try Self.check(version, against: entry.version)
                let next = try entry.decide(command, by: staff, at: now)
                try await AccountabilityStore.save(next, in: transaction)
                if next.state == .published {
                    let cases = try await AccountabilityStore.cases(of: id, in: transaction)
                    try await Notices.add(
                        .accountabilityPublished, [.department(next.department): cases.map { Notice.Subject($0) }], at: now, in: transaction
                    )
                }
                return answer(try await self.entry(id, for: staff, in: transaction))
            }
        }
    }

    public func entry(_ id: Int, by staff: Staff) async throws(DeskError) -> AccountabilityFile {
        try await desk { try await self.database.transaction { try await self.entry(id, for: staff, in: $0) } }
    }

    private func entry(_ id: Int, for staff: Staff, in transaction: Transaction) async throws -> AccountabilityFile {
        let scope = AccountabilityStore.condition(CaseScope(of: staff, in: jurisdiction.map))
        guard var file = try await AccountabilityStore.files(where: "\(scope) and e.id = \(id)", limit: 1, in: transaction).first else {
            throw DeskError.notFound
        }
        file.allowedActions = file.entry.allowedActions(for: staff)
        return file
    }

    /// Entries the reader may see, newest first.
    public func entries(
        _ filter: AccountabilityFilter, by staff: Staff, before: Int?, limit: Int
    ) async throws(DeskError) -> Page<AccountabilityFile, Int> {
        let map = jurisdiction.map
        var conditions = [AccountabilityStore.condition(CaseScope(of: staff, in: map)), "e.id < \(before ?? Int.max)"]
        if let state = filter.state { conditions.append("e.state = \(state)") }
        if let cause = filter.cause { conditions.append("e.cause = \(cause)") }
        if let department = filter.department { conditions.append("e.department = any(\(map.subtree(of: department).sorted()))") }
        let condition = SQL(joined: conditions, separator: " and ")
        return try await desk {
            let files = try await AccountabilityStore.files(where: condition, limit: limit + 1, in: self.database)
            let items = files.prefix(limit).map { file in
                var file = file
                file.allowedActions = file.entry.allowedActions(for: staff)
                return file
            }
            return Page(items: items, next: files.count > limit ? items.last?.entry.id : nil, total: nil)
        }
    }
}
