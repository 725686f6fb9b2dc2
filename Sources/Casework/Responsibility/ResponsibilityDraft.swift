import WorkingTime

/// An entry of the map that has no number yet.
public struct ResponsibilityDraft: Hashable, Sendable {
    public let category: CategoryCode
    /// Empty: all kinds.
    public let kinds: Set<Kind>
    public let region: RegionCode
    public let assignee: Assignee
    public let supporting: [Assignee]
    public let power: String?
    public let legalBasis: String?
    public let validFrom: Day
    /// The last valid day; nil: no end is set.
    public let validTo: Day?

    public init(
        category: CategoryCode, kinds: Set<Kind> = [], region: RegionCode, assignee: Assignee, supporting: [Assignee] = [],
        power: String? = nil, legalBasis: String? = nil, validFrom: Day, validTo: Day? = nil
    ) {
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

    func numbered(_ id: Int) -> Responsibility {
        Responsibility(
            id: id, category: category, kinds: kinds, region: region, assignee: assignee, supporting: supporting, power: power,
            legalBasis: legalBasis, validFrom: validFrom, validTo: validTo)
    }
}
