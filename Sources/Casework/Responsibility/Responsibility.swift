import WorkingTime

/// An entry of the responsibility map (权责清单): who answers for a category, in a region, for some kinds, during a period.
public struct Responsibility: Hashable, Sendable {
    public let id: Int
    /// Covers the categories below it as well.
    public let category: CategoryCode
    /// Empty: all kinds.
    public let kinds: Set<Kind>
    /// Covers the regions below it as well.
    public let region: RegionCode
    public let assignee: Assignee
    public let supporting: [Assignee]
    /// What the power is called in law.
    public let power: String?
    public let legalBasis: String?
    public let validFrom: Day
    /// The last valid day; nil: no end is set.
    public let validTo: Day?

    public init(
        id: Int, category: CategoryCode, kinds: Set<Kind> = [], region: RegionCode, assignee: Assignee, supporting: [Assignee] = [],
        power: String? = nil, legalBasis: String? = nil, validFrom: Day, validTo: Day? = nil
    ) {
        self.id = id
        self.category = category
        self.kinds = kinds
        self.region = region
        self.assignee = assignee
        self.supporting = supporting
        self.power = power
        self.legalBasis = legalBasis
        self.validFrom = validFrom
        self.validTo = validTo
    }

    public func covers(_ kind: Kind) -> Bool { kinds.isEmpty || kinds.contains(kind) }

    /// Both ends of the period belong to it.
    public func isValid(on day: Day) -> Bool { validFrom <= day && validTo.map { day <= $0 } ?? true }
}
