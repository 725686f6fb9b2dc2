import WorkingTime

extension Clock {
    /// When it is over by `rule`, with its pauses and its extension; nil while it stands still.
    func due(by rule: TimeLimit, under calendar: WorkCalendar) -> DueDate? {
        due(by: rule, from: startedAt, extendedBy: extendedBy, under: calendar)
    }

    /// When it would be over, counted from `start` and with another extension.
    func due(by rule: TimeLimit, from start: Instant, extendedBy: Limit?, under calendar: WorkCalendar) -> DueDate? {
        guard let base = calendar.due(from: start, limit: rule.limit, pauses: pauses) else { return nil }
        guard let extendedBy else { return base }
        guard let end = calendar.due(from: base.dueAt, limit: extendedBy, pauses: pauses) else { return nil }
        return DueDate(dueAt: end.dueAt, provisional: base.provisional || end.provisional, calendarVersion: end.calendarVersion)
    }

    /// What the calendar of now makes of a clock that an older one counted provisionally. Nil for all others: what has ended,
    /// rests or was past its due instant when the calendar changed keeps its verdict.
    func recounted(at now: Instant, loadedAt: Instant, under jurisdiction: Jurisdiction) -> DueDate? {
        guard isOpen, provisional, !isPaused, loadedAt <= dueAt, calendarVersion < jurisdiction.calendar.version,
            let rule = jurisdiction.limits[id: rule], let due = due(by: rule, under: jurisdiction.calendar)
        else { return nil }
        // Nobody becomes late by a notice.
        return due.dueAt >= min(now, dueAt)
            ? due : DueDate(dueAt: dueAt, provisional: due.provisional, calendarVersion: due.calendarVersion)
    }
}
