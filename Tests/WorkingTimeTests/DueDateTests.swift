import Testing
import WorkingTime

@Suite struct DueDateTests {
    /// The rows that every implementation of these clocks must meet.
    @Test(arguments: [
        ("2026-02-12", 5, LimitUnit.workingDay, "2026-02-26", false),
        ("2026-02-13", 1, .workingDay, "2026-02-14", false),
        ("2026-09-18", 1, .workingDay, "2026-09-20", false),
        ("2026-04-30", 7, .workingDay, "2026-05-13", false),
        ("2026-09-30", 5, .workingDay, "2026-10-13", false),
        ("2026-05-01", 5, .workingDay, "2026-05-11", false),
        ("2016-09-30", 5, .workingDay, "2016-10-12", false),
        ("2016-12-05", 15, .workingDay, "2016-12-26", false),
        ("2026-08-03", 60, .calendarDay, "2026-10-08", false),
        ("2026-07-22", 60, .calendarDay, "2026-09-20", false),
        ("2016-08-05", 60, .calendarDay, "2016-10-08", false),
        ("2026-12-28", 5, .workingDay, "2027-01-05", true),
    ])
    func `a day limit ends with its last day`(start: String, amount: Int, unit: LimitUnit, due: String, provisional: Bool) throws {
        let calendar = try givenCalendar(version: 7)
        let expected = DueDate(dueAt: day(due).end, provisional: provisional, calendarVersion: 7)
        #expect(calendar.due(from: day(start), limit: limit(amount, unit)) == expected)
        #expect(calendar.due(from: day(start).end, limit: limit(amount, unit)) == expected, "the hour of the start does not matter")
        #expect(calendar.explain(from: day(start), limit: limit(amount, unit)).due == expected)
    }

    @Test(arguments: [
        ("2026-09-30T17:00+08:00", 24, LimitUnit.clockHour, "2026-10-01T17:00+08:00"),
        ("2026-09-30T16:00+08:00", 8, .workingHour, "2026-10-08T17:00+08:00"),
        ("2026-09-30T17:40+08:00", 2, .workingHour, "2026-10-08T10:30+08:00"),
        ("2026-09-30T08:30+08:00", 7, .workingHour, "2026-09-30T17:30+08:00"),
        ("2026-09-30T00:00+08:00", 3, .workingHour, "2026-09-30T11:30+08:00"),
        ("2026-09-30T12:30+08:00", 1, .workingHour, "2026-09-30T15:00+08:00"),
        ("2026-09-29T11:30:00.000001+08:00", 1, .workingHour, "2026-09-29T14:30:00.000001+08:00"),
        ("2026-10-09T17:00+08:00", 1, .workingHour, "2026-10-10T09:00+08:00"),
        ("2017-12-29T17:00+08:00", 2, .workingHour, "2018-01-02T09:30+08:00"),
        ("2017-12-29T08:30+08:00", 14, .workingHour, "2018-01-02T17:30+08:00"),
        ("1989-12-29T12:00+08:00", 1, .workingHour, "1990-01-01T09:30+08:00"),
    ])
    func `an hour limit ends at an instant`(start: String, amount: Int, unit: LimitUnit, due: String) throws {
        let calendar = try givenCalendar()
        #expect(calendar.due(from: instant(start), limit: limit(amount, unit)).dueAt == instant(due))
        #expect(calendar.explain(from: instant(start), limit: limit(amount, unit)).due?.dueAt == instant(due))
    }

    @Test func `clock hours are never provisional`() throws {
        let calendar = try givenCalendar()
        #expect(!calendar.due(from: day("2030-01-01"), limit: limit(48, .clockHour)).provisional)
        #expect(calendar.due(from: day("2030-01-01"), limit: limit(1, .workingHour)).provisional)
    }

    @Test func `a calendar day limit is provisional only for the days that can roll`() throws {
        let calendar = try givenCalendar()
        #expect(!calendar.due(from: day("2015-12-20"), limit: limit(15, .calendarDay)).provisional)
        #expect(calendar.due(from: day("2015-12-20"), limit: limit(8, .calendarDay)).provisional)
        #expect(calendar.due(from: day("2015-12-20"), limit: limit(10, .workingDay)).provisional)
    }

    @Test(arguments: [0, -1, 10_001, Int.max, Int.min])
    func `an amount out of bounds is no limit`(amount: Int) {
        #expect(Limit(amount: amount, unit: .workingDay) == nil)
    }

    @Test(arguments: LimitUnit.allCases)
    func `far away days have due dates too`(unit: LimitUnit) throws {
        let calendar = try givenCalendar()
        for start in [day("0001-01-01"), day("1999-12-31"), day("2100-12-25"), day("9999-12-31")] {
            let due = calendar.due(from: start, limit: limit(10_000, unit))
            #expect(due.dueAt > start.start)
            #expect(calendar.elapsed(from: start.start, to: due.dueAt, unit: unit) >= 10_000)
        }
    }
}
