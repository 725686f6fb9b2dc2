import SeededRandom
import Testing
import WorkingTime

@Suite struct PauseTests {
    /// Five working days from Monday 2026-03-02 are over on Monday 2026-03-09.
    @Test(arguments: [
        ("two whole days", "2026-03-04T00:00+08:00", "2026-03-05T23:59+08:00", "2026-03-11"),
        ("an hour of one day", "2026-03-04T10:00+08:00", "2026-03-04T11:00+08:00", "2026-03-10"),
        ("from one day into the next", "2026-03-04T17:00+08:00", "2026-03-05T09:00+08:00", "2026-03-11"),
        ("only a weekend", "2026-03-07T10:00+08:00", "2026-03-08T11:00+08:00", "2026-03-09"),
        ("the start day, which does not count anyway", "2026-03-02T10:00+08:00", "2026-03-02T11:00+08:00", "2026-03-09"),
        ("the due day", "2026-03-09T10:00+08:00", "2026-03-09T11:00+08:00", "2026-03-10"),
        ("the day after it was due", "2026-03-10T00:00+08:00", "2026-03-12T11:00+08:00", "2026-03-09"),
        ("before the start", "2026-03-01T00:00+08:00", "2026-03-02T09:00+08:00", "2026-03-09"),
        ("across the start", "2026-03-01T00:00+08:00", "2026-03-03T09:00+08:00", "2026-03-10"),
        ("over a year", "2026-03-03T10:00+08:00", "2027-03-01T09:00+08:00", "2027-03-08"),
    ])
    func `a day with a pause is not counted`(_: String, from: String, to: String, due: String) throws {
        let calendar = try givenCalendar()
        let start = instant("2026-03-02T09:00+08:00")
        let pauses = [Pause(from: instant(from), to: instant(to))]
        let expected = day(due).end
        #expect(calendar.due(from: start, limit: limit(5, .workingDay), pauses: pauses)?.dueAt == expected)
        #expect(calendar.explain(from: start, limit: limit(5, .workingDay), pauses: pauses).due?.dueAt == expected)
    }

    /// Two working hours from 2026-09-30T11:00 are over at 15:00.
    @Test(arguments: [
        ("twenty minutes of office time", "2026-09-30T11:10+08:00", "2026-09-30T11:30+08:00", "2026-09-30T15:20+08:00"),
        ("the noon break", "2026-09-30T12:00+08:00", "2026-09-30T14:00+08:00", "2026-09-30T15:00+08:00"),
        ("over the holiday", "2026-09-30T14:30+08:00", "2026-10-08T09:00+08:00", "2026-10-08T09:30+08:00"),
        ("at the due instant", "2026-09-30T15:00+08:00", "2026-10-08T09:00+08:00", "2026-09-30T15:00+08:00"),
        ("a microsecond", "2026-09-30T14:30+08:00", "2026-09-30T14:30:00.000001+08:00", "2026-09-30T15:00:00.000001+08:00"),
    ])
    func `a paused hour is not counted`(_: String, from: String, to: String, due: String) throws {
        let calendar = try givenCalendar()
        let start = instant("2026-09-30T11:00+08:00")
        let pauses = [Pause(from: instant(from), to: instant(to))]
        #expect(calendar.due(from: start, limit: limit(2, .workingHour), pauses: pauses)?.dueAt == instant(due))
        #expect(calendar.explain(from: start, limit: limit(2, .workingHour), pauses: pauses).due?.dueAt == instant(due))
    }

    @Test func `a calendar day limit that was rolling rolls on after the pause`() throws {
        let calendar = try givenCalendar()
        // 60 days from 08-03 end on 10-02, a holiday, and roll to 10-08.
        let pause = Pause(from: instant("2026-10-05T09:00+08:00"), to: instant("2026-10-12T09:00+08:00"))
        let due = calendar.due(from: day("2026-08-03").start, limit: limit(60, .calendarDay), pauses: [pause])
        #expect(due?.dueAt == day("2026-10-13").end)
        #expect(calendar.remaining(from: day("2026-08-03").start, limit: limit(60, .calendarDay), at: pause.from) == 0)
        // Nothing of it comes back with a second pause before the roll is over.
        let again = calendar.remaining(
            from: day("2026-08-03").start, limit: limit(60, .calendarDay), pauses: [pause], at: instant("2026-10-12T15:00+08:00"))
        #expect(again == 0)
    }

