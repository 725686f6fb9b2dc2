import WorkingTime

/// What a command comes to: the case as it then stands, and the lines its history gains.
public struct Decision: Sendable {
    public var next: Case
    public var events: [CaseEvent]
    /// Why the case goes to its department, when this decision sends it to one.
    public var routing: Routing?

    public enum Routing: Sendable {
        /// By the responsibility map.
        case byMap(RoutingDecision)
        /// By a dispatcher, who named the department; the map's own answer beside it.
        case byDispatcher(RoutingDecision?)
        /// By the ruling on a return.
        case byRuling
    }
}

extension Decision {
    /// Who is told of it, beside those who watch their queues.
    public func notices(after old: Case, under jurisdiction: Jurisdiction) -> [(kind: Notice.Kind, receiver: Notice.Receiver)] {
        var notices: [(Notice.Kind, Notice.Receiver)] = []
        if events.contains(where: { $0.kind == .urged }), let lead = next.lead, !next.isKept(from: lead, under: jurisdiction) {
            notices.append((.urged, .department(lead)))
        }
        // The requester is not content again: what follows is no rule's but a supervisor's to decide.
        // What is said of a case that has ended sends it back to nobody.
        let isUnheard = next.state == .callback && old.openClock(.callback) != nil && next.openClock(.callback) == nil
        let isTooLate = next.state == .closed && next.callbacks.dropFirst(old.callbacks.count).contains { $0.opinion.isDissatisfied }
        if isUnheard || isTooLate { notices.append((.dissatisfiedAgain, .role(.supervisor))) }
        return notices
    }
}

extension Case {
    /// Decides a command. Pure: `now` comes from outside, nothing is read or written.
    /// - Parameters:
    ///   - map: what the responsibility map says of the case today; only `dispatch` looks at it.
    ///   - named: the departments that its text names; only `classify` looks at them.
    ///   - apart: the departments that have the other half of a split: whoever has the one must not know of the other.
    public func decide(
        _ command: CaseCommand, by staff: Staff, at now: Instant, under jurisdiction: Jurisdiction, map: RoutingDecision? = nil,
        named: [DepartmentCode] = [], apart: [DepartmentCode] = []
    ) throws(Refusal) -> Decision {
        // Two processes' wall clocks may differ by a little; a case's own time never runs backwards.
        let now = max(now, changedAt)
        let role = try permit(command.action, to: staff, at: now, under: jurisdiction)
        var draft = Draft(self, by: .staff(staff.id, role), at: now, under: jurisdiction)
        draft.apart = apart
        switch command {
        case .classify(let classification): try draft.classify(classification, named: named)
        case .dispatch(let dispatch): try draft.dispatch(dispatch, map: map)
        case .refuse(let rejection, let text): draft.refuse(rejection, text: text)
        case .answerDirectly(let text): draft.answerDirectly(text)
        case .merge(let parent): try draft.merge(into: parent)
        case .claim: draft.claim(by: staff.id)
        case .release: draft.release()
        case .sign: draft.sign()
        case .accept: try draft.accept()
        case .recordContact(let contact): draft.record(contact)
        case .requestReturn(let grounds): try draft.requestReturn(grounds, by: staff.id)
        case .ruleOnReturn(let ruling): try draft.rule(ruling, by: staff.id)
        case .requestTime(let wish): try draft.ask(wish)
        case .decideTime(let decision): try draft.decide(decision)
        case .resume(let text): try draft.resume(text)
        case .unpark(let text): try draft.unpark(text)
        case .requestSupport(let departments, let demand): try draft.requestSupport(of: departments, demand: demand)
        case .answerSupport(let text): try draft.answerSupport(text, from: staff.department)
        case .releaseSupport(let department, let text): try draft.releaseSupport(of: department, text: text)
        case .requestCorrection(let text, let until): try draft.requestCorrection(text, until: until)
        case .consult(let consultation, let text): try draft.consult(consultation, text: text)
        case .reply(let reply): try draft.reply(reply)
        case .review(let review): try draft.review(review)
        case .recordCallback(let opinion): try draft.record(opinion, as: .calledBack)
        case .orderRework(let text): try draft.orderRework(text)
        case .close(let outcome, let text, let promisedOn): try draft.close(outcome, text: text, promisedOn: promisedOn)
        case .reopen(let text): try draft.reopen(text)
        case .supplement(let text): try draft.supplement(text, reopening: false)
        case .note(let text): draft.say(.noted, text)
        case .urge(let text): draft.urge(text)
        }
        return Decision(next: draft.next, events: draft.events, routing: draft.routing)
    }

    /// Decides what the requester asks of their own case. Pure, as above.
    /// - Parameter heldByOthers: other requesters' repeats have joined the case.
    public func decide(
        _ command: RequesterCommand, heldByOthers: Bool, at now: Instant, under jurisdiction: Jurisdiction
    ) throws(Refusal) -> Decision {
        var draft = Draft(self, by: .requester, at: max(now, changedAt), under: jurisdiction)
        switch command {
        case .supplement(let text, let reopening): try draft.supplement(text, reopening: reopening)
        case .withdraw(let text): try draft.withdraw(text, heldByOthers: heldByOthers)
        case .rate(let opinion): try draft.rate(opinion)
        }
        return Decision(next: draft.next, events: draft.events, routing: nil)
    }

    /// Decides what the line does by rule. A command whose time has not come, or has gone, is refused: several processes may try.
    /// - Parameters:
    ///   - heldByOthers: other requesters' repeats have joined the case.
    ///   - marked: the ordinals of the clocks whose being overdue stands in the history.
    public func decide(
        _ command: SystemCommand, heldByOthers: Bool, marked: Set<Int>, at now: Instant, under jurisdiction: Jurisdiction
    ) throws(Refusal) -> Decision {
        var draft = Draft(self, by: .system, at: max(now, changedAt), under: jurisdiction)
        switch command {
        case .endSuspension: try draft.endSuspensionByRule(heldByOthers: heldByOthers)
        case .endParking: try draft.endParking()
        case .endCallback: try draft.endCallback()
        case .applySilence(let ordinal): try draft.applySilence(to: ordinal)
        case .recount(let loadedAt): try draft.recount(loadedAt: loadedAt, marked: marked)
        }
        return Decision(next: draft.next, events: draft.events, routing: nil)
    }
}
