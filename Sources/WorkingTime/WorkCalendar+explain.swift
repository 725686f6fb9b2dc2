/// The same answers as `due`, found by walking through the days and telling what is met on the way.
/// The walk is slow on purpose: it shares no arithmetic with the fast path, so each checks the other.
extension WorkCalendar {
    public func explain(from start: Instant, limit: Limit, pauses: [Pause] = []) -> Explanation {
        let pauses = Pause.normalised(pauses, after: start)
        var draft = ExplanationDraft()
        let dueAt: Instant?
        switch limit.unit {
        case .workingDay: dueAt = walkWorkingDays(from: start.day, limit.amount, pauses, &draft)
        case .calendarDay: dueAt = walkCalendarDays(from: start.day, limit.amount, pauses, &draft)
        case .workingHour: dueAt = walkOfficeHours(from: start, limit.count, pauses, &draft)
        case .clockHour: dueAt = walkClockHours(from: start, limit.count, pauses, &draft)
        }
        // Which years matter is a question about the calendar, not about the way: the fast path knows it.
        let provisional = due(from: start, limit: limit, pauses: pauses)?.provisional ?? false
        let due = dueAt.map { DueDate(dueAt: $0, provisional: provisional, calendarVersion: version) }
        return Explanation(limit: limit, due: due, steps: draft.steps)
    }

    /// From the beginning of a day, as `due` takes it.
    public func explain(from start: Day, limit: Limit, pauses: [Pause] = []) -> Explanation {
        explain(from: start.start, limit: limit, pauses: pauses)
    }

    private func walkWorkingDays(from start: Day, _ amount: Int, _ pauses: [Pause], _ draft: inout ExplanationDraft) -> Instant? {
        draft.add(start, as: .startDay)
        var rest = amount
        var last = start
        while rest > 0 {
            guard let day = nextRunningDay(after: last, pauses, &draft) else { return nil }
            let status = status(of: day)
            if status.isWorking { rest -= 1 }
            draft.add(day, as: .init(status), counted: status.isWorking ? 1 : 0)
            last = day
        }
        return last.end
    }

    private func walkCalendarDays(from start: Day, _ amount: Int, _ pauses: [Pause], _ draft: inout ExplanationDraft) -> Instant? {
        draft.add(start, as: .startDay)
        var rest = amount
        var last = start
        while rest > 0 {
            guard let day = nextRunningDay(after: last, pauses, &draft) else { return nil }
            rest -= 1
            draft.add(day, as: .calendarDays, counted: 1)
            last = day
        }
        guard !status(of: last).isWorking else { return last.end }
        draft.add(last, as: .init(status(of: last)))
        while true {
            guard let day = nextRunningDay(after: last, pauses, &draft) else { return nil }
            last = day
            guard !status(of: day).isWorking else { break }
            draft.add(day, as: .init(status(of: day)))
        }
        draft.add(last, as: .rolledTo)
        return last.end
    }

    /// The next day on which no pause touches the clock; nil when a pause lasts.
    private func nextRunningDay(after last: Day, _ pauses: [Pause], _ draft: inout ExplanationDraft) -> Day? {
        var day = last.advanced(by: 1)
        for pause in pauses where pause.from.day <= day {
            guard let resumed = pause.to?.day else {
                draft.add(day, through: nil, as: .paused)
                return nil
            }
            guard resumed >= day else { continue }
            draft.add(day, through: resumed, as: .paused)
            day = resumed.advanced(by: 1)
        }
        return day
    }

    private func walkClockHours(from start: Instant, _ count: Int64, _ pauses: [Pause], _ draft: inout ExplanationDraft) -> Instant? {
        var now = start
        var rest = count
        for pause in pauses where pause.from < now.adding(microseconds: rest) {
            let used = pause.from.microseconds(since: now)
            if used > 0 { draft.add(now, until: pause.from, as: .clockHours, counted: used) }
            rest -= used
            draft.add(pause.from, until: pause.to, as: .paused)
            guard let resumed = pause.to else { return nil }
            now = resumed
        }
        let end = now.adding(microseconds: rest)
        draft.add(now, until: end, as: .clockHours, counted: rest)
        return end
    }

    private func walkOfficeHours(from start: Instant, _ count: Int64, _ pauses: [Pause], _ draft: inout ExplanationDraft) -> Instant? {
        var now = start
        var rest = count
        var pauses = pauses[...]
        var day = start.day
        while true {
            for span in officeInstants(on: day, &draft) {
                now = max(now, span.lowerBound)
                while let pause = pauses.first, pause.from < span.upperBound, pause.from < now.adding(microseconds: rest) {
                    pauses.removeFirst()
                    if now < pause.from {
                        let used = pause.from.microseconds(since: now)
                        draft.add(now, until: pause.from, as: .init(officeHoursOf: status(of: day)), counted: used)
                        rest -= used
                    }
                    draft.add(pause.from, until: pause.to, as: .paused)
                    guard let resumed = pause.to else { return nil }
                    now = max(now, resumed)
                }
                guard now < span.upperBound else { continue }
                let end = min(span.upperBound, now.adding(microseconds: rest))
                let used = end.microseconds(since: now)
                draft.add(now, until: end, as: .init(officeHoursOf: status(of: day)), counted: used)
                rest -= used
                if rest == 0 { return end }
                now = end
            }
            day = max(day.advanced(by: 1), now.day)
        }
    }

    /// The office hours of a day as instants; a rest day becomes a step instead.
    private func officeInstants(on day: Day, _ draft: inout ExplanationDraft) -> [Range<Instant>] {
        let status = status(of: day)
        guard status.isWorking else {
            draft.add(day, as: .init(status))
            return []
        }
        return officeHours(on: day).map { minutes in
            day.start.adding(seconds: Int64(minutes.lowerBound) * 60)..<day.start.adding(seconds: Int64(minutes.upperBound) * 60)
        }
    }
}

extension ExplanationStep.Reason {
    fileprivate init(officeHoursOf status: DayStatus) {
        if case .makeUpWorkday(let name) = status { self = .makeUpWorkday(name) } else { self = .officeHours }
    }
}
