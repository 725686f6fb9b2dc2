import Casework
import CaseworkSQL
import Database
import WorkingTime

/// What supervision looks at again, at an instant.
struct Occasion: Sendable {
    enum Effect: String, Sendable, PostgresValue {
        /// Something happened that may raise orders by rule.
        case event
        /// An order is to be raised, if the matter still stands.
        case order
        /// A card that waits for the end of a parking.
        case yellowCard = "yellow_card"
        case redCard = "red_card"
    }

    let id: CaseID
    /// The clock it is about; 0: the case itself.
    let ordinal: Int
    let effect: Effect
    /// Of an event its name, of an order its trigger.
    let subject: String
    /// When it came about.
    let since: Instant
    var at: Instant
}

/// The rows of occasions.
enum OccasionStore {
    /// Notes what is not noted yet. What was looked at in vain and forgotten is noted anew.
    static func note(_ occasions: [Occasion], in transaction: Transaction) async throws {
        guard !occasions.isEmpty else { return }
        try await transaction.execute(
            """
            insert into occasions (case_id, ordinal, effect, subject, since, at)
            select * from unnest(
                \(occasions.map(\.id)), \(occasions.map(\.ordinal)), \(occasions.map(\.effect)), \(occasions.map(\.subject)),
                \(occasions.map(\.since)), \(occasions.map(\.at))
            ) as o (case_id, ordinal, effect, subject, since, at)
            order by case_id, ordinal, effect, subject
            on conflict (case_id, ordinal, effect, subject) do update set since = excluded.since, at = excluded.at
                where occasions.done_at is null
            """)
    }

    /// Notes those events of a decision that may raise an order by rule, on the case they concern.
    static func note(_ events: [CaseEvent], of file: Case, in transaction: Transaction) async throws {
        // One decision may say the same twice: what the requester said, and that the case goes back for it.
        let triggered = Set(events.compactMap { OrderTrigger.Event($0, in: file) })
        let now = file.changedAt
        try await note(
            triggered.map { Occasion(id: file.id, ordinal: 0, effect: .event, subject: $0.rawValue, since: now, at: now) }, in: transaction)
    }

    static func due(before now: Instant, after last: Occasion?, limit: Int, in database: some Queryable) async throws -> [Occasion] {
        var condition: SQL = "done_at is null and at <= \(now)"
        if let last {
            condition = """
                \(condition) and (at, case_id, ordinal, effect, subject)
                    > (\(last.at), \(last.id), \(last.ordinal), \(last.effect), \(last.subject))
                """
        }
        return try await database.query(
            """
            select case_id, ordinal, effect, subject, since, at from occasions where \(condition)
            order by at, case_id, ordinal, effect, subject limit \(limit)
            """
        ).map { row in
            let (id, ordinal, effect, subject, since, at) = try row.decode((CaseID, Int, Occasion.Effect, String, Instant, Instant).self)
            return Occasion(id: id, ordinal: ordinal, effect: effect, subject: subject, since: since, at: at)
        }
    }

    /// Whether it is still to be looked at; locked until the transaction ends.
    static func hold(_ occasion: Occasion, at now: Instant, in transaction: Transaction) async throws -> Bool {
        try await !transaction.query(
            "select 1 from occasions where \(row(of: occasion)) and done_at is null and at <= \(now) for update skip locked"
        ).isEmpty
    }

    static func finish(_ occasion: Occasion, at now: Instant, in transaction: Transaction) async throws {
        try await transaction.execute("update occasions set done_at = \(now) where \(row(of: occasion))")
    }

    static func postpone(_ occasion: Occasion, to instant: Instant, in transaction: Transaction) async throws {
        try await transaction.execute("update occasions set at = \(instant) where \(row(of: occasion))")
    }

    /// It came to nothing yet; the next such event notes it anew.
    static func forget(_ occasion: Occasion, in transaction: Transaction) async throws {
        try await transaction.execute("delete from occasions where \(row(of: occasion))")
    }

    /// An event of a case raised nothing by a trigger; the next such event is noted anew.
    static func forget(_ trigger: OrderTrigger, on id: CaseID, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            delete from occasions where case_id = \(id) and ordinal = 0
                and (effect = 'order' and subject = \(trigger.id) or effect = 'event' and subject = \(trigger.event.rawValue))
            """)
    }

    private static func row(of occasion: Occasion) -> SQL {
        """
        case_id = \(occasion.id) and ordinal = \(occasion.ordinal) and effect = \(occasion.effect) and subject = \(occasion.subject)
        """
    }
}
