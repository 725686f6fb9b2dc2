import WorkingTime

/// A department asks that the time of a case be counted otherwise. Asked by the lead before the limit is over, decided by
/// somebody of another role, told to the requester.
public struct TimeRequest: Sendable, Hashable {
    public enum Kind: String, CaseIterable, Sendable, Hashable {
        /// 延期: a later due day, at most by what the rule grants.
        case `extension`
        /// 中止: the limit rests, its remainder is kept.
        case suspension
        /// 疑难: the longer limit for complex matters runs, from the same start.
        case complexity
        /// 挂账: on the list of what cannot be solved yet. It stops no clock: late stays late. Automatic orders and cards wait.
        case parking
    }

    /// Its place among the requests of its case, from 1.
    public let ordinal: Int
    public let kind: Kind
    public let department: DepartmentCode
    public let requestedBy: AccountID
    public let requestedAt: Instant
    public let reason: String
    public let ground: SuspensionGround?
    /// What is done while the case is parked.
    public let measures: String?
    /// The new last day, or the day of review; nil for complexity.
    public let until: Day?
    public internal(set) var decidedBy: AccountID?
    public internal(set) var decidedAt: Instant?
    public internal(set) var granted: Bool?
    public internal(set) var decision: String?
    /// When a granted suspension or parking was over; of what nobody decided, when it no longer mattered.
    public internal(set) var endedAt: Instant?

    public init(
        ordinal: Int, kind: Kind, department: DepartmentCode, requestedBy: AccountID, requestedAt: Instant, reason: String,
        ground: SuspensionGround? = nil, measures: String? = nil, until: Day? = nil, decidedBy: AccountID? = nil,
        decidedAt: Instant? = nil, granted: Bool? = nil, decision: String? = nil, endedAt: Instant? = nil
    ) {
        self.ordinal = ordinal
        self.kind = kind
        self.department = department
        self.requestedBy = requestedBy
        self.requestedAt = requestedAt
        self.reason = reason
        self.ground = ground
        self.measures = measures
        self.until = until
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.granted = granted
        self.decision = decision
        self.endedAt = endedAt
    }

    public var isOpen: Bool { decidedAt == nil && endedAt == nil }
}

/// What a department asks, and why.
public struct TimeWish: Sendable {
    public var kind: TimeRequest.Kind
    public var reason: String
    public var until: Day?
    public var ground: SuspensionGround?
    public var measures: String?

    public init(kind: TimeRequest.Kind, reason: String, until: Day? = nil, ground: SuspensionGround? = nil, measures: String? = nil) {
        self.kind = kind
        self.reason = reason
        self.until = until
        self.ground = ground
        self.measures = measures
    }
}

/// What is said to it.
public struct TimeDecision: Sendable {
    public var kind: TimeRequest.Kind
    public var granted: Bool
    public var text: String

    public init(kind: TimeRequest.Kind, granted: Bool, text: String) {
        self.kind = kind
        self.granted = granted
        self.text = text
    }
}
