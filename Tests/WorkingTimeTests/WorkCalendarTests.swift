import Testing
import WorkingTime

@Suite struct WorkCalendarTests {
    @Test func `every day of 2016 to 2026 is as the notices say`() throws {
        let calendar = try givenCalendar()
        let slow = try SlowCounter()
        let listed = Dictionary(uniqueKeysWithValues: HolidayNotices.exceptions.map { ($0.day, $0) })
        #expect(listed.count == 374)
        var counts: [Int: Int] = [:]
        for day in day("2016-01-01")...day("2026-12-31") {
            #expect(calendar.isWorkingDay(day) == slow.isWorking(day), "\(day)")
            #expect(calendar.status(of: day).isWorking == slow.isWorking(day), "\(day)")
            #expect(calendar.status(of: day).name == listed[day]?.name, "\(day)")
            #expect(!calendar.isProvisional(day), "\(day)")
            if calendar.isWorkingDay(day) { counts[day.year, default: 0] += 1 }
        }
        #expect(counts == HolidayNotices.workingDays)
    }

    @Test func `a day has a status with a name`() throws {
        let calendar = try givenCalendar()
        #expect(calendar.status(of: day("2026-02-14")) == .makeUpWorkday("春节"))
        #expect(calendar.status(of: day("2026-02-16")) == .holiday("春节"))
        #expect(calendar.status(of: day("2026-03-01")) == .restDay)
        #expect(calendar.status(of: day("2026-03-02")) == .working)
    }

    @Test func `years without a notice are provisional and keep the statutory holidays`() throws {
        let calendar = try givenCalendar()
        #expect(calendar.publishedYears == Set(2016...2026))
        #expect(calendar.isProvisional(day("2015-12-31")) && !calendar.isProvisional(day("2016-01-01")))
        #expect(!calendar.isProvisional(day("2026-12-31")) && calendar.isProvisional(day("2027-01-01")))
        #expect(calendar.status(of: day("2027-01-01")) == .holiday("元旦"))
        #expect(calendar.status(of: day("2026-07-01")) == .working)
    }

    @Test func `a year whose notice is missing between two others is provisional`() throws {
        let exceptions = HolidayNotices.exceptions.filter { $0.day.year != 2020 }
        let calendar = try WorkCalendar(
            version: 1, exceptions: exceptions, statutoryHolidays: [StatutoryHoliday(day: day("2020-01-01"), name: "元旦")],
            officeHours: givenOfficeHours())
        #expect(!calendar.isProvisional(day("2019-12-31")) && !calendar.isProvisional(day("2021-01-01")))
        #expect(calendar.isProvisional(day("2020-01-01")) && calendar.isProvisional(day("2020-12-31")))
        #expect(calendar.due(from: day("2019-12-30"), limit: limit(1, .workingDay)).provisional == false)
        #expect(calendar.due(from: day("2019-12-31"), limit: limit(1, .workingDay)).provisional)
        #expect(calendar.due(from: day("2019-12-31"), limit: limit(300, .workingDay)).provisional)
        #expect(calendar.due(from: day("2019-12-31"), limit: limit(400, .calendarDay)).provisional == false)
    }

    @Test func `a notice that reaches into the year before leaves that year provisional`() throws {
        let exceptions = HolidayNotices.exceptions.filter { $0.day.year == 2019 || $0.day >= day("2018-12-29") && $0.day.year == 2018 }
        let calendar = try WorkCalendar(
            version: 1, exceptions: exceptions,
            statutoryHolidays: [
                StatutoryHoliday(day: day("2018-12-29"), name: "x"), StatutoryHoliday(day: day("2018-10-01"), name: "国庆节"),
            ], officeHours: givenOfficeHours())
        #expect(calendar.publishedYears == [2019])
        #expect(calendar.status(of: day("2018-12-29")) == .makeUpWorkday("元旦"))
        #expect(calendar.status(of: day("2018-12-31")) == .holiday("元旦"))
        #expect(calendar.status(of: day("2018-10-01")) == .holiday("国庆节"))
    }

    @Test func `office hours change with their validity and rest on rest days`() throws {
        let calendar = try givenCalendar()
        #expect(calendar.officeHours(on: day("2026-09-30")) == [510..<720, 840..<1050])
        #expect(calendar.officeHours(on: day("2017-12-29")) == [510..<720, 870..<1080])
        #expect(calendar.officeHours(on: day("2018-01-02")) == [510..<720, 840..<1050])
        #expect(calendar.officeHours(on: day("2026-10-01")) == [])
        #expect(calendar.officeHours(on: day("2026-10-10")) == [510..<720, 840..<1050])
        #expect(calendar.officeHours(on: day("1989-12-29")) == [])
        #expect(calendar.isOfficeHour(instant("2026-09-30T08:30:00+08:00")))
        #expect(!calendar.isOfficeHour(instant("2026-09-30T12:00:00+08:00")))
        #expect(!calendar.isOfficeHour(instant("2026-10-01T09:00:00+08:00")))
    }

    @Test func `lists that make no calendar are refused`() throws {
        let newYear = CalendarException(day: day("2026-01-01"), status: .off, name: "元旦")
        let hours = try givenOfficeHours()
        #expect(throws: CalendarError.duplicateDay(day("2026-01-01"))) {
            try WorkCalendar(version: 1, exceptions: [newYear, newYear], statutoryHolidays: [], officeHours: hours)
        }
        let holiday = StatutoryHoliday(day: day("2027-01-01"), name: "元旦")
        #expect(throws: CalendarError.duplicateDay(day("2027-01-01"))) {
            try WorkCalendar(version: 1, exceptions: [], statutoryHolidays: [holiday, holiday], officeHours: hours)
        }
        #expect(throws: CalendarError.officeHoursRunOut) {
            try WorkCalendar(version: 1, exceptions: [], statutoryHolidays: [], officeHours: [])
        }
        let ending = OfficeHours(validFrom: day("2016-01-01"), validTo: day("2030-01-01"), opens: 510, closes: 720)
        #expect(throws: CalendarError.officeHoursRunOut) {
            try WorkCalendar(version: 1, exceptions: [], statutoryHolidays: [], officeHours: [ending])
        }
        let overlapping = OfficeHours(validFrom: day("2020-01-01"), validTo: nil, opens: 700, closes: 800)
        #expect(throws: CalendarError.overlappingOfficeHours(hours[0], overlapping)) {
            try WorkCalendar(version: 1, exceptions: [], statutoryHolidays: [], officeHours: hours + [overlapping])
        }
        let backwards = OfficeHours(validFrom: day("2020-01-01"), validTo: nil, opens: 800, closes: 800)
        #expect(throws: CalendarError.emptyOfficeHours(backwards)) {
            try WorkCalendar(version: 1, exceptions: [], statutoryHolidays: [], officeHours: hours + [backwards])
        }
        let never = OfficeHours(validFrom: day("2020-01-01"), validTo: day("2019-12-31"), opens: 700, closes: 800)
        #expect(throws: CalendarError.emptyOfficeHours(never)) {
            try WorkCalendar(version: 1, exceptions: [], statutoryHolidays: [], officeHours: hours + [never])
        }
    }

    @Test(arguments: [
        ("08:30", 510), ("00:00", 0), ("24:00", 1440), ("8:30", nil), ("24:01", nil), ("08:60", nil), ("08:30 ", nil), ("", nil),
    ])
    func `minutes of the day are read`(text: String, minute: Int?) {
        #expect(OfficeHours.minute(of: text) == minute)
    }
}
