import WorkingTime

/// 协办: a department that helps the lead. Its answer goes to the lead, within a limit of its own.
public struct Support: Sendable, Hashable {
    public let department: DepartmentCode
    public let since: Instant
    /// What the lead wants of it; nil where the dispatch named it.
    public let demand: String?
    public internal(set) var answer: String?
    public internal(set) var answeredBy: AccountID?
    public internal(set) var answeredAt: Instant?

    public init(
        department: DepartmentCode, since: Instant, demand: String? = nil, answer: String? = nil, answeredBy: AccountID? = nil,
        answeredAt: Instant? = nil
    ) {
        self.department = department
        self.since = since
        self.demand = demand
        self.answer = answer
        self.answeredBy = answeredBy
        self.answeredAt = answeredAt
    }

    public var isOpen: Bool { answeredAt == nil }
}
