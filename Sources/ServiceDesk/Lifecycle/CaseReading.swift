import Casework
import CaseworkSQL
import Database
import IdentityVault
import WorkingTime

/// What a list of cases is narrowed to.
public struct CaseFilter: Sendable {
    public var state: CaseState?
    public var kind: Kind?
    public var department: DepartmentCode?
    public var category: CategoryCode?
    public var region: RegionCode?
    public var receivedFrom: Instant?
    public var receivedBefore: Instant?

    public init() {}
}

/// A stretch of a list, and where the next one starts.
public struct Page<Item: Sendable, Cursor: Sendable>: Sendable {
    public let items: [Item]
    public let next: Cursor?
    /// How many there are in all; only when asked.
    public let total: Int?
}

extension ServiceDesk {
    /// One case, with everything its reader may see.
    /// - Throws: `notFound` also for a case outside the reader's scope.
    public func read(_ number: CaseNumber, by staff: Staff, at now: Instant) async throws(DeskError) -> CaseFile {
        try await desk {
            try await self.database.transaction { transaction in
                var view = try await self.view(number, for: staff, at: now, in: transaction)
                view.requester = try await self.requester(of: view, for: staff, at: now, in: transaction)
                return view
            }
        }
    }

    /// A case as its reader sees it, but for its requester: the answer to a change may be kept for a repeated key, and
    /// whoever repeats it is no longer sure to be entitled.
    func view(_ number: CaseNumber, for staff: Staff, at now: Instant, in transaction: Transaction) async throws -> CaseFile {
        let jurisdiction = jurisdiction
        var view = try await CaseReader.read(number, within: CaseScope(of: staff, in: jurisdiction.map), in: transaction)
        view.allowedActions = view.file.allowedActions(for: staff, at: now, under: jurisdiction)
        if staff.seesLinks { view.linked = try await CaseReader.linked(with: view.file.id, in: transaction) }
        return view
    }

    private func requester(
        of view: CaseFile, for staff: Staff, at now: Instant, in transaction: Transaction
    ) async throws -> Requester? {
        guard let identity = view.identity, !view.confidential else { return nil }
        guard let reason = view.file.reasonToKnowRequester(for: staff, isToBeCalled: view.isToBeCalled) else { return nil }
        let purpose = "\(reason.rawValue) \(view.file.number)"
        return try await vault.open(identity, for: staff.id.rawValue, purpose: purpose, at: now, in: transaction)
            .map { bytes in try RequesterRecord.decode(bytes) }
    }

    public func history(of number: CaseNumber, by staff: Staff) async throws(DeskError) -> [HistoryLine] {
        let scope = CaseScope(of: staff, in: jurisdiction.map)
        return try await scoped(number, by: staff) { file, transaction in
            let lines = try await CaseReader.history(of: file.id, in: transaction)
            if staff.seesLinks { return lines }
            let kept = try await OrderStore.kept(ofCase: file.id, from: scope, in: transaction)
            return lines.filter { line in
                line.type != CaseEvent.Kind.split.rawValue && (kept.isEmpty || line.order.map { !kept.contains($0) } ?? true)
            }
        }
    }

    public func clocks(of number: CaseNumber, by staff: Staff) async throws(DeskError) -> [Clock] {
        let scope = CaseScope(of: staff, in: jurisdiction.map)
        return try await scoped(number, by: staff) { try await CaseReader.clocks(of: $0, within: scope, in: $1) }
    }

    public func routings(of number: CaseNumber, by staff: Staff) async throws(DeskError) -> [RoutingRecord] {
        try await scoped(number, by: staff) { try await RoutingStore.list(of: $0.id.rawValue, in: $1) }
    }

    private func scoped<T: Sendable>(
        _ number: CaseNumber, by staff: Staff, _ read: @escaping @Sendable (Case, Transaction) async throws -> T
    ) async throws(DeskError) -> T {
        let scope = CaseScope(of: staff, in: jurisdiction.map)
        return try await desk {
            try await self.database.transaction { transaction in
                try await read(try await CaseStore.find(number, within: scope, in: transaction), transaction)
            }
        }
    }

    /// Cases within the reader's scope, newest first.
    /// - Parameter before: the id after which the page goes on.
    public func cases(
        _ filter: CaseFilter, by staff: Staff, before: CaseID?, limit: Int, counted: Bool
    ) async throws(DeskError) -> Page<CaseSummary, CaseID> {
        let map = jurisdiction.map
        let conditions = filter.conditions(in: map) + [CaseScope(of: staff, in: map).listing]
        let all = SQL(joined: conditions.map { "(\($0))" }, separator: " and ")
        return try await desk {
            let rows = try await self.database.query(
                """
                select \(CaseReader.summaryColumns) from cases c left join accounts a on a.id = c.handler
                where \(all) and c.id < \(before?.rawValue ?? Int.max) order by c.id desc limit \(limit + 1)
                """)
            let items = try rows.map(CaseReader.summary)
            let total = counted ? try await self.database.query("select count(*) from cases c where \(all)").first?.decode(Int.self) : nil
            return Page(items: Array(items.prefix(limit)), next: items.count > limit ? items[limit - 1].id : nil, total: total)
        }
    }
}

extension Staff {
    /// Whoever handles a report must not be led to its complaint, which shows who asks, nor the other way about.
    fileprivate var seesLinks: Bool { holds(anyOf: [.dispatcher, .supervisor]) }
}

extension CaseFilter {
    func conditions(in map: ResponsibilityMap) -> [SQL] {
        var conditions: [SQL] = []
        if let state { conditions.append("c.state = \(state)") }
        if let kind { conditions.append("c.kind = \(kind)") }
        if let department { conditions.append("c.department = any(\(map.subtree(of: department)))") }
        if let category { conditions.append("c.category = any(\(map.branch(of: category)))") }
        if let region { conditions.append("c.region = any(\(map.subtree(of: region)))") }
        if let receivedFrom { conditions.append("c.received_at >= \(receivedFrom)") }
        if let receivedBefore { conditions.append("c.received_at < \(receivedBefore)") }
        return conditions
    }
}
