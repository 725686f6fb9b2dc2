/// When something is due, and what that answer rests on.
public struct DueDate: Hashable, Sendable {
    /// For day limits the end of a day, 23:59:59+08:00; for hour limits exact to the microsecond.
    public let dueAt: Instant
    /// The holiday notice of a year that matters is not published: the notice may move the due date.
    public let provisional: Bool
    /// The version of the calendar that counted.
    public let calendarVersion: Int

    public init(dueAt: Instant, provisional: Bool, calendarVersion: Int) {
        self.dueAt = dueAt
        self.provisional = provisional
        self.calendarVersion = calendarVersion
    }
}
