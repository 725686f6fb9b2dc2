import WorkingTime

/// The key of a case inside the line. Requesters know its number.
public struct CaseID: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
}

/// A request on its way, as the rules see it: without its text and without its requester.
public struct Case: Sendable, Hashable {
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
    /// Whether the line knows who asks: others are told under their query code alone.
    public internal(set) var isNamed: Bool
    public internal(set) var urgent: Bool
    /// Approved as complex: the longer limit holds.
    public internal(set) var complex: Bool
    /// The statute under which the matter falls; nil: the platform's own rules.
    public internal(set) var regime: Regime?
    public let receivedAt: Instant
    /// When a department first accepted it; what a statute counts from acceptance begins there. Nil until then.
    public internal(set) var acceptedAt: Instant?
    public internal(set) var changedAt: Instant
    public internal(set) var state: CaseState
    /// The one department that leads. Nil only before the first dispatch.
    public internal(set) var lead: DepartmentCode?
    /// The departments that help the lead, each once.
    public internal(set) var supports: [Support]
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
    /// Why the matter rests; exactly while it does.
    public internal(set) var suspension: Suspension?
    /// The day of review, while it is on the list of what cannot be solved yet.
    public internal(set) var parkedUntil: Day?
    /// How often an answer was not accepted: by a review, or by the requester.
    public internal(set) var reworks: Int
    public internal(set) var reopenings: Int
    /// Those of them that the requester asked for, once it had ended for good.
    public internal(set) var ownReopenings: Int
    /// The case that this repeat joined; exactly while it is merged.
    public internal(set) var parent: CaseID?
    /// Whether that case has ended; what is still under way can be left at any time.
    public internal(set) var parentHasEnded: Bool
    /// Why it was not taken up; exactly while it is refused.
    public internal(set) var rejection: Rejection?
    public internal(set) var outcome: Outcome?
    public internal(set) var endedAt: Instant?
    public internal(set) var clocks: [Clock]
    public internal(set) var returns: [ReturnRequest]
    public internal(set) var timeRequests: [TimeRequest]
    public internal(set) var callbacks: [Callback]
    /// Grows with everything that the case shows to its readers but notes.
    public internal(set) var version: Int

    public init(
        id: CaseID,
        number: CaseNumber,
        kind: Kind,
        category: CategoryCode? = nil,
        region: RegionCode? = nil,
        against: Against? = nil,
        accused: [DepartmentCode] = [],
        filedAsReport: Bool,
        isNamed: Bool = false,
        urgent: Bool = false,
        complex: Bool = false,
        regime: Regime? = nil,
        receivedAt: Instant,
        acceptedAt: Instant? = nil,
        changedAt: Instant,
        state: CaseState = .received,
        lead: DepartmentCode? = nil,
        supports: [Support] = [],
        signed: Bool = false,
        dispatches: Int = 0,
        handler: AccountID? = nil,
        claimLapsesAt: Instant? = nil,
        urges: Int = 0,
        urgedAt: Instant? = nil,
        suspension: Suspension? = nil,
        parkedUntil: Day? = nil,
        reworks: Int = 0,
        reopenings: Int = 0,
        ownReopenings: Int = 0,
        parent: CaseID? = nil,
        parentHasEnded: Bool = false,
        rejection: Rejection? = nil,
        outcome: Outcome? = nil,
        endedAt: Instant? = nil,
        clocks: [Clock] = [],
        returns: [ReturnRequest] = [],
        timeRequests: [TimeRequest] = [],
        callbacks: [Callback] = [],
        version: Int = 1
    ) {
        self.id = id
        self.number = number
        self.kind = kind
        self.category = category
        self.region = region
        self.against = against
        self.accused = accused
        self.filedAsReport = filedAsReport
        self.isNamed = isNamed
        self.urgent = urgent
        self.complex = complex
        self.regime = regime
        self.receivedAt = receivedAt
        self.acceptedAt = acceptedAt
        self.changedAt = changedAt
        self.state = state
        self.lead = lead
        self.supports = supports
        self.signed = signed
        self.dispatches = dispatches
        self.handler = handler
        self.claimLapsesAt = claimLapsesAt
        self.urges = urges
        self.urgedAt = urgedAt
        self.suspension = suspension
        self.parkedUntil = parkedUntil
        self.reworks = reworks
        self.reopenings = reopenings
        self.ownReopenings = ownReopenings
        self.parent = parent
        self.parentHasEnded = parentHasEnded
        self.rejection = rejection
        self.outcome = outcome
        self.endedAt = endedAt
        self.clocks = clocks
        self.returns = returns
        self.timeRequests = timeRequests
        self.callbacks = callbacks
        self.version = version
    }
}

extension Case {
    public var supporting: [DepartmentCode] { supports.map(\.department) }

    /// The departments that lead or support it, or did, by code.
    public var readers: [DepartmentCode] {
        let former = clocks.lazy.filter { $0.stage == .sign || $0.stage == .support }.compactMap(\.department)
        return Set(former + supporting + [lead].compactMap { $0 }).sorted()
    }

    public var pendingReturn: ReturnRequest? { returns.last(where: \.isOpen) }

    public func pendingTimeRequest(_ kind: TimeRequest.Kind) -> TimeRequest? { timeRequests.last { $0.kind == kind && $0.isOpen } }

    /// Whether a colleague who can still sign in has taken it.
    public func isClaimed(at now: Instant) -> Bool { handler != nil && claimLapsesAt.map { now < $0 } ?? true }

    /// The next instant by which somebody must act, or nil. While the matter rests, the end of its day of review at the latest.
    public var nextDueAt: Instant? {
        let pressing = clocks.lazy.filter(\.isPressing).map(\.dueAt).min()
        if let review = suspension?.until.end { return pressing.map { min($0, review) } ?? review }
        // Where a statute gives silence a meaning nobody is late, but the end of the limit still matters; that of the right to
        // return obliges nobody.
        return pressing ?? clocks.lazy.filter { $0.isOpen && !$0.isPaused && $0.stage != .return }.map(\.dueAt).min()
    }
}
