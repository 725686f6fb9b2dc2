/// Limits whose clock stood still for a while; the remainder is kept.
///
/// - Day limits: a day on which the clock stood still at any moment is not counted, and nothing is due
///   on it. What was left at the end of the day before the pause is counted on from the day after the
///   one on which the clock resumed, just as from a fresh start.
/// - Hour limits: exact to the microsecond.
/// - A pause that begins after the due day (or at the due instant of an hour limit) comes too late and
///   changes nothing: late stays late. Empty pauses and those before the start change nothing; pauses
///   that touch are one.
extension WorkCalendar {
    /// When the limit is over; nil while its clock stands still.
    public func due(from start: Instant, limit: Limit, pauses: [Pause]) -> DueDate? {
        switch progress(from: start, limit: limit, pauses: Pause.normalised(pauses, after: start)) {
        case .due(let due): due
        case .paused: nil
        }
    }

    /// What a pause that began at `now` would keep of the limit, in days or, for hour limits, microseconds;
    /// never negative. For day limits the day of `now` is still among them.
    public func remaining(from start: Instant, limit: Limit, pauses: [Pause] = [], at now: Instant) -> Int64 {
        guard now >= start else { return limit.count }
        let past = pauses.filter { $0.from < now }.map { Pause(from: $0.from, to: min($0.to ?? now, now)) }
        let open = Pause(from: now, to: nil)
        switch progress(from: start, limit: limit, pauses: Pause.normalised(past + [open], after: start)) {
        case .due: return 0
        case .paused(let rest): return rest
        }
    }

    private enum Progress {
        case due(DueDate)
        case paused(rest: Int64)
    }

    private func progress(from start: Instant, limit: Limit, pauses: [Pause]) -> Progress {
        var start = start
        var rest = limit.count
        var provisional = false
        var isRolling = false
        for pause in pauses {
            let due = due(from: start, count: rest, unit: limit.unit)
            guard !isTooLate(pause, for: due, unit: limit.unit) else { break }
            provisional = provisional || isProvisional(upTo: pause, from: start, count: rest, unit: limit.unit)
            rest = max(0, rest - used(from: start, to: pause, unit: limit.unit))
            isRolling = isRolling || rest == 0
            guard let resumed = pause.to else { return .paused(rest: isRolling ? 0 : rest) }
            // Nothing is left of a calendar-day limit that was rolling already. The roll goes on after the
            // pause, from the first day that may be due: the same as with one day left.
            rest = max(1, rest)
            start = limit.unit.countsDays ? max(start, resumed) : resumed
        }
        let due = due(from: start, count: rest, unit: limit.unit)
        return .due(DueDate(dueAt: due.dueAt, provisional: provisional || due.provisional, calendarVersion: version))
    }

    private func isTooLate(_ pause: Pause, for due: DueDate, unit: LimitUnit) -> Bool {
        unit.countsDays ? pause.from.day > due.dueAt.day : pause.from >= due.dueAt
    }

    private func used(from start: Instant, to pause: Pause, unit: LimitUnit) -> Int64 {
        unit.countsDays
            ? days(after: start.day, before: pause.from.day, unit: unit)
            : elapsed(from: start, to: pause.from, unit: unit)
    }

    /// Whether a notice could change what was used up to the pause.
    private func isProvisional(upTo pause: Pause, from start: Instant, count: Int64, unit: LimitUnit) -> Bool {
        let dayBefore = pause.from.day.advanced(by: -1)
        let first: Day
        let last: Day
        switch unit {
        case .workingDay: (first, last) = (start.day.advanced(by: 1), dayBefore)
        case .calendarDay: (first, last) = (start.day.advanced(by: Int(count)), dayBefore)
        case .workingHour: (first, last) = (start.day, pause.from.day)
        case .clockHour: return false
        }
        return first <= last && isProvisional(first...last)
    }
}
