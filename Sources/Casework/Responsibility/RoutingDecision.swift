/// Who gets a request, and why: kept with the case as it was made.
public struct RoutingDecision: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case department(lead: DepartmentCode, supporting: [DepartmentCode])
        /// The dispatcher's queue: never a guess and never a loss.
        case dispatcher(reason: DispatcherReason)
    }

    /// What was kept away from whom because the report accuses it.
    public struct Conflict: Hashable, Sendable {
        /// Every department that the accusation may mean or that the text names, by code.
        public let accused: [DepartmentCode]
        /// Those that would have received the report by the map, by code.
        public let excluded: [DepartmentCode]

        public init(accused: [DepartmentCode], excluded: [DepartmentCode]) {
            self.accused = accused
            self.excluded = excluded
        }
    }

    public let outcome: Outcome
    public let basis: [RoutingBasis]
    public let category: CategoryCode?
    public let region: RegionCode?
    /// The id of the entry that won.
    public let responsibility: Int?
    /// Whom that entry names, where a report goes above it instead because it accuses them.
    public let insteadOf: DepartmentCode?
    /// The best three, if no category was given.
    public let proposals: [CategoryProposal]
    /// The winner first, then those that fitted, then those that did not; at most `TriedEntry.limit`.
    public let tried: [TriedEntry]
    /// Present when a report accuses a known department, or names one.
    public let conflict: Conflict?
    public let mapVersion: Int
    /// What is still open, in plain English sentences.
    public let unknown: [String]

    public init(
        outcome: Outcome, basis: [RoutingBasis], category: CategoryCode?, region: RegionCode?, responsibility: Int?,
        insteadOf: DepartmentCode? = nil, proposals: [CategoryProposal], tried: [TriedEntry], conflict: Conflict?, mapVersion: Int,
        unknown: [String]
    ) {
        self.outcome = outcome
        self.basis = basis
        self.category = category
        self.region = region
        self.responsibility = responsibility
        self.insteadOf = insteadOf
        self.proposals = proposals
        self.tried = tried
        self.conflict = conflict
        self.mapVersion = mapVersion
        self.unknown = unknown
    }

    /// The lead department; nil for the dispatcher's queue.
    public var lead: DepartmentCode? {
        if case .department(let lead, _) = outcome { lead } else { nil }
    }

    public var supporting: [DepartmentCode] {
        if case .department(_, let supporting) = outcome { supporting } else { [] }
    }

    /// Whether the words alone chose the category and so the department.
    public var isAutomatic: Bool {
        lead != nil && basis.contains { if case .categoryByKeywords = $0 { true } else { false } }
    }
}
