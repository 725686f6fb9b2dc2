/// A day on which a published holiday notice departs from Monday to Friday.
public struct CalendarException: Hashable, Sendable {
    /// The raw values are those of the lists.
    public enum Status: String, CaseIterable, Sendable {
        case off, work
    }

    public let day: Day
    public let status: Status
    /// The holiday's name: 国庆节.
    public let name: String

    public init(day: Day, status: Status, name: String) {
        self.day = day
        self.status = status
        self.name = name
    }
}

/// A day off that the law gives without a notice. It counts only in years whose notice is missing.
public struct StatutoryHoliday: Hashable, Sendable {
    public let day: Day
    public let name: String

    public init(day: Day, name: String) {
        self.day = day
        self.name = name
    }
}
