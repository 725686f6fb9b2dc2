import Casework
import Testing
import WorkingTime

/// When somebody is warned. March 2026: the 1st is a Sunday; here the 4th, a Wednesday, is a holiday and Sunday the 8th is worked.
struct WarningTests {
    private static func jurisdiction(warning: Double, unit: LimitUnit) throws -> Jurisdiction {
        let usual = try Given.usual.get()
        let calendar = try WorkCalendar(
            version: 4,
            exceptions: [
                CalendarException(day: day("2026-03-04"), status: .off, name: "假日"),
                CalendarException(day: day("2026-03-08"), status: .work, name: "补班"),
            ], publishedYears: [2026], statutoryHolidays: [],
            officeHours: [(510, 720), (840, 1050)].map {
                OfficeHours(validFrom: day("2000-01-01"), validTo: nil, opens: $0.0, closes: $0.1)
            })
        let lengths = [(Setting.warningBeforeDue, warning, unit), (.redCardAfter, 5, .workingDay)]
        let settings = Settings(
            lengths.compactMap { .init($0.0, value: $0.1, unit: $0.2, validFrom: day("2016-09-28"), validTo: nil) })
        return Jurisdiction(map: usual.map, limits: usual.limits, calendar: calendar, settings: settings, version: 9)
    }

    @Test(arguments: [
        // A limit that ends with a day: on its morning.
        ("03-03 23:59", "03-03 08:30"), ("03-02 23:59", "03-02 08:30"),
        // Over the weekend and over the holiday, back to the last working day.
        ("03-02 10:00", "02-27 10:00"), ("03-05 10:00", "03-03 10:00"), ("03-05 23:59", "03-05 08:30"),
        // At lunch, in the evening and in the night: at the next opening.
        ("03-03 13:00", "03-02 14:00"), ("03-03 12:00", "03-02 14:00"), ("03-03 11:59", "03-02 11:59"), ("03-03 18:30", "03-03 08:30"),
        ("03-03 06:00", "03-02 08:30"), ("03-03 14:00", "03-02 14:00"),
        // A rest day is reached from the working day before it; a Sunday that is worked counts as one.
        ("03-07 15:00", "03-06 08:30"), ("03-08 23:59", "03-08 08:30"), ("03-09 09:00", "03-08 09:00"),
    ])
    func `one working day before, in working hours only`(due: String, expected: String) throws {
        let jurisdiction = try Self.jurisdiction(warning: 1, unit: .workingDay)
        let dueAt = at(due)
        var minute = dueAt.adding(seconds: -7 * 86_400)
        while minute <= dueAt, jurisdiction.warningReach(at: minute).map({ $0 < dueAt }) ?? true { minute = minute.adding(seconds: 60) }
        #expect(minute == at(expected), "\(minute)")
    }

    @Test(arguments: [
        (3, LimitUnit.workingHour, "03-03 15:00", "03-03 10:00"), (2, .clockHour, "03-03 15:00", "03-03 14:00"),
        (2, .calendarDay, "03-05 10:00", "03-03 10:00"),
    ])
    func `the setting has its own unit`(amount: Double, unit: LimitUnit, due: String, expected: String) throws {
        let jurisdiction = try Self.jurisdiction(warning: amount, unit: unit)
        var minute = at("03-01 00:00")
        while jurisdiction.warningReach(at: minute).map({ $0 < at(due) }) ?? true { minute = minute.adding(seconds: 60) }
        #expect(minute == at(expected), "\(minute)")
    }

    @Test func `a limit shorter than the warning has none, and no setting means no warning`() throws {
        let jurisdiction = try Self.jurisdiction(warning: 1, unit: .workingDay)
        #expect(!jurisdiction.isWarned(dueAt: at("03-02 12:00"), startedAt: at("03-02 10:00")))
        #expect(jurisdiction.isWarned(dueAt: day("2026-03-03").end, startedAt: at("03-02 10:00")))
        #expect(try Given.usual.get().warningReach(at: at("03-03 10:00")) == nil)
        #expect(try Given.usual.get().redCardInstant(after: at("03-03 10:00")) == nil)
    }

    @Test func `the red card comes so many working days after the limit`() throws {
        let jurisdiction = try Self.jurisdiction(warning: 1, unit: .workingDay)
        #expect(jurisdiction.redCardInstant(after: day("2026-03-02").end) == day("2026-03-09").end.justAfter)
    }
}
