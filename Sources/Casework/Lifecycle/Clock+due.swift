import WorkingTime

extension Clock {
    /// When it is over by `rule`, with its pauses and its extension; nil while it stands still.
    func due(by rule: TimeLimit, under calendar: WorkCalendar) -> DueDate? {
        guard let base = calendar.due(from: startedAt, limit: rule.limit, pauses: pauses) else { return nil }
        guard let extendedBy else { return base }
        guard let end = calendar.due(from: base.dueAt, limit: extendedBy, pauses: pauses) else { return nil }
        return DueDate(dueAt: end.dueAt, provisional: base.provisional || end.provisional, calendarVersion: end.calendarVersion)
    }

    /// What the calendar of now makes of a clock that an older one counted provisionally. Nil for all others: what has ended,
    /// rests or is past its due instant keeps its verdict.
    func recounted(at now: Instant, under jurisdiction: Jurisdiction) -> DueDate? {
        guard isOpen, provisional, !isPaused, now <= dueAt, calendarVersion < jurisdiction.calendar.version,
            let rule = jurisdiction.limits[id: rule], let due = due(by: rule, under: jurisdiction.calendar)
        else { return nil }
        // Nobody becomes late by a notice.
        return due.dueAt >= now ? due : DueDate(dueAt: dueAt, provisional: due.provisional, calendarVersion: due.calendarVersion)
    }
}
