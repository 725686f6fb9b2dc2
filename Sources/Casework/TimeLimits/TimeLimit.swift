import WorkingTime

/// A row of the time-limit list: how long a stage may take, under which rule, during which period.
public struct TimeLimit: Hashable, Sendable {
    /// By how much the limit may be lengthened.
    public struct Extension: Hashable, Sendable {
        public let limit: Limit
        /// How often.
        public let times: Int
        /// Who decides, as the rule names them.
        public let approver: String

        public init(limit: Limit, times: Int, approver: String) {
            self.limit = limit
            self.times = times
            self.approver = approver
        }
    }

    public let id: String
    /// The body of rules: `hotline` for the platform's own.
    public let regime: String
    /// What it is about: `any`, a kind, `urgent`, `complex (approved)`, or the words of a statute.
    public let matter: String
    public let stage: Stage
    /// The event from which the clock runs.
    public let startEvent: String
    public let limit: Limit
    public let `extension`: Extension?
    /// What stops the clock.
    public let pause: String?
    /// What follows if nobody acts.
    public let onSilence: String?
    public let basis: String
    /// Whether the rule was read in a law or is a proposal.
    public let status: String
    public let effectiveFrom: Day
    /// The last day; nil: no end is set.
    public let effectiveTo: Day?

    /// Of the clock of a matter: it begins when the matter is accepted, and not with its receipt or dispatch.
    var countsFromAcceptance: Bool { !["received", "dispatched"].contains(startEvent) }

    /// The regime of the platform itself.
    public static let hotline = "hotline"

    public init(
        id: String, regime: String, matter: String, stage: Stage, startEvent: String, limit: Limit, extension: Extension? = nil,
        pause: String? = nil, onSilence: String? = nil, basis: String, status: String, effectiveFrom: Day, effectiveTo: Day? = nil
    ) {
        self.id = id
        self.regime = regime
        self.matter = matter
        self.stage = stage
        self.startEvent = startEvent
        self.limit = limit
        self.extension = `extension`
        self.pause = pause
        self.onSilence = onSilence
        self.basis = basis
        self.status = status
        self.effectiveFrom = effectiveFrom
        self.effectiveTo = effectiveTo
    }

    /// Both ends of the period belong to it.
    public func isInForce(on day: Day) -> Bool { effectiveFrom <= day && effectiveTo.map { day <= $0 } ?? true }
}

extension TimeLimit {
    /// How closely the matter describes a case; nil if it does not. Urgent beats complex, that beats the kind, that beats `any`.
    func closeness(kind: Kind, complex: Bool, urgent: Bool) -> Int? {
        switch matter {
        case "any": 0
        case "urgent": urgent ? 3 : nil
        case "complex", "complex (approved)": complex ? 2 : nil
        // Statutes name two kinds at once: "complaint or report".
        default: matter.split(separator: " ").split(separator: "or").contains([Substring(kind.rawValue)]) ? 1 : nil
        }
    }
}
