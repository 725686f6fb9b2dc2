/// What a limit counts. The raw values are those of the lists and of the HTTP surface.
public enum LimitUnit: String, CaseIterable, Sendable {
    /// Monday to Friday less holidays, and make-up workdays.
    case workingDay = "working_day"
    /// Every day; only the last one must be a working day.
    case calendarDay = "calendar_day"
    /// Office hours on working days.
    case workingHour = "working_hour"
    /// Hours that run through nights, weekends and holidays.
    case clockHour = "clock_hour"

    /// Day limits end with a day, hour limits at an instant.
    public var countsDays: Bool { self == .workingDay || self == .calendarDay }
}
