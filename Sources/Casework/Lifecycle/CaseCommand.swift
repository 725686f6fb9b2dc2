import WorkingTime

/// Something staff ask to be done to a case.
public enum CaseCommand: Sendable {
    case classify(Classification)
    case dispatch(Dispatch)
    case claim
    case release
    case sign
    case accept
    case recordContact(Contact)
    case requestReturn(ReturnGrounds)
    case ruleOnReturn(Ruling)
    case reply(Reply)
    case review(Review)
    /// An interim closing names the day by which the rest is promised, as an interim reply does.
    case close(outcome: Outcome, text: String?, promisedOn: Day? = nil)
    case note(String)
    case urge(String)

    public var action: CaseAction {
        switch self {
        case .classify: .classify
        case .dispatch: .dispatch
        case .claim: .claim
        case .release: .release
        case .sign: .sign
        case .accept: .accept
        case .recordContact: .recordContact
        case .requestReturn: .requestReturn
        case .ruleOnReturn: .ruleOnReturn
        case .reply: .reply
        case .review: .review
        case .close: .close
        case .note: .note
        case .urge: .urge
        }
    }
}

/// A dispatcher's correction of what a case is about and whom it accuses. Nil leaves a member as it is.
public struct Classification: Sendable {
    public var kind: Kind?
    public var category: CategoryCode?
    public var region: RegionCode?
    public var urgent: Bool?
    /// Takes the place of whatever was said or read from the text before.
    public var against: Against?
    public init(
        kind: Kind? = nil, category: CategoryCode? = nil, region: RegionCode? = nil, urgent: Bool? = nil, against: Against? = nil
    ) {
        self.kind = kind
        self.category = category
        self.region = region
        self.urgent = urgent
        self.against = against
    }
}

/// To whom a case goes. Without a department the responsibility map's answer is taken.
public struct Dispatch: Sendable {
    public var department: DepartmentCode?
    public var supporting: [DepartmentCode]
    public var text: String?
    public init(department: DepartmentCode?, supporting: [DepartmentCode] = [], text: String? = nil) {
        self.department = department
        self.supporting = supporting
        self.text = text
    }
}

/// A contact with the requester. One that did not reach anybody is recorded and meets no clock.
public struct Contact: Sendable {
    public enum Means: String, CaseIterable, Sendable {
        case phone, visit, email, message
        /// Left under the query code: the only way to somebody who gave no name.
        case tracking
    }
    public var means: Means
    public var reached: Bool
    public var text: String
    public init(means: Means, reached: Bool, text: String) {
        self.means = means
        self.reached = reached
        self.text = text
    }
}

/// Why a department says "not ours", by what law, and whose it says it is.
public struct ReturnGrounds: Sendable {
    public var reason: String
    public var legalBasis: String
    public var proposed: DepartmentCode
    public init(reason: String, legalBasis: String, proposed: DepartmentCode) {
        self.reason = reason
        self.legalBasis = legalBasis
        self.proposed = proposed
    }
}

/// A dispatcher's decision on a return; it is final.
public struct Ruling: Sendable {
    public enum Verdict: Sendable {
        /// The case goes to another department: the proposed one unless another is named.
        case upheld(to: DepartmentCode?)
        case rejected
    }
    public var verdict: Verdict
    public var text: String
    public init(verdict: Verdict, text: String) {
        self.verdict = verdict
        self.text = text
    }
}

public struct Reply: Sendable {
    public var text: String
    public var outcome: Outcome
    /// When the matter itself was finished; the feedback clock runs from it. Now, unless said.
    public var finishedAt: Instant?
    /// For an interim answer: the day by which the rest is promised.
    public var promisedOn: Day?
    public init(text: String, outcome: Outcome, finishedAt: Instant? = nil, promisedOn: Day? = nil) {
        self.text = text
        self.outcome = outcome
        self.finishedAt = finishedAt
        self.promisedOn = promisedOn
    }
}

public struct Review: Sendable {
    public var approved: Bool
    /// What is wrong with the answer; needed when it is sent back.
    public var text: String?
    public init(approved: Bool, text: String? = nil) {
        self.approved = approved
        self.text = text
    }
}
