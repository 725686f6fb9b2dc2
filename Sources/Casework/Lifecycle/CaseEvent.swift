import WorkingTime

/// One line of a case's history.
public struct CaseEvent: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case received, classified, dispatched, claimed, released, signed, accepted, contacted
        case returnRequested = "return_requested"
        case returnUpheld = "return_upheld"
        case returnRejected = "return_rejected"
        case replied, approved
        case sentBack = "sent_back"
        case closed, noted, urged
        case orderIssued = "order_issued"
        case orderAcknowledged = "order_acknowledged"
        case orderReplied = "order_replied"
        case orderAccepted = "order_accepted"
        case orderRejected = "order_rejected"
        /// The order goes with its case to another department.
        case orderMoved = "order_moved"
        /// The case leaves an order that stays with the department's other cases.
        case orderLeft = "order_left"
    }

    /// Who did it: staff in one of their roles, the requester, or the line by rule.
    public enum Author: Sendable, Hashable {
        case staff(AccountID, Role)
        case requester
        case system

        public var role: String {
            switch self {
            case .staff(_, let role): role.rawValue
            case .requester: "requester"
            case .system: "system"
            }
        }

        public var account: AccountID? {
            if case .staff(let id, _) = self { id } else { nil }
        }
    }

    public let kind: Kind
    public let at: Instant
    public let author: Author
    public let text: String?
    /// Codes and dates that belong to it, by name. Never a person.
    public let facts: [String: String]

    public init(_ kind: Kind, at: Instant, by author: Author, text: String? = nil, facts: [String: String] = [:]) {
        self.kind = kind
        self.at = at
        self.author = author
        self.text = text
        self.facts = facts
    }
}
