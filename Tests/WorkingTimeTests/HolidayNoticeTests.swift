import Testing
import WorkingTime

struct HolidayNoticeTests {
    private static func day(_ text: String) -> Day { Day(text)! }

    private static let statutory = [("2027-01-01", "元旦"), ("2027-05-01", "劳动节"), ("2027-05-02", "劳动节"), ("2028-05-01", "劳动节")].map {
        StatutoryHoliday(day: day($0.0), name: $0.1)
    }

    private static func notice(_ year: Int = 2027, _ days: String) throws(NotANotice) -> HolidayNotice {
        let exceptions = days.split(separator: " ").map { word in
            CalendarException(
                day: day("\(word.dropFirst())"), status: word.first == "+" ? .work : .off, name: word.contains("-12-") ? "元旦" : "节")
        }
        return try HolidayNotice(year: year, days: exceptions, holidays: statutory)
    }

    private static let whole = "-2027-01-01 -2027-05-01 -2027-05-02"

    @Test func `a notice of the whole year is one, its days in order`() throws {
        let notice = try Self.notice(2027, "-2027-05-02 -2027-05-01 -2027-01-01 +2027-01-02 -2026-12-31")
        #expect(
            notice.days.map { $0.day.description } == ["2026-12-31", "2027-01-01", "2027-01-02", "2027-05-01", "2027-05-02"])
    }

    @Test(
        arguments: [
            (whole + " -2027-05-01", [.repeated(day("2027-05-01"))]),
            (whole + " -2028-01-01", [.ofAnotherYear(day("2028-01-01"), year: 2027)]),
            (whole + " -2026-11-30", [.ofAnotherYear(day("2026-11-30"), year: 2027)]),
            // New Year's days off in December are the next year's.
            (whole + " -2027-12-31", [.ofAnotherYear(day("2027-12-31"), year: 2027)]),
            ("-2027-05-01 -2027-05-02", [.newYearMissing(year: 2027)]),
            ("+2027-01-02 -2027-05-01 -2027-05-02", [.newYearMissing(year: 2027)]),
            ("-2027-01-01 -2027-05-01", [.holidayMissing(StatutoryHoliday(day: day("2027-05-02"), name: "劳动节"))]),
            (
                "",
                [
                    .newYearMissing(year: 2027), .holidayMissing(StatutoryHoliday(day: day("2027-05-01"), name: "劳动节")),
                    .holidayMissing(StatutoryHoliday(day: day("2027-05-02"), name: "劳动节")),
                ]
            ),
        ] as [(String, [HolidayNotice.Fault])])
    func `what is not the notice of a whole year says why`(days: String, faults: [HolidayNotice.Fault]) {
        #expect(throws: NotANotice(faults: faults)) { try Self.notice(2027, days) }
    }

    @Test(arguments: 2016...2026)
    func `each notice that was published is one`(year: Int) throws {
        let days = HolidayNotices.exceptions.filter { HolidayNotice.owns($0, year: year) }
        #expect(HolidayNotice.year(of: days) == year)
        #expect(try HolidayNotice(year: year, days: days, holidays: []).days.count == days.count)
        // Every day belongs to exactly one of them.
        #expect(days.allSatisfy { exception in (2016...2027).count { HolidayNotice.owns(exception, year: $0) } == 1 })
    }
}
