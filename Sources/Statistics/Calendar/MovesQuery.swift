import Casework
import WorkingTime

/// What of the due instants that a change of the calendar moved is asked for. The codes are already those of the whole subtree.
public struct MovesQuery: Sendable {
    /// Whose clocks; nil: all of the line.
    public var scope: CaseScope?
    public var departments: [DepartmentCode]?
    public var stage: Stage?
    /// Of one change of the calendar.
    public var calendarVersion: Int?
    public var after: Int?
    public var limit = 100

    public init(scope: CaseScope?) { self.scope = scope }
}

/// A due instant that a change of the calendar moved. Nothing of the case but its number.
public struct DueMove: Sendable {
    public let id: Int
    public let number: String
    public let department: DepartmentCode?
    public let stage: Stage
    public let oldDueAt: Instant
    public let newDueAt: Instant
    public let calendarVersion: Int
    public let movedAt: Instant
}
