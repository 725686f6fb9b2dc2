import Testing
import WorkingTime

@Suite struct DayTests {
    @Test(arguments: [
        ("1970-01-01", 0, Weekday.thursday), ("1969-12-31", -1, .wednesday), ("2000-02-29", 11_016, .tuesday),
        ("2026-09-30", 20_726, .wednesday), ("2026-10-04", 20_730, .sunday), ("1900-03-01", -25_508, .thursday),
        ("0001-01-01", -719_162, .monday), ("9999-12-31", 2_932_896, .friday),
    ])
    func `days are counted from 1970`(text: String, count: Int, weekday: Weekday) {
        #expect(day(text).daysSince1970 == count)
        #expect(Day(daysSince1970: count).description == text)
        #expect(Day(daysSince1970: count).weekday == weekday)
    }

    @Test(arguments: [
        "", "2026-9-30", "2026-09-31", "2026-02-29", "1900-02-29", "2026-00-10", "2026-13-10", "2026-01-00", "0000-01-01", "2026/09/30",
        "2026-09-30T", " 2026-09-30", "20260930", "+026-09-30", "2026-09-3O", "２026-09-30",
    ])
    func `what is not a day is refused`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test func `the days of a whole cycle of leap years follow each other`() {
        var expected = (year: 1899, month: 1, day: 1)
        var weekday = Weekday.sunday.rawValue
        for count in day("1899-01-01").daysSince1970...day("2300-12-31").daysSince1970 {
            let day = Day(daysSince1970: count)
            guard (day.year, day.month, day.day) == expected, day.weekday.rawValue == weekday,
                Day(year: expected.year, month: expected.month, day: expected.day) == day
            else {
                Issue.record("\(count) is \(day), not \(expected)")
                return
            }
            weekday = weekday % 7 + 1
            expected.day += 1
            if Day(year: expected.year, month: expected.month, day: expected.day) == nil {
                expected = (expected.year, expected.month + 1, 1)
                if expected.month == 13 { expected = (expected.year + 1, 1, 1) }
            }
        }
        #expect(expected == (2301, 1, 1))
    }

    @Test func `days stride and compare`() {
        #expect(Array(day("2026-02-27")...day("2026-03-01")).map(\.description) == ["2026-02-27", "2026-02-28", "2026-03-01"])
        #expect(day("2026-02-27").distance(to: day("2026-03-01")) == 2)
        #expect(day("2025-12-31") < day("2026-01-01"))
    }
}
