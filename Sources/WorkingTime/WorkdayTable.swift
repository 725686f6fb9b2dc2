/// Counts working days in constant time.
///
/// The days of some centuries are laid out as two arrays: how many working days lie before each day,
/// and which day the n-th working day is. Outside of them nothing is known but Monday to Friday,
/// which a formula counts, so that every day has an answer.
struct WorkdayTable: Sendable {
    private let first: Int
    /// One more than there are days: the last entry counts all.
    private let workdaysBefore: [Int32]
    private let workdays: [Int32]
    private let weekdaysBeforeFirst: Int
    private let weekdaysBeforeEnd: Int

    /// Asks about every day from `first` up to, and without, `end`.
    init(from first: Day, to end: Day, isWorking: (Day) -> Bool) {
        var before: [Int32] = [0]
        var days: [Int32] = []
        for day in first..<end {
            if isWorking(day) { days.append(Int32(day.daysSince1970)) }
            before.append(Int32(days.count))
        }
        self.first = first.daysSince1970
        workdaysBefore = before
        workdays = days
        weekdaysBeforeFirst = WorkdayTable.weekdays(before: first.daysSince1970)
        weekdaysBeforeEnd = WorkdayTable.weekdays(before: end.daysSince1970)
    }

    /// Working days from the table's first day up to, and without, `day`; negative for days before the table.
    func workdays(before day: Int) -> Int {
        let index = day - first
        if index < 0 { return WorkdayTable.weekdays(before: day) - weekdaysBeforeFirst }
        if index < workdaysBefore.count { return Int(workdaysBefore[index]) }
        return workdays.count + WorkdayTable.weekdays(before: day) - weekdaysBeforeEnd
    }

    /// The working day that has `count` working days before it.
    func workday(after count: Int) -> Int {
        if count < 0 { return WorkdayTable.weekday(after: count + weekdaysBeforeFirst) }
        if count < workdays.count { return Int(workdays[count]) }
        return WorkdayTable.weekday(after: count - workdays.count + weekdaysBeforeEnd)
    }

    func isWorkday(_ day: Int) -> Bool {
        workdays(before: day + 1) != workdays(before: day)
    }

    /// 1970-01-05, the Monday from which weekdays are counted.
    private static let monday = 4

    private static func weekdays(before day: Int) -> Int {
        let (weeks, rest) = floorDivision(day - monday, by: 7)
        return weeks * 5 + min(rest, 5)
    }

    private static func weekday(after count: Int) -> Int {
        let (weeks, rest) = floorDivision(count, by: 5)
        return monday + weeks * 7 + rest
    }

    private static func floorDivision(_ value: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
        let parts = value.quotientAndRemainder(dividingBy: divisor)
        return parts.remainder < 0 ? (parts.quotient - 1, parts.remainder + divisor) : parts
    }
}
