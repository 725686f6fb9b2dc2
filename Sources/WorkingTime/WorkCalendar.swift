/// Which days and hours are worked: weekdays, holiday notices, statutory holidays, office hours.
/// An immutable value; every question about a day is answered in constant time.
public struct WorkCalendar: Sendable {
    /// Kept with every due date that this calendar counted.
    public let version: Int
    /// The years whose holiday notice is known.
    public let publishedYears: Set<Int>

    let workdays: WorkdayTable
    let officePeriods: [OfficePeriod]
    private let named: [Day: DayStatus]
    /// The days of the published years, neighbouring years joined.
    private let publishedSpans: [ClosedRange<Day>]

    /// - Parameters:
    ///   - version: grows with each change of the lists.
    ///   - exceptions: what the holiday notices say, in any order.
    ///   - publishedYears: the years whose notice is known. Left out, a year counts as published when
    ///     its New Year's Day is among the exceptions: every notice begins with it.
    ///   - statutoryHolidays: what the law gives. Those of published years are passed over.
    ///   - officeHours: in any order. A working day before the first valid one has no office hours.
    public init(
        version: Int, exceptions: [CalendarException], publishedYears: Set<Int>? = nil, statutoryHolidays: [StatutoryHoliday],
        officeHours: [OfficeHours]
    ) throws(CalendarError) {
        let published =
            publishedYears ?? Set(exceptions.map(\.day.civil).filter { $0.month == 1 && $0.day == 1 }.map(\.year))
        let named = try WorkCalendar.named(exceptions, statutoryHolidays, published)
        self.version = version
        self.publishedYears = published
        self.named = named
        officePeriods = try OfficePeriod.periods(of: officeHours)
        publishedSpans = WorkCalendar.spans(of: published)
        // The years in which cases are worked, and whatever the lists reach beyond them.
        let first = min(Day.first(ofYear: 2000), named.keys.min() ?? .first(ofYear: 2000))
        let last = max(Day.last(ofYear: 2100), named.keys.max() ?? .last(ofYear: 2100))
        workdays = WorkdayTable(from: first, to: last.advanced(by: 1)) { day in
            named[day]?.isWorking ?? !day.weekday.isWeekend
        }
    }

    public func isWorkingDay(_ day: Day) -> Bool {
        workdays.isWorkday(day.daysSince1970)
    }

    public func status(of day: Day) -> DayStatus {
        named[day] ?? (day.weekday.isWeekend ? .restDay : .working)
    }

    /// The days of a year that depart from Monday to Friday, in order: by its notice or, where there is none yet, by statute.
    public func exceptions(in year: Int) -> [(day: Day, status: DayStatus)] {
        named.filter { $0.key.year == year }.map { ($0.key, $0.value) }.sorted { $0.day < $1.day }
    }

    /// The holiday notice of the day's year is not known.
    public func isProvisional(_ day: Day) -> Bool {
        isProvisional(day...day)
    }

    /// Some day lies in a year without a notice.
    func isProvisional(_ days: ClosedRange<Day>) -> Bool {
        !publishedSpans.contains { $0.lowerBound <= days.lowerBound && days.upperBound <= $0.upperBound }
    }

    /// The spans in which offices are open on that day, in minutes since midnight; none on rest days.
    public func officeHours(on day: Day) -> [Range<Int>] {
        guard isWorkingDay(day), let period = officePeriod(of: day) else { return [] }
        let minute = 60 * Instant.microsecondsPerSecond
        return period.spans.map { Int($0.lowerBound / minute)..<Int($0.upperBound / minute) }
    }

    /// Whether offices are open at that instant. The closing minute itself is closed.
    public func isOfficeHour(_ instant: Instant) -> Bool {
        officeHours(on: instant.day).contains { $0.contains(instant.minuteOfDay) }
    }

    /// The period whose office hours hold on that day; nil before the first.
    func officePeriod(of day: Day) -> OfficePeriod? {
        officePeriods.last { $0.first <= day }
    }

    private static func named(
        _ exceptions: [CalendarException], _ holidays: [StatutoryHoliday], _ published: Set<Int>
    ) throws(CalendarError) -> [Day: DayStatus] {
        var named: [Day: DayStatus] = [:]
        for exception in exceptions {
            let status: DayStatus = exception.status == .work ? .makeUpWorkday(exception.name) : .holiday(exception.name)
            guard named.updateValue(status, forKey: exception.day) == nil else { throw .duplicateDay(exception.day) }
        }
        var statutory: Set<Day> = []
        for holiday in holidays {
            guard statutory.insert(holiday.day).inserted else { throw .duplicateDay(holiday.day) }
            // A notice may reach into a year that has none itself, as the one of 2019 did into 2018.
            guard !published.contains(holiday.day.year), named[holiday.day] == nil else { continue }
            named[holiday.day] = .holiday(holiday.name)
        }
        return named
    }

    private static func spans(of years: Set<Int>) -> [ClosedRange<Day>] {
        var spans: [ClosedRange<Day>] = []
        for year in years.sorted() {
            let first = Day.first(ofYear: year)
            let last = Day.last(ofYear: year)
            if let before = spans.last, before.upperBound.advanced(by: 1) == first {
                spans[spans.count - 1] = before.lowerBound...last
            } else {
                spans.append(first...last)
            }
        }
        return spans
    }
}
