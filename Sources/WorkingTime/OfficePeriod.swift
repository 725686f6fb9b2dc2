/// A run of days with the same office hours.
struct OfficePeriod: Sendable {
    let first: Day
    /// The day after the last; nil without end.
    let end: Day?
    /// Microseconds of the day, in order, apart from each other.
    let spans: [Range<Int64>]
    /// Microseconds that a working day has.
    let capacity: Int64

    /// Sorts the spans into periods, the first beginning with the first valid day, the last without end.
    static func periods(of hours: [OfficeHours]) throws(CalendarError) -> [OfficePeriod] {
        for span in hours {
            guard 0 <= span.opens, span.opens < span.closes, span.closes <= 1440, span.validFrom <= span.validTo ?? span.validFrom else {
                throw .emptyOfficeHours(span)
            }
        }
        let starts = hours.map(\.validFrom)
        let ends = hours.compactMap { $0.validTo?.advanced(by: 1) }
        let bounds = Set(starts + ends).sorted()
        var periods: [OfficePeriod] = []
        for (index, first) in bounds.enumerated() {
            let valid = hours.filter { $0.validFrom <= first && first <= $0.validTo ?? first }.sorted { $0.opens < $1.opens }
            for (one, other) in zip(valid, valid.dropFirst()) where other.opens < one.closes {
                throw .overlappingOfficeHours(one, other)
            }
            periods.append(OfficePeriod(first: first, end: index + 1 < bounds.count ? bounds[index + 1] : nil, valid))
        }
        guard let last = periods.last, last.capacity > 0 else { throw .officeHoursRunOut }
        return periods
    }

    private init(first: Day, end: Day?, _ hours: [OfficeHours]) {
        let minute = 60 * Instant.microsecondsPerSecond
        self.first = first
        self.end = end
        spans = hours.map { Int64($0.opens) * minute..<Int64($0.closes) * minute }
        capacity = spans.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) }
    }

    /// Office time of a working day from `time` on, up to `end`; both in microseconds of the day.
    func officeTime(from time: Int64, to end: Int64) -> Int64 {
        var total: Int64 = 0
        for span in spans {
            total += max(0, min(span.upperBound, end) - max(span.lowerBound, time))
        }
        return total
    }

    /// The time of day at which `rest` of office time has passed since `time`, or what is left over
    /// when offices close for the day.
    func spend(_ rest: inout Int64, from time: Int64) -> Int64? {
        for span in spans {
            let opens = max(span.lowerBound, time)
            let open = span.upperBound - opens
            guard open > 0 else { continue }
            if rest <= open { return opens + rest }
            rest -= open
        }
        return nil
    }
}
