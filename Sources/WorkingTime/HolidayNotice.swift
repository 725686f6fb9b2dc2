/// The notice by which the State Council's office says which days of a year depart from Monday to Friday
/// (国务院办公厅关于部分节假日安排的通知). It speaks of a whole year, or the calendar would take what it leaves out for ordinary days.
public struct HolidayNotice: Hashable, Sendable {
    public let year: Int
    /// By day.
    public let days: [CalendarException]

    /// What keeps days from being the notice of a year.
    public enum Fault: Hashable, Sendable {
        /// The day stands there twice.
        case repeated(Day)
        /// The day belongs to the notice of another year.
        case ofAnotherYear(Day, year: Int)
        /// Every notice begins with New Year's Day, which is how the year counts as published.
        case newYearMissing(year: Int)
        /// A day that the law gives off, but the notice does not: it is not whole.
        case holidayMissing(StatutoryHoliday)

        /// The day that is wrong; nil where one is missing.
        public var day: Day? {
            switch self {
            case .repeated(let day), .ofAnotherYear(let day, _): day
            case .newYearMissing, .holidayMissing: nil
            }
        }
    }

    /// - Parameters:
    ///   - holidays: what the law gives off in any year.
    ///   - others: days that stand in the notices of other years.
    /// - Throws: all faults found.
    public init(
        year: Int, days: [CalendarException], holidays: [StatutoryHoliday], beside others: [CalendarException] = []
    ) throws(NotANotice) {
        let faults = Self.faults(of: days, year: year, holidays: holidays, beside: Set(others.map(\.day)))
        guard faults.isEmpty else { throw NotANotice(faults: faults) }
        self.year = year
        self.days = days.sorted { $0.day < $1.day }
    }

    /// The year whose New Year's Day is off; nil unless there is exactly one.
    public static func year(of days: [CalendarException]) -> Int? {
        let years = Set(days.filter { $0.status == .off && $0.day.month == 1 && $0.day.day == 1 }.map(\.day.year))
        return years.count == 1 ? years.first : nil
    }

    /// Whether a listed day came with the notice of that year. The one of 2019 reached into the last days of 2018 for its New Year.
    public static func owns(_ exception: CalendarException, year: Int) -> Bool {
        let newYear = exception.day.month == 12 && exception.name.contains("元旦")
        return exception.day.year == (newYear ? year - 1 : year)
    }

    private static func faults(
        of days: [CalendarException], year: Int, holidays: [StatutoryHoliday], beside others: Set<Day>
    ) -> [Fault] {
        var faults: [Fault] = []
        var seen: Set<Day> = []
        for exception in days {
            let day = exception.day
            if !seen.insert(day).inserted { faults.append(.repeated(day)) }
            if !owns(exception, year: year) || others.contains(day) { faults.append(.ofAnotherYear(day, year: year)) }
        }
        let off = Set(days.filter { $0.status == .off }.map(\.day))
        if let first = Day(year: year, month: 1, day: 1), !off.contains(first) { faults.append(.newYearMissing(year: year)) }
        for holiday in holidays where holiday.day.year == year && !off.contains(holiday.day) {
            if holiday.day.month == 1, holiday.day.day == 1 { continue }
            faults.append(.holidayMissing(holiday))
        }
        return faults
    }
}

/// Days that do not make a year's notice.
public struct NotANotice: Error, Hashable, Sendable {
    /// At least one.
    public let faults: [HolidayNotice.Fault]

    public init(faults: [HolidayNotice.Fault]) { self.faults = faults }
}

extension HolidayNotice.Fault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .repeated(let day): "\(day) stands there twice"
        case .ofAnotherYear(let day, let year): "\(day) does not belong to the notice of \(year)"
        case .newYearMissing(let year): "\(year)-01-01 is not off: a notice begins with New Year's Day and names the whole year"
        case .holidayMissing(let holiday): "\(holiday.day) \(holiday.name) is off by law but not here: a notice names the whole year"
        }
    }
}
