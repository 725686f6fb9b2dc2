import Casework
import CaseworkSQL
import Database
import WorkingTime

/// A card with what it is for.
public struct CardFile: Sendable {
    public let card: Card
    /// Of the case.
    public let number: String
    /// Of the clock that ran out, or of the order's reply.
    public let stage: Stage
    public let dueAt: Instant
    /// The order that was not met, if that is what it is for.
    public let order: SupervisionOrderID?
    public let withdrawer: String?
}

/// What a list of cards is narrowed to.
public struct CardFilter: Sendable {
    /// With those below it.
    public var department: DepartmentCode?
    public var colour: Card.Colour?
    public var from: Instant?
    public var before: Instant?
    public init() {}
}

/// Where a page of cards ended: the newest come first.
public struct CardCursor: Sendable {
    public let issuedAt: Instant
    public let id: Int
    public init(issuedAt: Instant, id: Int) {
        self.issuedAt = issuedAt
        self.id = id
    }
}

extension ServiceDesk {
    /// The cards of the line for a supervisor; for the head of a department those of the department and the ones below it,
    /// but for reports that accuse them.
    public func cards(_ filter: CardFilter, by staff: Staff, after cursor: CardCursor?, limit: Int) async throws(DeskError) -> Page<
        CardFile, CardCursor
    > {
        let map = jurisdiction.map
        var conditions = [Self.cards(within: CaseScope(of: staff, in: map))]
        if let department = filter.department { conditions.append("k.department = any(\(map.subtree(of: department).sorted()))") }
        if let colour = filter.colour { conditions.append("k.colour = \(colour)") }
        if let from = filter.from { conditions.append("k.issued_at >= \(from)") }
        if let before = filter.before { conditions.append("k.issued_at < \(before)") }
        if let cursor { conditions.append("(k.issued_at, k.id) < (\(cursor.issuedAt), \(cursor.id))") }
        let condition = SQL(joined: conditions, separator: " and ")
        return try await desk {
            let files = try await CardStore.files(where: condition, limit: limit + 1, in: self.database)
            let items = Array(files.prefix(limit))
            let last = files.count > limit ? items.last?.card : nil
            return Page(items: items, next: last.map { CardCursor(issuedAt: $0.issuedAt, id: $0.id) }, total: nil)
        }
    }

    /// Takes a card back, with a reason.
    public func withdrawCard(
        _ id: Int, saying reason: String, by staff: Staff, expecting version: Int?, at now: Instant
    ) async throws(DeskError) -> CardFile {
        try await desk {
            try await self.database.transaction { transaction in
                let card = try await CardStore.lock(id, in: transaction)
                try Self.check(version, against: card.version)
                try await CardStore.save(try card.withdrawn(by: staff, saying: reason, at: now), in: transaction)
                guard let file = try await CardStore.files(where: "k.id = \(id)", limit: 1, in: transaction).first else {
                    throw DeskError.notFound
                }
                return file
            }
        }
    }

    /// The rows of `cards k` with `cases c` that the scope includes.
    private static func cards(within scope: CaseScope) -> SQL {
        switch scope {
        case .everything: "true"
        case .departments(let departments, let accused):
            "k.department = any(\(departments)) and not \(Case.kept("c", from: accused))"
        case .registeredBy, .nothing: "false"
        }
    }
}
