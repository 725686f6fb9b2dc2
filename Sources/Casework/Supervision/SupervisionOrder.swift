import WorkingTime

public struct SupervisionOrderID: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
}

/// 督办: a supervisor's demand on a department about one or more cases, with a limit of its own,
/// whatever state the cases are in.
public struct SupervisionOrder: Sendable {
    public enum Level: String, CaseIterable, Sendable, Hashable {
        /// 一般督办
        case order
        /// 重点督办
        case keyOrder = "key_order"
        /// 挂牌督办
        case listedOrder = "listed_order"
        /// 约谈督办: whoever heads the department answers for it in person.
        case interview

        /// What the time-limit list calls it.
        public var matter: String {
            switch self {
            case .order: "supervision order"
            case .keyOrder: "key supervision order"
            case .listedOrder: "listed supervision order"
            case .interview: "interview"
            }
        }

        /// With those above it.
        public var andAbove: [Level] { Array(Self.allCases.drop { $0 != self }) }

        /// One level up; nil at the top, above which comes a recommendation for accountability.
        public var next: Level? {
            switch self {
            case .order: .keyOrder
            case .keyOrder: .listedOrder
            case .listedOrder: .interview
            case .interview: nil
            }
        }
    }

    public enum State: String, CaseIterable, Sendable, Hashable {
        /// Can transition to: `acknowledged`, `replied`, `unmet`, `lapsed`.
        case issued
        /// Can transition to: `replied`, `unmet`, `lapsed`.
        case acknowledged
        /// Can transition to: `accepted`, `rejected`.
        case replied
        /// Ended: the demand is met.
        case accepted
        /// Ended: the demand is not met.
        case rejected
        /// Ended: no answer came within the limit, and the demand was issued again a level up.
        case unmet
        /// Ended: none of its cases is left in it.
        case lapsed
    }

    public let id: SupervisionOrderID
    /// Who answers: the lead of its cases.
    public internal(set) var department: DepartmentCode
    public let level: Level
    public let issuedAt: Instant
    public let dueAt: Instant
    public internal(set) var changedAt: Instant
    public internal(set) var state: State
    public internal(set) var acknowledgedAt: Instant?
    public internal(set) var reply: String?
    public internal(set) var repliedAt: Instant?
    public internal(set) var decision: String?
    public internal(set) var decidedAt: Instant?
    public internal(set) var version: Int

    public init(
        id: SupervisionOrderID, department: DepartmentCode, level: Level, issuedAt: Instant, dueAt: Instant, changedAt: Instant,
        state: State, acknowledgedAt: Instant?, reply: String?, repliedAt: Instant?, decision: String?, decidedAt: Instant?, version: Int
    ) {
        self.id = id
        self.department = department
        self.level = level
        self.issuedAt = issuedAt
        self.dueAt = dueAt
        self.changedAt = changedAt
        self.state = state
        self.acknowledgedAt = acknowledgedAt
        self.reply = reply
        self.repliedAt = repliedAt
        self.decision = decision
        self.decidedAt = decidedAt
        self.version = version
    }
}

extension SupervisionOrder {
    /// Not yet answered.
    public var isOpen: Bool { state == .issued || state == .acknowledged }

    /// At which level the demand is issued again once the answer is rejected, or none has come.
    public var nextLevel: Level? { state == .rejected || state == .unmet ? level.next : nil }
}

/// What can be done to an order once it is issued.
public enum OrderAction: String, CaseIterable, Sendable, Hashable {
    case acknowledge, reply, accept, reject

    public var roles: Set<Role> {
        switch self {
        case .acknowledge, .reply: [.handler, .departmentHead]
        case .accept, .reject: [.supervisor]
        }
    }

    public func fits(_ state: SupervisionOrder.State) -> Bool {
        switch (self, state) {
        case (.acknowledge, .issued): true
        case (.reply, .issued), (.reply, .acknowledged): true
        case (.accept, .replied), (.reject, .replied): true
        case (.acknowledge, _), (.reply, _), (.accept, _), (.reject, _): false
        }
    }
}

public enum OrderCommand: Sendable {
    case acknowledge
    case reply(String)
    case accept(String?)
    case reject(String)

    public var action: OrderAction {
        switch self {
        case .acknowledge: .acknowledge
        case .reply: .reply
        case .accept: .accept
        case .reject: .reject
        }
    }
}
