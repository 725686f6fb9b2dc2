import WorkingTime

/// A department's request to be rid of a case. At most one for each department and case that did not lapse.
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
    /// When it no longer mattered, because the requester took the case back.
    public internal(set) var lapsedAt: Instant?

    public init(
        department: DepartmentCode, requestedBy: AccountID, requestedAt: Instant, reason: String, legalBasis: String,
        proposed: DepartmentCode, ruledBy: AccountID? = nil, ruledAt: Instant? = nil, upheld: Bool? = nil, ruling: String? = nil,
        designated: DepartmentCode? = nil, lapsedAt: Instant? = nil
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
        self.lapsedAt = lapsedAt
    }

    public var isOpen: Bool { ruledAt == nil && lapsedAt == nil }

    /// Whether the other is this one at another time.
    func isSame(as other: ReturnRequest) -> Bool { department == other.department && requestedAt == other.requestedAt }
}
