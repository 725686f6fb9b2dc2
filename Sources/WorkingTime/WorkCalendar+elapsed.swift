/// Counting back: how much of a limit has been used.
extension WorkCalendar {
    /// What lies between two instants, counted as a limit of that unit counts it: whole days without
    /// the day of the start for day limits, microseconds for hour limits. Zero when `end` comes first.
    ///
    /// From a start to the due instant that `due` gives, this is the limit's amount; for calendar-day
    /// limits it is more where the last day rolled.
    public func elapsed(from start: Instant, to end: Instant, unit: LimitUnit) -> Int64 {
        guard start < end else { return 0 }
        switch unit {
        case .workingDay, .calendarDay: return days(after: start.day, before: end.day.advanced(by: 1), unit: unit)
        case .workingHour: return officeTime(from: start, to: end)
        case .clockHour: return end.microseconds(since: start)
        }
    }

    /// Days that count strictly between two days; never negative.
    func days(after first: Day, before end: Day, unit: LimitUnit) -> Int64 {
        guard first.advanced(by: 1) < end else { return 0 }
        guard unit == .workingDay else { return Int64(first.distance(to: end) - 1) }
        return Int64(workdays.workdays(before: end.daysSince1970) - workdays.workdays(before: first.daysSince1970 + 1))
    }

    private func officeTime(from start: Instant, to end: Instant) -> Int64 {
        let firstDay = start.day
        let lastDay = end.day
        guard firstDay < lastDay else {
            return officeTime(on: firstDay, from: start.microsecondOfDay, to: end.microsecondOfDay)
        }
        var total = officeTime(on: firstDay, from: start.microsecondOfDay, to: Instant.microsecondsPerDay)
        total += officeTime(on: lastDay, from: 0, to: end.microsecondOfDay)
        for period in officePeriods {
            let first = max(firstDay, period.first.advanced(by: -1))
            let end = min(lastDay, period.end ?? lastDay)
            total += period.capacity * days(after: first, before: end, unit: .workingDay)
        }
        return total
    }

    private func officeTime(on day: Day, from time: Int64, to end: Int64) -> Int64 {
        guard isWorkingDay(day), let period = officePeriod(of: day) else { return 0 }
        return period.officeTime(from: time, to: end)
    }
}
