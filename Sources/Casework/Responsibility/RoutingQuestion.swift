import WorkingTime

/// What is known of a request when somebody must be found for it.
public struct RoutingQuestion: Hashable, Sendable {
    public let kind: Kind
    public let category: CategoryCode?
    public let region: RegionCode?
    public let title: String
    public let body: String
    public let address: String?
    public let against: Against?
    /// The departments that must not learn of a report though it accuses others: those that have the complaint it was split from.
    public let keptFrom: [DepartmentCode]
    /// The day whose map answers.
    public let on: Day

    public init(
        kind: Kind, category: CategoryCode? = nil, region: RegionCode? = nil, title: String, body: String, address: String? = nil,
        against: Against? = nil, keptFrom: [DepartmentCode] = [], on: Day
    ) {
        self.kind = kind
        self.category = category
        self.region = region
        self.title = title
        self.body = body
        self.address = address
        self.against = against
        self.keptFrom = keptFrom
        self.on = on
    }
}

/// Whom a request accuses: a department of the list, or a name in the requester's words.
public enum Against: Hashable, Sendable {
    case department(DepartmentCode)
    case name(String)
}
