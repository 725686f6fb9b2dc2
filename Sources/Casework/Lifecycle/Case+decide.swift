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

extension Case {
    /// Decides a command. Pure: `now` comes from outside, nothing is read or written.
    /// - Parameters:
    ///   - map: what the responsibility map says of the case today; only `dispatch` looks at it.
    ///   - named: the departments that its text names; only `classify` looks at them.
    public func decide(
        _ command: CaseCommand, by staff: Staff, at now: Instant, under jurisdiction: Jurisdiction, map: RoutingDecision? = nil,
        named: [DepartmentCode] = []
    ) throws(Refusal) -> Decision {
        // Two processes' wall clocks may differ by a little; a case's own time never runs backwards.
        let now = max(now, changedAt)
        let role = try permit(command.action, to: staff, at: now, under: jurisdiction)
        var draft = Draft(self, by: .staff(staff.id, role), at: now, under: jurisdiction)
        switch command {
        case .classify(let classification): try draft.classify(classification, named: named)
        case .dispatch(let dispatch): try draft.dispatch(dispatch, map: map)
        case .claim: draft.claim(by: staff.id)
        case .release: draft.release()
        case .sign: draft.sign()
        case .accept: draft.accept()
        case .recordContact(let contact): draft.record(contact)
        case .requestReturn(let grounds): try draft.requestReturn(grounds, by: staff.id)
        case .ruleOnReturn(let ruling): try draft.rule(ruling, by: staff.id)
        case .reply(let reply): try draft.reply(reply)
        case .review(let review): try draft.review(review)
        case .close(let outcome, let text, let promisedOn): try draft.close(outcome, text: text, promisedOn: promisedOn)
        case .note(let text): draft.say(.noted, text)
        case .urge(let text): draft.urge(text)
        }
        return Decision(next: draft.next, events: draft.events, routing: draft.routing)
    }
}
