import Database
import WorkingTime

/// The last change of the calendar.
struct CalendarMark: Sendable {
    /// The version of the lists with which it came.
    let version: Int
    let loadedAt: Instant
    /// The first changed day of a year that was known before; nil if there is none.
    let movesFrom: Day?
}

/// Which running clocks a change of the calendar concerns.
enum CalendarMarks {
    /// What a year's first notice changes was provisional before. Where a day of a year changes whose notice was known already,
    /// the due instants from that day on become provisional again, until they are counted anew.
    static func mark(
        _ difference: ListDifference, over stored: [CalendarException], at now: Instant, in transaction: Transaction
    ) async throws {
        let published = Set(stored.map(\.day).filter { $0.month == 1 && $0.day == 1 }.map(\.year))
        let changed = difference.tables.filter { $0.list == .calendarExceptions }
            .flatMap { $0.added + $0.removed + $0.changed.map(\.new) }
            .compactMap { $0["date"].flatMap { Day($0) } }
        guard !changed.isEmpty else { return }
        let first = changed.filter { published.contains($0.year) }.min()
        try await transaction.execute("update list_version set calendar_moves_from = \(first)")
        if let first { try await mark(from: max(first.start, now), in: transaction) }
    }

    /// For how long a server may go on by the calendar that it knew.
    private static let stale = Duration.seconds(600)

    /// What servers wrote that had not heard of the change, and wrote over its marks.
    static func markStale(_ change: CalendarMark, at now: Instant, in database: some Queryable) async throws {
        guard let first = change.movesFrom, now <= change.loadedAt.adding(seconds: stale.components.seconds) else { return }
        try await mark(from: max(first.start, change.loadedAt), before: change.version, in: database)
    }

    private static func mark(from start: Instant, before version: Int? = nil, in database: some Queryable) async throws {
        let older: SQL = version.map { "calendar_version < \($0)" } ?? "true"
        try await database.execute(
            """
            update clocks set provisional = true
            where ended_at is null and paused_at is null and not provisional and due_at >= \(start) and \(older)
            """)
    }

    /// Running clocks that a calendar older than `version` counted provisionally.
    static func count(before version: Int, at now: Instant, in transaction: Transaction) async throws -> Int {
        let rows = try await transaction.query(
            """
            select count(*) from clocks
            where provisional and ended_at is null and paused_at is null and calendar_version < \(version) and due_at >= \(now)
            """)
        return try rows.first?.decode(Int.self) ?? 0
    }
}
