import WorkingTime

/// Something staff ask to be done to a case.
public enum CaseCommand: Sendable {
    case classify(Classification)
    case dispatch(Dispatch)
    case refuse(Rejection, text: String)
    case answerDirectly(String)
    /// The case that a repeat joins, as it stands.
    case merge(into: Case)
    case claim
    case release
    case sign
    case accept
    case recordContact(Contact)
    case requestReturn(ReturnGrounds)
    case ruleOnReturn(Ruling)
    case requestTime(TimeWish)
    case decideTime(TimeDecision)
    /// An opinion that was waited for comes as the text.
    case resume(String)
    case unpark(String)
    case requestSupport([DepartmentCode], demand: String)
    case answerSupport(String)
    case releaseSupport(DepartmentCode, text: String)
    /// 补正: the requester is told until when to correct what.
    case requestCorrection(String, until: Day)
    case consult(Consultation, text: String)
    case reply(Reply)
    case review(Review)
    case recordCallback(Opinion)
    case orderRework(String)
    /// An interim closing names the day by which the rest is promised, as an interim reply does.
    case close(outcome: Outcome, text: String?, promisedOn: Day? = nil)
    case reopen(String)
    /// What the requester adds by telephone, by letter or at the counter.
    case supplement(String)
    case note(String)
    case urge(String)

    public var action: CaseAction {
        switch self {
        case .classify: .classify
        case .dispatch: .dispatch
        case .refuse: .refuse
        case .answerDirectly: .answerDirectly
        case .merge: .merge
        case .claim: .claim
        case .release: .release
        case .sign: .sign
        case .accept: .accept
        case .recordContact: .recordContact
        case .requestReturn: .requestReturn
        case .ruleOnReturn: .ruleOnReturn
        case .requestTime(let wish): wish.kind.asking
        case .decideTime(let decision): decision.kind.deciding
        case .resume: .resume
        case .unpark: .unpark
        case .requestSupport: .requestSupport
        case .answerSupport: .answerSupport
        case .releaseSupport: .releaseSupport
        case .requestCorrection: .requestCorrection
        case .consult: .consult
        case .reply: .reply
        case .review: .review
        case .recordCallback: .recordCallback
        case .orderRework: .orderRework
        case .close: .close
        case .reopen: .reopen
        case .supplement: .supplement
        case .note: .note
        case .urge: .urge
        }
    }
}

/// Something the requester asks of their own case, by its number and query code.
public enum RequesterCommand: Sendable {
    /// More to say. New facts may ask for a case that has ended to be taken up again.
    case supplement(String, reopening: Bool)
    case withdraw(String?)
    case rate(Opinion)
}

/// What the line itself does to a case when its time has come.
public enum SystemCommand: Sendable {
    /// The day of review of a suspension is over.
    case endSuspension
    /// The day of review of a parking is over.
    case endParking
    /// The limit for the requester's opinion is over.
    case endCallback
    /// The limit of a clock that gives silence a meaning is over; by its ordinal.
    case applySilence(Int)
    /// The calendar changed: due instants that were provisional are counted anew. What was over when it was loaded, or is
    /// marked as overdue, stays.
    case recount(loadedAt: Instant)
}

/// Who is asked before a disclosure is decided.
public enum Consultation: String, CaseIterable, Sendable {
    case thirdParty = "third_party"
    case coProducer = "co_producer"

    var stage: Stage { self == .thirdParty ? .thirdParty : .coProducer }
    var ground: SuspensionGround { self == .thirdParty ? .thirdParty : .coProducer }
}

/// A dispatcher's correction of what a case is about and whom it accuses. Nil leaves a member as it is.
public struct Classification: Sendable {
    public var kind: Kind?
    public var category: CategoryCode?
    public var region: RegionCode?
    public var urgent: Bool?
    /// The statute under which the matter falls; its name `hotline` stands for the platform's own rules.
    public var regime: Regime?
    /// Takes the place of whatever was said or read from the text before.
    public var against: Against?
    public init(
        kind: Kind? = nil, category: CategoryCode? = nil, region: RegionCode? = nil, urgent: Bool? = nil,
        regime: Regime? = nil, against: Against? = nil
    ) {
        self.kind = kind
        self.category = category
        self.region = region
        self.urgent = urgent
        self.regime = regime
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
    /// Why the answer does not wait for a supporting department that has not answered.
    public var withoutSupport: String?
    public init(text: String, outcome: Outcome, finishedAt: Instant? = nil, promisedOn: Day? = nil, withoutSupport: String? = nil) {
        self.text = text
        self.outcome = outcome
        self.finishedAt = finishedAt
        self.promisedOn = promisedOn
        self.withoutSupport = withoutSupport
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
