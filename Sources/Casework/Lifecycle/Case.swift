import WorkingTime

/// The key of a case inside the line. Requesters know its number.
public struct CaseID: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
}

/// A request on its way, as the rules see it: without its text and without its requester.
public struct Case: Sendable {
    public let id: CaseID
    public let number: CaseNumber
    public internal(set) var kind: Kind
    public internal(set) var category: CategoryCode?
    public internal(set) var region: RegionCode?
    public internal(set) var against: Against?
    /// The departments from which a report is kept, with all below them: whom `against` means and, unless a dispatcher said
    /// whom, those that its text names.
    public internal(set) var accused: [DepartmentCode]
    /// Whether it ever was a report: who asks is covered from then on, whatever it turns out to be.
    public internal(set) var filedAsReport: Bool
    public internal(set) var urgent: Bool
    public let receivedAt: Instant
    public internal(set) var changedAt: Instant
    public internal(set) var state: CaseState
    /// The one department that leads. Nil only before the first dispatch.
    public internal(set) var lead: DepartmentCode?
    public internal(set) var supporting: [DepartmentCode]
    public internal(set) var signed: Bool
    /// How often it was sent to a department.
    public internal(set) var dispatches: Int
    /// The colleague who took it from the queue.
    public internal(set) var handler: AccountID?
    /// When the last token of that colleague ends, and with it the claim; nil while no end is known.
    public internal(set) var claimLapsesAt: Instant?
    /// How often the departments were urged, and when last.
    public internal(set) var urges: Int
    public internal(set) var urgedAt: Instant?
    public internal(set) var outcome: Outcome?
    public internal(set) var clocks: [Clock]
    public internal(set) var returns: [ReturnRequest]
    /// Grows with everything that the case shows to its readers but notes.
    public internal(set) var version: Int

    public init(
        id: CaseID, number: CaseNumber, kind: Kind, category: CategoryCode?, region: RegionCode?, against: Against?,
        accused: [DepartmentCode], filedAsReport: Bool, urgent: Bool, receivedAt: Instant, changedAt: Instant, state: CaseState,
        lead: DepartmentCode?, supporting: [DepartmentCode],
        signed: Bool, dispatches: Int, handler: AccountID?, claimLapsesAt: Instant? = nil, urges: Int = 0, urgedAt: Instant? = nil,
        outcome: Outcome?, clocks: [Clock], returns: [ReturnRequest], version: Int
    ) {
        self.id = id
        self.number = number
        self.kind = kind
        self.category = category
        self.region = region
        self.against = against
        self.accused = accused
        self.filedAsReport = filedAsReport
        self.urgent = urgent
        self.receivedAt = receivedAt
        self.changedAt = changedAt
        self.state = state
        self.lead = lead
        self.supporting = supporting
        self.signed = signed
        self.dispatches = dispatches
        self.handler = handler
        self.claimLapsesAt = claimLapsesAt
        self.urges = urges
        self.urgedAt = urgedAt
        self.outcome = outcome
        self.clocks = clocks
        self.returns = returns
        self.version = version
    }

    public var pendingReturn: ReturnRequest? { returns.last { $0.ruledAt == nil } }

    /// Whether a colleague who can still sign in has taken it.
    public func isClaimed(at now: Instant) -> Bool { handler != nil && claimLapsesAt.map { now < $0 } ?? true }

    /// The next instant by which somebody must act, or nil.
    public var nextDueAt: Instant? {
        clocks.lazy.filter { $0.isOpen && $0.countsLate }.map(\.dueAt).min()
    }
}

/// A department's request to be rid of a case. At most one for each department and case.
public struct ReturnRequest: Sendable, Hashable {
    public let department: DepartmentCode
    public let requestedBy: AccountID
    public let requestedAt: Instant
    public let reason: String
    public let legalBasis: String
    public let proposed: DepartmentCode
    public internal(set) var ruledBy: AccountID?
    public internal(set) var ruledAt: Instant?
    public internal(set) var upheld: Bool?
    public internal(set) var ruling: String?
    /// To whom the case went when the return was upheld.
    public internal(set) var designated: DepartmentCode?

    public init(
        department: DepartmentCode, requestedBy: AccountID, requestedAt: Instant, reason: String, legalBasis: String,
        proposed: DepartmentCode, ruledBy: AccountID? = nil, ruledAt: Instant? = nil, upheld: Bool? = nil, ruling: String? = nil,
        designated: DepartmentCode? = nil
    ) {
        self.department = department
        self.requestedBy = requestedBy
        self.requestedAt = requestedAt
        self.reason = reason
        self.legalBasis = legalBasis
        self.proposed = proposed
        self.ruledBy = ruledBy
        self.ruledAt = ruledAt
        self.upheld = upheld
        self.ruling = ruling
        self.designated = designated
    }
}
