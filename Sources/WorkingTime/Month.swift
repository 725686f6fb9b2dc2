/// A calendar month at +08:00. The text form is `2026-09`.
public struct Month: Hashable, Comparable, Sendable {
    /// Its first day.
    public let first: Day

    /// The month in which the day lies.
    public init(containing day: Day) {
        first = day.advanced(by: 1 - day.day)
    }

    /// Reads `2026-09`: four and two ASCII digits, nothing before or after.
    public init?(_ text: String) {
        guard let first = Day(text + "-01") else { return nil }
        self.first = first
    }

    public var last: Day { next.first.advanced(by: -1) }
    public var next: Month { Month(containing: first.advanced(by: 31)) }

    public static func < (left: Month, right: Month) -> Bool { left.first < right.first }
}

extension Month: CustomStringConvertible {
    public var description: String { String(first.description.prefix(7)) }
}