    @Test func `nothing is due while the clock stands still`() throws {
        let calendar = try givenCalendar()
        let start = instant("2026-03-02T09:00+08:00")
        let pauses = [Pause(from: instant("2026-03-04T10:00+08:00"), to: nil)]
        for unit in LimitUnit.allCases {
            #expect(calendar.due(from: start, limit: limit(60, unit), pauses: pauses) == nil)
            let explanation = calendar.explain(from: start, limit: limit(60, unit), pauses: pauses)
            #expect(explanation.due == nil)
            #expect(explanation.steps.last?.reason == .paused && explanation.steps.last?.to == nil)
        }
        #expect(calendar.due(from: start, limit: limit(1, .workingDay), pauses: pauses)?.dueAt == day("2026-03-03").end)
    }

    @Test(arguments: [
        ("2026-03-01T09:00+08:00", 5), ("2026-03-02T23:00+08:00", 5), ("2026-03-03T10:00+08:00", 5), ("2026-03-04T10:00+08:00", 4),
        ("2026-03-05T10:00+08:00", 4), ("2026-03-06T10:00+08:00", 3), ("2026-03-30T10:00+08:00", 0),
    ])
    func `what remains counts the day that has begun`(now: String, days: Int64) throws {
        let calendar = try givenCalendar()
        let pauses = [Pause(from: instant("2026-03-04T10:00+08:00"), to: instant("2026-03-04T12:00+08:00"))]
        let start = instant("2026-03-02T09:00+08:00")
        #expect(calendar.remaining(from: start, limit: limit(5, .workingDay), pauses: pauses, at: instant(now)) == days)
    }

    @Test(arguments: SeededGenerator.seeds)
    func `empty pauses and cuts in pauses change nothing`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let calendar = try givenCalendar()
        for _ in 0..<3000 {
            let start = someInstant(&random)
            let limit = someLimit(&random)
            let pauses = somePauses(after: start, &random)
            let due = calendar.due(from: start, limit: limit, pauses: pauses)
            let moment = start.adding(seconds: .random(in: -99_999..<9_999_999, using: &random))
            #expect(calendar.due(from: start, limit: limit, pauses: pauses + [Pause(from: moment, to: moment)]) == due)
            let cut = pauses.flatMap { pause -> [Pause] in
                guard let to = pause.to else { return [pause] }
                let middle = Instant(microseconds: .random(in: pause.from.microseconds...to.microseconds, using: &random))
                return [Pause(from: middle, to: to), Pause(from: pause.from, to: middle)]
            }
            #expect(calendar.due(from: start, limit: limit, pauses: cut) == due, "\(start) + \(limit), \(pauses)")
            #expect(calendar.due(from: start, limit: limit, pauses: []) == calendar.due(from: start, limit: limit))
        }
    }

    @Test(arguments: SeededGenerator.seeds)
    func `resuming with the remainder is a fresh start`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let calendar = try givenCalendar()
        for _ in 0..<3000 {
            let start = someInstant(&random)
            let limit = limit(.random(in: 1...40, using: &random), [.workingDay, .clockHour].randomElement(using: &random)!)
            let due = calendar.due(from: start, limit: limit)
            let from = Instant(microseconds: .random(in: start.microseconds..<due.dueAt.microseconds, using: &random))
            let to = from.adding(seconds: .random(in: 1...5_000_000, using: &random))
            let paused = try #require(calendar.due(from: start, limit: limit, pauses: [Pause(from: from, to: to)]))
            let rest = calendar.remaining(from: start, limit: limit, at: from)
            switch limit.unit.countsDays {
            case true:
                let remainder = try #require(Limit(amount: Int(rest), unit: limit.unit))
                #expect(paused.dueAt == calendar.due(from: to, limit: remainder).dueAt, "\(start) + \(limit), \(from) to \(to)")
            case false: #expect(paused.dueAt == to.adding(microseconds: rest))
            }
            #expect(paused.dueAt >= due.dueAt)
        }
    }
}

/// Up to four pauses, some of which overlap, reach before the start, or last.
func somePauses(after start: Instant, _ random: inout SeededGenerator) -> [Pause] {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in
        let from = start.adding(seconds: .random(in: -100_000..<3_000_000, using: &random))
        let lasts = Int.random(in: 0..<12, using: &random) == 0
        return Pause(from: from, to: lasts ? nil : from.adding(seconds: .random(in: 0..<1_000_000, using: &random)))
    }
}
