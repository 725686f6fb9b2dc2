import SeededRandom
import Testing
import WorkingTime

@Suite struct ExplanationTests {
    @Test func `working days tell what was skipped and what was made up`() throws {
        let explanation = try givenCalendar().explain(from: day("2026-02-12"), limit: limit(5, .workingDay))
        #expect(
            lines(explanation) == [
                "2026-02-12 2026-02-12 start_day 0", "2026-02-13 2026-02-13 working_days 1",
                "2026-02-14 2026-02-14 make_up_workday 春节 1", "2026-02-15 2026-02-23 holiday 春节 0",
                "2026-02-24 2026-02-26 working_days 3",
            ])
    }

    @Test func `calendar days tell why the last day rolled`() throws {
        let explanation = try givenCalendar().explain(from: day("2026-08-03"), limit: limit(60, .calendarDay))
        #expect(
            lines(explanation) == [
                "2026-08-03 2026-08-03 start_day 0", "2026-08-04 2026-10-02 calendar_days 60", "2026-10-02 2026-10-07 holiday 国庆节 0",
                "2026-10-08 2026-10-08 rolled_to 0",
            ])
    }

    @Test func `working hours tell their spans`() throws {
        let explanation = try givenCalendar().explain(from: instant("2026-10-09T16:00+08:00"), limit: limit(12, .workingHour))
        let hour = Instant.microsecondsPerHour
        #expect(
            lines(explanation) == [
                "2026-10-09T16:00:00+08:00 2026-10-09T17:30:00+08:00 office_hours \(hour * 3 / 2)",
                "2026-10-10T08:30:00+08:00 2026-10-10T12:00:00+08:00 make_up_workday 国庆节 \(hour * 7 / 2)",
                "2026-10-10T14:00:00+08:00 2026-10-10T17:30:00+08:00 make_up_workday 国庆节 \(hour * 7 / 2)",
                "2026-10-11 2026-10-11 weekend 0",
                "2026-10-12T08:30:00+08:00 2026-10-12T12:00:00+08:00 office_hours \(hour * 7 / 2)",
            ])
    }

    @Test func `pauses are told`() throws {
        let pauses = [
            Pause(from: instant("2026-03-04T10:00+08:00"), to: instant("2026-03-05T10:00+08:00")),
            Pause(from: instant("2026-03-09T10:00+08:00"), to: nil),
        ]
        let explanation = try givenCalendar().explain(from: day("2026-03-02"), limit: limit(5, .workingDay), pauses: pauses)
        #expect(
            lines(explanation) == [
                "2026-03-02 2026-03-02 start_day 0", "2026-03-03 2026-03-03 working_days 1", "2026-03-04 2026-03-05 paused 0",
                "2026-03-06 2026-03-06 working_days 1", "2026-03-07 2026-03-08 weekend 0", "2026-03-09 … paused 0",
            ])
    }

    @Test(arguments: SeededGenerator.seeds)
    func `an explanation ends where the due date is and counts the limit`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let calendar = try givenCalendar()
        for _ in 0..<2000 {
            let start = someInstant(&random).adding(microseconds: .random(in: 0..<60_000_000, using: &random))
            let limit = someLimit(&random)
            let pauses = somePauses(after: start, &random)
            let due = calendar.due(from: start, limit: limit, pauses: pauses)
            let explanation = calendar.explain(from: start, limit: limit, pauses: pauses)
            #expect(explanation.due == due, "\(start) + \(limit), \(pauses)")
            let counted = explanation.steps.reduce(0) { $0 + $1.counted }
            guard let due else {
                let open = try #require(pauses.first { $0.to == nil })
                let rest = calendar.remaining(from: start, limit: limit, pauses: pauses, at: max(start, open.from))
                let whole = Int64(limit.amount) * (limit.unit.countsDays ? 1 : Instant.microsecondsPerHour)
                #expect(counted + rest == whole, "\(start) + \(limit), \(pauses)")
                continue
            }
            switch explanation.steps.last?.to {
            case .day(let day): #expect(day.end == due.dueAt)
            case .instant(let instant): #expect(instant == due.dueAt)
            case nil: Issue.record("the last step has no end")
            }
            #expect(counted == Int64(limit.amount) * (limit.unit.countsDays ? 1 : Instant.microsecondsPerHour))
        }
    }

    private func lines(_ explanation: Explanation) -> [String] {
        explanation.steps.map { step in
            let words = [step.from.description, step.to?.description ?? "…", step.reason.code, step.reason.name, "\(step.counted)"]
            return words.compactMap { $0 }.joined(separator: " ")
        }
    }
}
