import Database
import WorkingTime

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
        guard let first = changed.filter({ published.contains($0.year) }).min() else { return }
        try await transaction.execute(
            """
            update clocks set provisional = true
            where ended_at is null and paused_at is null and not provisional and due_at >= \(max(first.start, now))
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
