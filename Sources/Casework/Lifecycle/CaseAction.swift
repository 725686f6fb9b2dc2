/// What staff can do to a case, without the particulars.
public enum CaseAction: String, CaseIterable, Sendable, Hashable {
    case classify, dispatch, claim, release, sign, accept
    case recordContact = "record_contact"
    case requestReturn = "request_return"
    case ruleOnReturn = "rule_on_return"
    case reply, review, close, note, urge
    case issueOrder = "issue_order"

    /// Who may do it at all, wherever the case stands.
    public var roles: Set<Role> {
        switch self {
        case .classify, .dispatch, .ruleOnReturn: [.dispatcher]
        case .claim, .release: [.dispatcher, .handler, .departmentHead]
        case .sign, .accept, .recordContact, .requestReturn, .reply: [.handler, .departmentHead]
        case .review, .close, .urge, .issueOrder: [.supervisor]
        case .note: [.dispatcher, .handler, .departmentHead, .supervisor]
        }
    }

    /// The states in which it can be done.
    public func fits(_ state: CaseState) -> Bool {
        switch (self, state) {
        // Also where a department has it already: a report that went to whom it accuses is taken back so.
        case (.classify, .received), (.classify, .dispatched), (.classify, .returning), (.classify, .handling): true
        case (.dispatch, .received): true
        case (.claim, .received), (.claim, .dispatched), (.claim, .returning), (.claim, .handling): true
        case (.release, .received), (.release, .dispatched), (.release, .returning), (.release, .handling): true
        case (.sign, .dispatched), (.accept, .dispatched): true
        case (.recordContact, .dispatched), (.recordContact, .handling): true
        case (.requestReturn, .dispatched), (.requestReturn, .handling): true
        case (.ruleOnReturn, .returning): true
        case (.reply, .handling): true
        case (.review, .replied): true
        case (.close, .callback): true
        case (.note, .closed): false
        case (.note, _): true
        case (.urge, .dispatched), (.urge, .returning), (.urge, .handling): true
        case (.issueOrder, .received), (.issueOrder, .closed): false
        case (.issueOrder, _): true
        case (.classify, _), (.dispatch, _), (.claim, _), (.release, _), (.sign, _), (.accept, _), (.recordContact, _),
            (.requestReturn, _), (.ruleOnReturn, _), (.reply, _), (.review, _), (.close, _), (.urge, _):
            false
        }
    }
}
