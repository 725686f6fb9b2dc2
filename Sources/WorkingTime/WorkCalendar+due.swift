/// Adding a limit to a start.
///
/// Day limits do not count the day of the start, on whatever kind of day it falls. They end with
/// their last day; where that is a rest day, with the next working day (a calendar-day limit too).
/// Working hours run while offices are open, clock hours always.
extension WorkCalendar {
    /// When a limit that began at `start` is over, if its clock never stops.
    public func due(from start: Instant, limit: Limit) -> DueDate {
        due(from: start, count: limit.count, unit: limit.unit)
    }

    /// The same from the beginning of a day: for day limits that day is not counted, for hour limits
    /// the count begins at its 00:00.
    public func due(from start: Day, limit: Limit) -> DueDate {
        due(from: start.start, limit: limit)
    }

    /// `count` in days or microseconds, greater than zero.
    func due(from start: Instant, count: Int64, unit: LimitUnit) -> DueDate {
        switch unit {
        case .workingDay:
            let first = start.day.advanced(by: 1)
            let last = workday(Int(count), from: first)
            return DueDate(dueAt: last.end, provisional: isProvisional(first...last), calendarVersion: version)
        case .calendarDay:
            // Only the roll asks the calendar anything.
            let raw = start.day.advanced(by: Int(count))
            let last = workday(1, from: raw)
            return DueDate(dueAt: last.end, provisional: isProvisional(raw...last), calendarVersion: version)
        case .workingHour:
            let due = officeTime(count, from: start)
            return DueDate(dueAt: due, provisional: isProvisional(start.day...due.day), calendarVersion: version)
        case .clockHour:
            return DueDate(dueAt: start.adding(microseconds: count), provisional: false, calendarVersion: version)
        }
    }

    /// The `number`-th working day, `first` being the first that may count.
    private func workday(_ number: Int, from first: Day) -> Day {
        let before = workdays.workdays(before: first.daysSince1970)
        return Day(daysSince1970: workdays.workday(after: before + number - 1))
    }

    /// The instant at which `count` microseconds of office time have passed since `start`.
    private func officeTime(_ count: Int64, from start: Instant) -> Instant {
        var rest = count
        let today = start.day
        if isWorkingDay(today), let period = officePeriod(of: today),
            let time = period.spend(&rest, from: start.microsecondOfDay)
        {
            return today.start.adding(microseconds: time)
        }
        return officeTime(rest, fromOpeningOf: today.advanced(by: 1))
    }

    /// The same from the beginning of a day: whole days at once, as many as a period has.
    private func officeTime(_ count: Int64, fromOpeningOf day: Day) -> Instant {
        var rest = count
        var day = day
        for period in officePeriods where period.end ?? day >= day {
            day = max(day, period.first)
            let before = workdays.workdays(before: day.daysSince1970)
            let available = period.end.map { workdays.workdays(before: $0.daysSince1970) - before } ?? .max
            // The last day is never spent whole here: it is the one in which the rest ends.
            let whole = period.capacity > 0 ? Int((rest - 1) / period.capacity) : available
            if whole < available {
                rest -= Int64(whole) * period.capacity
                if let time = period.spend(&rest, from: 0) {
                    return Day(daysSince1970: workdays.workday(after: before + whole)).start.adding(microseconds: time)
                }
            } else {
                rest -= Int64(available) * period.capacity
            }
            day = period.end ?? day
        }
        // Not reached: the last period has no end and a capacity, so `whole` is less than `available`,
        // and the rest, at most the capacity, is spent within that day.
        preconditionFailure("office hours ran out")
    }
}
