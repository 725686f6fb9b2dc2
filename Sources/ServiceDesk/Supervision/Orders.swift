import Casework
import Database
import WorkingTime

/// What a supervisor demands.
public struct OrderDemand: Sendable {
    public let cases: [CaseNumber]
    public let level: SupervisionOrder.Level
    public let demand: String
    public let basis: String?

    public init(cases: [CaseNumber], level: SupervisionOrder.Level, demand: String, basis: String?) {
        self.cases = cases
        self.level = level
        self.demand = demand
        self.basis = basis
    }
}

/// An order with its words and its cases.
public struct OrderFile: Sendable {
    public let order: SupervisionOrder
    public let demand: String
    public let basis: String?
    /// Nil: the line by rule.
    public let issuer: String?
    /// The rule that raised it.
    public let trigger: String?
    /// The order that was not met, whose demand this one repeats a level up.
    public let predecessor: SupervisionOrderID?
    /// The order in which this one's demand was issued again.
    public let successor: SupervisionOrderID?
    public let cases: [String]
    public var allowedActions: [OrderAction] = []
}

extension ServiceDesk {
    /// Issues an order on the department that leads the cases. Its clock starts in each of them.
    public func issue(
        _ demand: OrderDemand, by staff: Staff, key: IdempotencyKey?, at now: Instant,
        answer: @escaping @Sendable (OrderFile) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            let jurisdiction = self.jurisdiction
            let scope = CaseScope(of: staff, in: jurisdiction.map)
            return try await self.database.transaction { transaction in
                try await self.answers.once(key, at: now, in: transaction) {
                    // Locked in one order everywhere, so that two orders over the same cases cannot wait for each other.
                    var files: [Case] = []
                    for number in Set(demand.cases).sorted(by: { $0.serial < $1.serial }) {
                        files.append(try await CaseStore.lock(number, within: scope, in: transaction))
                    }
                    for file in files { _ = try file.permit(.issueOrder, to: staff, at: now, under: jurisdiction) }
                    // What is demanded and answered stands in the history of each: whoever reads one would learn of the other.
                    guard Set(files.map(\.keptFrom)).count <= 1 else { throw DeskError.casesKeptFromOthers }
                    let id = try await OrderIssuing(at: now, under: jurisdiction, in: transaction).issue(
                        demand.level, demand.demand, basis: demand.basis, on: files, from: .init(author: .staff(staff.id, .supervisor)))
                    return answer(try await self.order(id, for: staff, in: transaction))
                }
            }
        }
    }

    /// Carries out a command on an order and tells each of its cases. What is rejected is issued again a level up, in the
    /// same step, and brings a red card.
    public func change(
        _ id: SupervisionOrderID, _ command: OrderCommand, by staff: Staff, expecting version: Int?, at now: Instant,
        answer: @escaping @Sendable (OrderFile) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            let jurisdiction = self.jurisdiction
            let scope = CaseScope(of: staff, in: jurisdiction.map)
            return try await self.database.transaction { transaction in
                // Cases before the order, as when it is issued.
                var files: [Case] = []
                for caseID in try await OrderStore.cases(of: id, in: transaction) {
                    files.append(try await CaseStore.lock(caseID, within: .everything, in: transaction))
                }
                let order = try await OrderStore.lock(id, within: scope, in: transaction)
                try Self.check(version, against: order.version)
                let (next, event) = try order.decide(command, by: staff, at: now)
                try await OrderStore.save(next, in: transaction)
                // Under the lock: a case may just have left the order.
                let ids = try await OrderStore.cases(of: id, in: transaction)
                var followed: [Case] = []
                for file in files where ids.contains(file.id) {
                    let decision = file.following(next, event)
                    try await CaseStore.save(decision, over: file, in: transaction)
                    followed.append(decision.next)
                }
                if case .reject = command {
                    try await CardStore.give(NewCard.red(for: next, in: followed), at: now, in: transaction)
                    try await OrderIssuing(at: now, under: jurisdiction, in: transaction).escalate(
                        next, followed, to: next.nextLevel, demand: nil, by: event.author, rule: nil)
                }
                return answer(try await self.order(id, for: staff, in: transaction))
            }
        }
    }

    public func order(_ id: SupervisionOrderID, by staff: Staff) async throws(DeskError) -> OrderFile {
        try await desk { try await self.database.transaction { try await self.order(id, for: staff, in: $0) } }
    }

    private func order(_ id: SupervisionOrderID, for staff: Staff, in transaction: Transaction) async throws -> OrderFile {
        let scope = OrderStore.condition(CaseScope(of: staff, in: jurisdiction.map))
        let files = try await OrderStore.files(where: "\(scope) and o.id = \(id)", before: Int.max, limit: 1, in: transaction)
        guard var file = files.first else { throw DeskError.notFound }
        file.allowedActions = file.order.allowedActions(for: staff)
        return file
    }

    /// Orders the reader may see, newest first.
    public func orders(
        state: SupervisionOrder.State?, by staff: Staff, before: Int?, limit: Int
    ) async throws(DeskError) -> Page<OrderFile, Int> {
        var condition = OrderStore.condition(CaseScope(of: staff, in: jurisdiction.map))
        if let state { condition = "\(condition) and o.state = \(state)" }
        let wanted = condition
        return try await desk {
            let files = try await OrderStore.files(where: wanted, before: before ?? Int.max, limit: limit + 1, in: self.database)
            let items = files.prefix(limit).map { file in
                var file = file
                file.allowedActions = file.order.allowedActions(for: staff)
                return file
            }
            return Page(items: items, next: files.count > limit ? items.last?.order.id.rawValue : nil, total: nil)
        }
    }
}
