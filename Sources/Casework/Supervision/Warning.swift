import WorkingTime

/// 临期提醒: a word to the department before a limit ends, while there is somebody to hear it.
extension Jurisdiction {
    /// Up to which due instant a warning is due at `now`. Nil while offices are closed: what would have been said then is
    /// said at the next opening, if the limit has not ended before.
    public func warningReach(at now: Instant) -> Instant? {
        calendar.isOfficeHour(now) ? reach(of: now) : nil
    }

    /// A limit that has no more left than the warning when it starts, or goes on, has none: who gets it is told by the work.
    public func isWarned(dueAt: Instant, startedAt: Instant) -> Bool {
        reach(of: startedAt).map { $0 < dueAt } ?? true
    }

    /// The latest instant that is no further from `now` than the setting says: `warning_before_due`. Counted in days, the
    /// time of the day is kept, so that what ends with a day is warned of on its morning.
    private func reach(of now: Instant) -> Instant? {
        guard let ahead = settings.limit(.warningBeforeDue, on: now.day) else { return nil }
        switch ahead.unit {
        case .workingDay: return calendar.due(from: now, limit: ahead).dueAt.day.start.adding(microseconds: now.microsecondOfDay)
        case .calendarDay: return now.adding(microseconds: Int64(ahead.amount) * Instant.microsecondsPerDay)
        case .workingHour, .clockHour: return calendar.due(from: now, limit: ahead).dueAt
        }
    }

    /// When a limit of the setting's length ends that starts now: what is due by then is due soon. Nil: by no setting of that day.
    public func soon(at now: Instant) -> Instant? {
        settings.limit(.warningBeforeDue, on: now.day).map { calendar.due(from: now, limit: $0).dueAt }
    }

    /// When a department whose limit ended at `due` gets a red card; nil: by no setting of that day.
    public func redCardInstant(after due: Instant) -> Instant? {
        settings.limit(.redCardAfter, on: due.day).map { calendar.due(from: due, limit: $0).dueAt.adding(microseconds: 1) }
    }
}
