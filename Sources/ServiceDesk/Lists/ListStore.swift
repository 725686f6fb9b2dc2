import Casework
import Database
import WorkingTime

/// Reads the lists.
enum ListStore {
    /// Grows with every change of a list.
    static func version(in database: some Queryable) async throws -> Int {
        try await stamp(in: database).version
    }

    static func calendarMark(in database: some Queryable) async throws -> CalendarMark {
        let rows = try await database.query("select calendar_version, calendar_loaded_at, calendar_moves_from from list_version")
        guard let row = rows.first else { throw ListRowError(list: "list_version", row: "", column: "calendar_version") }
        let (version, loadedAt, movesFrom) = try row.decode((Int, Instant, Day?).self)
        return CalendarMark(version: version, loadedAt: loadedAt, movesFrom: movesFrom)
    }

    /// Says when the calendar changed, where it is not the time of the database's clock.
    static func calendarLoaded(at now: Instant, in transaction: Transaction) async throws {
        try await transaction.execute("update list_version set calendar_loaded_at = \(now)")
    }

    /// The digest of the files that were imported last.
    static func imported(in database: some Queryable) async throws -> [UInt8]? {
        try await database.query("select imported from list_version").first?.decode([UInt8]?.self)
    }

    static func imported(_ digest: [UInt8], in transaction: Transaction) async throws {
        try await transaction.execute("update list_version set imported = \(digest)")
    }

    /// All lists as they stand at one moment. Lists without a row make a jurisdiction that knows nobody.
    ///
    /// - Throws: `DatabaseError`; `ListRowError`, `ResponsibilityMapError`, `TimeLimitsError` or `CalendarError` where
    ///   the rows do not hold together.
    /// - Parameter today: the day whose settings hold; that of the database's clock unless given.
    static func load(from database: Database, on today: Day? = nil) async throws -> Jurisdiction {
        try await database.transaction(isolation: .repeatableRead, readOnly: true) { transaction in
            try await jurisdiction(in: transaction, on: today)
        }
    }

    static func jurisdiction(in database: some Queryable, on today: Day? = nil) async throws -> Jurisdiction {
        let stamp = try await stamp(in: database)
        return try Jurisdiction(try await contents(in: database), version: stamp.version, on: today ?? stamp.today)
    }

    static func contents(in database: some Queryable) async throws(DatabaseError) -> ListContents {
        var contents = ListContents()
        for list in ListName.allCases {
            contents[list] = try await rows(of: list, in: database)
        }
        return contents
    }

    /// The version, and the day at +08:00 by the database's clock: some settings hold from a day on.
    static func stamp(in database: some Queryable) async throws -> (version: Int, today: Day) {
        let rows = try await database.query("select version, (now() at time zone interval '8 hours')::date from list_version")
        guard let row = rows.first else { throw ListRowError(list: "list_version", row: "", column: "version") }
        return try row.decode((Int, Day).self)
    }

    private static func rows(of list: ListName, in database: some Queryable) async throws(DatabaseError) -> [ListRow] {
        let layout = list.layout
        let identity = layout.identity.map { "\($0)::text" } ?? "null::text"
        let columns = layout.columns.map { "\($0.asText) as \"\($0.name)\"" }
        let order = layout.identity.map { [$0] } ?? layout.key.compactMap { layout.column($0)?.identifier }
        let rows = try await database.query(
            """
            select \(unsafeSQL: identity) as identity, \(unsafeSQL: columns.joined(separator: ", "))
            from \(unsafeSQL: list.table)
            order by \(unsafeSQL: order.joined(separator: ", "))
            """)
        var read: [ListRow] = []
        for row in rows {
            var cells: [String: String] = [:]
            for column in layout.columns {
                guard let cell = try row.get(column.name, as: String?.self) else { continue }
                cells[column.name] = column.form.canonical(cell)
            }
            read.append(ListRow(list, cells: cells, identity: try row.get("identity", as: String?.self)))
        }
        return read
    }
}
