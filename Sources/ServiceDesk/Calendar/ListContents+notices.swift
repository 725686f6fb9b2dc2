import WorkingTime

extension ListContents {
    /// These lists, and with their calendar the notices of those years of which they have none.
    func keepingNotices(of stored: ListContents) throws(ListRowError) -> ListContents {
        guard has(.calendarExceptions) else { return self }
        let own = try Self.years(in: self[.calendarExceptions])
        let others = try Self.years(in: stored[.calendarExceptions]).subtracting(own)
        let dates = Set(self[.calendarExceptions].map { $0["date"] })
        var all = self
        for row in stored[.calendarExceptions] {
            let exception = try CalendarException(row)
            // A day that the file names itself is as the file says.
            if others.contains(where: { HolidayNotice.owns(exception, year: $0) }), !dates.contains(row["date"]) {
                all[.calendarExceptions].append(row)
            }
        }
        return all
    }

    /// The years whose notice they have.
    private static func years(in rows: [ListRow]) throws(ListRowError) -> Set<Int> {
        var years: Set<Int> = []
        for row in rows {
            let day = try CalendarException(row).day
            if day.month == 1, day.day == 1 { years.insert(day.year) }
        }
        return years
    }
}
