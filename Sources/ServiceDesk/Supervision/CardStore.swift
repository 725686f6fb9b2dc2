import Casework
import CaseworkSQL
import Database
import WorkingTime

/// A card to be given.
struct NewCard: Sendable {
    let colour: Card.Colour
    let department: DepartmentCode
    let id: CaseID
    let ordinal: Int
    /// Of a red card for an order that was not met.
    let order: SupervisionOrderID?

    /// The red card for an order that was not met, on the first of its cases.
    static func red(for order: SupervisionOrder, in files: [Case]) -> [NewCard] {
        for file in files {
            guard let clock = file.clocks.last(where: { $0.order == order.id }) else { continue }
            return [NewCard(colour: .red, department: order.department, id: file.id, ordinal: clock.ordinal, order: order.id)]
        }
        return []
    }
}

/// The rows of cards.
enum CardStore {
    /// Gives the cards that were not given yet, and says so of red ones.
    /// - Returns: how many.
    @discardableResult
    static func give(_ cards: [NewCard], at now: Instant, in transaction: Transaction) async throws -> Int {
        guard !cards.isEmpty else { return 0 }
        let given = try await transaction.query(
            """
            insert into cards (colour, department, case_id, ordinal, order_id, issued_at)
            select c.*, \(now)::timestamptz from unnest(
                \(cards.map(\.colour)), \(cards.map(\.department)), \(cards.map(\.id)), \(cards.map(\.ordinal)), \(cards.map(\.order))
            ) as c (colour, department, case_id, ordinal, order_id) order by c.case_id, c.ordinal
            on conflict do nothing returning colour, department, case_id, ordinal
            """
        ).map { try $0.decode((Card.Colour, DepartmentCode, CaseID, Int).self) }
        var told: [Notice.Receiver: [Notice.Subject]] = [:]
        for (colour, department, id, ordinal) in given where colour == .red {
            told[.department(department), default: []].append(Notice.Subject(id, clock: ordinal))
        }
        try await Notices.add(.redCard, told, at: now, in: transaction)
        return given.count
    }

    /// Whether a department has a card of the colour for one of these clocks.
    static func isGiven(
        _ colour: Card.Colour, to department: DepartmentCode, for ordinals: [Int], of id: CaseID, in transaction: Transaction
    ) async throws -> Bool {
        try await !transaction.query(
            """
            select 1 from cards where case_id = \(id) and ordinal = any(\(ordinals)) and colour = \(colour) and department = \(department)
            """
        ).isEmpty
    }

    static let columns: SQL = "k.id, k.colour, k.department, k.issued_at, k.withdrawn_at, k.withdrawn_by, k.withdrawal, k.version"

    static func card(_ row: Row) throws -> Card {
        Card(
            id: try row.get("id"), colour: try row.get("colour"), department: try row.get("department"), issuedAt: try row.get("issued_at"),
            withdrawnAt: try row.get("withdrawn_at"), withdrawnBy: try row.get("withdrawn_by"), withdrawal: try row.get("withdrawal"),
            version: try row.get("version"))
    }

    static func lock(_ id: Int, in transaction: Transaction) async throws -> Card {
        guard let row = try await transaction.query("select \(columns) from cards k where k.id = \(id) for update").first else {
            throw DeskError.notFound
        }
        return try card(row)
    }

    static func save(_ card: Card, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update cards set withdrawn_at = \(card.withdrawnAt), withdrawn_by = \(card.withdrawnBy), withdrawal = \(card.withdrawal),
                version = \(card.version)
            where id = \(card.id)
            """)
    }

    /// Cards with what they are for, newest first.
    static func files(where condition: SQL, limit: Int, in database: some Queryable) async throws -> [CardFile] {
        try await database.query(
            """
            select \(columns), c.number, q.stage, q.due_at, k.order_id, a.name as withdrawer
            from cards k join cases c on c.id = k.case_id join clocks q on q.case_id = k.case_id and q.ordinal = k.ordinal
            left join accounts a on a.id = k.withdrawn_by
            where \(condition) order by k.issued_at desc, k.id desc limit \(limit)
            """
        ).map { row in
            CardFile(
                card: try card(row), number: try row.get("number"), stage: try row.get("stage"), dueAt: try row.get("due_at"),
                order: try row.get("order_id"), withdrawer: try row.get("withdrawer"))
        }
    }
}
