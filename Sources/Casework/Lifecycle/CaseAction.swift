/// What staff can do to a case, without the particulars.
public enum CaseAction: String, CaseIterable, Sendable, Hashable {
    case classify, dispatch, refuse
    case answerDirectly = "answer_directly"
    case merge, split, claim, release, sign, accept
    case recordContact = "record_contact"
    case requestReturn = "request_return"
    case ruleOnReturn = "rule_on_return"
    case requestExtension = "request_extension"
    case decideExtension = "decide_extension"
    case requestSuspension = "request_suspension"
    case decideSuspension = "decide_suspension"
    case requestComplexity = "request_complexity"
    case decideComplexity = "decide_complexity"
    case requestParking = "request_parking"
    case decideParking = "decide_parking"
    case resume, unpark
    case requestSupport = "request_support"
    case answerSupport = "answer_support"
    case releaseSupport = "release_support"
    case requestCorrection = "request_correction"
    case consult
    case reply, review
    case recordCallback = "record_callback"
    case orderRework = "order_rework"
    case close, reopen, supplement, note, urge
    case issueOrder = "issue_order"

    /// Who may do it at all, wherever the case stands.
    public var roles: Set<Role> {
        switch self {
        case .classify, .dispatch, .refuse, .merge, .split, .ruleOnReturn, .decideComplexity: [.dispatcher]
        case .answerDirectly, .supplement: [.operator, .dispatcher]
        case .claim, .release: [.dispatcher, .handler, .departmentHead]
        case .sign, .accept, .recordContact, .requestReturn, .answerSupport, .requestCorrection, .consult, .reply,
            .requestExtension, .requestSuspension, .requestComplexity, .requestParking:
            [.handler, .departmentHead]
        case .resume, .unpark: [.handler, .departmentHead, .supervisor]
        case .requestSupport, .releaseSupport: [.dispatcher, .handler, .departmentHead]
        case .decideExtension, .decideSuspension, .decideParking: [.supervisor]
        case .review, .recordCallback, .orderRework, .close, .reopen, .urge, .issueOrder: [.supervisor]
        case .note: [.dispatcher, .handler, .departmentHead, .supervisor]
        }
    }

    /// The states in which it can be done.
    public func fits(_ state: CaseState) -> Bool {
        switch self {
        // Also where a department has it already, or has answered: a report that went to whom it accuses is taken back so.
        case .classify: !state.isEnded
        case .dispatch, .answerDirectly, .merge: state == .received
        case .refuse: state == .received || state == .handling
        case .claim, .release: [.received, .dispatched, .returning, .handling].contains(state)
        case .sign, .accept: state == .dispatched
        case .recordContact: [.dispatched, .returning, .handling, .suspended].contains(state)
        case .requestReturn: state == .dispatched || state == .handling
        case .ruleOnReturn: state == .returning
        case .requestExtension, .requestSuspension, .requestComplexity, .consult: state == .handling
        case .decideExtension, .decideSuspension, .decideComplexity: state == .handling
        case .requestParking, .decideParking: state == .handling || state == .suspended
        case .resume: state == .suspended
        case .unpark: [.dispatched, .returning, .handling, .suspended, .replied, .callback].contains(state)
        case .requestSupport, .releaseSupport: [.dispatched, .handling, .suspended].contains(state)
        // Its clock runs while the lead's return is ruled on, too.
        case .answerSupport: [.dispatched, .returning, .handling, .suspended].contains(state)
        case .requestCorrection: state == .dispatched || state == .handling
        case .reply: state == .handling
        case .review: state == .replied
        case .recordCallback, .orderRework, .close: state == .callback
        case .reopen: state.isEnded
        case .supplement, .note, .split: !state.isEnded
        case .urge: [.dispatched, .returning, .handling, .suspended].contains(state)
        case .issueOrder: state != .received && !state.isEnded
        }
    }
}

extension TimeRequest.Kind {
    /// The action that asks for it.
    public var asking: CaseAction {
        switch self {
        case .extension: .requestExtension
        case .suspension: .requestSuspension
        case .complexity: .requestComplexity
        case .parking: .requestParking
        }
    }

    /// The action that decides it.
    public var deciding: CaseAction {
        switch self {
        case .extension: .decideExtension
        case .suspension: .decideSuspension
        case .complexity: .decideComplexity
        case .parking: .decideParking
        }
    }
}
