import WorkingTime

/// The rules of due dates once more, written without looking at the module: a loop over days, and for
/// hours a loop over minutes.
struct SlowCounter {
    private let exceptions: [Day: Bool]

    init() throws {
        var exceptions: [Day: Bool] = [:]
        for exception in HolidayNotices.exceptions { exceptions[exception.day] = exception.status == .work }
        for holiday in try givenStatutoryHolidays() where holiday.day >= Day("2027-01-01")! { exceptions[holiday.day] = false }
        self.exceptions = exceptions
    }

    func isWorking(_ day: Day) -> Bool {
        if let works = exceptions[day] { return works }
        return day.weekday != .saturday && day.weekday != .sunday
    }

    func due(from start: Instant, _ limit: Limit) -> Instant {
        switch limit.unit {
        case .workingDay:
            var day = start.day
            var left = limit.amount
            while left > 0 {
                day = day.advanced(by: 1)
                if isWorking(day) { left -= 1 }
            }
            return day.end
        case .calendarDay:
            var day = start.day.advanced(by: limit.amount)
            while !isWorking(day) { day = day.advanced(by: 1) }
            return day.end
        case .workingHour: return workingMinutes(limit.amount * 60, from: start)
        case .clockHour: return start.adding(seconds: Int64(limit.amount) * 3600)
        }
    }

    /// `start` must be a whole minute.
    private func workingMinutes(_ minutes: Int, from start: Instant) -> Instant {
        var now = start
        var left = minutes
        while left > 0 {
            guard isWorking(now.day) else {
                now = now.day.advanced(by: 1).start
                continue
            }
            if isOpen(now) { left -= 1 }
            now = now.adding(seconds: 60)
        }
        return now
    }

    private func isOpen(_ instant: Instant) -> Bool {
        let minute = instant.minuteOfDay
        if minute >= 510 && minute < 720 { return true }
        let late = instant.day < Day("2018-01-01")! ? 30 : 0
        return minute >= 840 + late && minute < 1050 + late
    }
}
