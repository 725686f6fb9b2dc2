import WorkingTime

/// A limit that runs on a case. Due at an instant fixed when it starts.
public struct Clock: Sendable, Hashable {
    public enum Ending: String, Sendable, Hashable {
        /// What it waits for happened, in time or late.
        case met
        /// What it waits for is no longer asked of that department. Late stays late.
        case cancelled
    }

    public enum Standing: String, CaseIterable, Sendable, Hashable {
        case running, overdue, met, cancelled
        case metLate = "met_late"
        /// A right that was not used in time; nobody is late.
        case lapsed
    }

    /// Its place among the clocks of its case, from 1.
    public let ordinal: Int
    public let stage: Stage
    /// The time-limit rule's id.
    public let rule: String
    /// Who it runs against; nil while it runs against the line itself.
    public var department: DepartmentCode?
    public let startedAt: Instant
    public let dueAt: Instant
    /// Counted past the last published holiday notice.
    public let provisional: Bool
    public let calendarVersion: Int
    /// False where the limit ends a right instead of making somebody late.
    public let countsLate: Bool
    public let order: SupervisionOrderID?
    public private(set) var endedAt: Instant?
    public private(set) var ending: Ending?

    public init(
        ordinal: Int, stage: Stage, rule: String, department: DepartmentCode?, startedAt: Instant, dueAt: Instant,
        provisional: Bool, calendarVersion: Int, countsLate: Bool, order: SupervisionOrderID? = nil,
        endedAt: Instant? = nil, ending: Ending? = nil
    ) {
        self.ordinal = ordinal
        self.stage = stage
        self.rule = rule
        self.department = department
        self.startedAt = startedAt
        self.dueAt = dueAt
        self.provisional = provisional
        self.calendarVersion = calendarVersion
        self.countsLate = countsLate
        self.order = order
        self.endedAt = endedAt
        self.ending = ending
    }

    public var isOpen: Bool { endedAt == nil }

    /// Late is late: after its due instant a clock stays late, however it ended.
    public func standing(at now: Instant) -> Standing {
        guard countsLate else {
            // A right that was not used while it stood has lapsed, whatever ended its clock afterwards.
            guard let endedAt, let ending, endedAt <= dueAt else { return endedAt ?? now > dueAt ? .lapsed : .running }
            return ending == .met ? .met : .cancelled
        }
        guard let endedAt, let ending else { return now > dueAt ? .overdue : .running }
        if endedAt > dueAt { return .metLate }
        return ending == .met ? .met : .cancelled
    }

    mutating func end(_ ending: Ending, at now: Instant) {
        guard isOpen else { return }
        // An interval that ends before it starts is not one: clocks of other processes may differ by a little.
        endedAt = max(now, startedAt)
        self.ending = ending
    }
}
