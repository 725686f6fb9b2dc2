import WorkingTime

/// What a decision changed of a case, as assignments in the order in which they are made. A history that keeps them with its
/// lines rebuilds the case.
public struct CaseChanges: Sendable, Hashable {
    public enum Assignment: Sendable, Hashable {
        /// The case begins; everything else of it is as in a fresh one until it is assigned.
        case opened(CaseNumber, Kind, receivedAt: Instant)
        case kind(Kind)
        case category(CategoryCode?)
        case region(RegionCode?)
        case against(Against?)
        case accused([DepartmentCode])
        case filedAsReport(Bool)
        case isNamed(Bool)
        case urgent(Bool)
        case complex(Bool)
        case regime(Regime?)
        case acceptedAt(Instant?)
        case changedAt(Instant)
        case state(CaseState)
        case lead(DepartmentCode?)
        case signed(Bool)
        case dispatches(Int)
        case handler(AccountID?)
        case urges(Int)
        case urgedAt(Instant?)
        case suspension(Suspension?)
        case parkedUntil(Day?)
        case reworks(Int)
        case reopenings(Int)
        case ownReopenings(Int)
        case parent(CaseID?)
        case rejection(Rejection?)
        case outcome(Outcome?)
        case endedAt(Instant?)
        case version(Int)
        /// A department supports the lead, or its part in it is another now.
        case support(Support)
        case supportGone(DepartmentCode)
        /// A clock starts; the next ones name it by its ordinal.
        case clockStarted(Clock)
        case clockEnded(Int, Clock.Ending, at: Instant)
        case clockMoved(Int, ClockDue)
        case clockHalted(Int, [Clock.Halt])
        /// Of a department and an instant; new, with its ruling, or lapsed.
        case returnRequest(ReturnRequest)
        /// By its ordinal; new or decided.
        case timeRequest(TimeRequest)
        case callback(Callback)
    }

    /// When a clock is due and what that rests on.
    public struct ClockDue: Sendable, Hashable {
        public let dueAt: Instant
        public let originalDueAt: Instant?
        public let provisional: Bool
        public let calendarVersion: Int
        public let extendedBy: Limit?

        public init(dueAt: Instant, originalDueAt: Instant?, provisional: Bool, calendarVersion: Int, extendedBy: Limit?) {
            self.dueAt = dueAt
            self.originalDueAt = originalDueAt
            self.provisional = provisional
            self.calendarVersion = calendarVersion
            self.extendedBy = extendedBy
        }
    }

    public var assignments: [Assignment]

    public init(_ assignments: [Assignment]) {
        self.assignments = assignments
    }

    public var isEmpty: Bool { assignments.isEmpty }
}

/// Why lines of a history make no case.
public enum ReplayFailure: Error, Sendable, Hashable {
    /// The first line does not open one: it was written before histories were complete.
    case notOpened
    case openedTwice
    /// A change of a clock that never started.
    case unknownClock(Int)
}
