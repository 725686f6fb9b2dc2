/// One stretch of the way from a start to a due instant.
public struct ExplanationStep: Hashable, Sendable {
    /// Where a stretch begins or ends.
    public enum Bound: Hashable, Sendable {
        case day(Day)
        case instant(Instant)
    }

    /// Why the stretch counts, or does not.
    public enum Reason: Hashable, Sendable {
        /// The day of the start, which day limits leave out.
        case startDay
        case workingDays
        /// Worked in exchange for the named holiday.
        case makeUpWorkday(String)
        case weekend
        case holiday(String)
        /// Counted on whatever kind of day.
        case calendarDays
        /// The working day to which the last day moved. It counts nothing.
        case rolledTo
        /// Offices are open.
        case officeHours
        /// Hours that run through everything.
        case clockHours
        case paused
    }

    /// Days for day limits, both bounds included; instants for hours and their pauses.
    public let from: Bound
    /// Nil while a pause lasts.
    public let to: Bound?
    public let reason: Reason
    /// What the stretch counts: days, or microseconds for hour limits.
    public let counted: Int64
}

extension ExplanationStep.Bound: CustomStringConvertible {
    /// `2026-09-30` or `2026-09-30T16:00:00+08:00`.
    public var description: String {
        switch self {
        case .day(let day): day.description
        case .instant(let instant): instant.description
        }
    }
}

extension ExplanationStep.Reason {
    /// The word of the HTTP surface.
    public var code: String {
        switch self {
        case .startDay: "start_day"
        case .workingDays: "working_days"
        case .makeUpWorkday: "make_up_workday"
        case .weekend: "weekend"
        case .holiday: "holiday"
        case .calendarDays: "calendar_days"
        case .rolledTo: "rolled_to"
        case .officeHours: "office_hours"
        case .clockHours: "clock_hours"
        case .paused: "paused"
        }
    }

    /// The holiday's name.
    public var name: String? {
        switch self {
        case .makeUpWorkday(let name), .holiday(let name): name
        case .startDay, .workingDays, .weekend, .calendarDays, .rolledTo, .officeHours, .clockHours, .paused: nil
        }
    }

    init(_ status: DayStatus) {
        switch status {
        case .working: self = .workingDays
        case .makeUpWorkday(let name): self = .makeUpWorkday(name)
        case .restDay: self = .weekend
        case .holiday(let name): self = .holiday(name)
        }
    }
}
