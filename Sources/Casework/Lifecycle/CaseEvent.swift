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
        case answeredDirectly = "answered_directly"
        case refused, merged
        /// A repeat joined this case.
        case joined
        /// This report was split from a complaint, whose own history does not tell: its department must not know.
        case split
        /// Of a merged repeat: whose its parent is now, what the answer is, and how it ended.
        case parentMoved = "parent_moved"
        case parentReplied = "parent_replied"
        case parentClosed = "parent_closed"
        case parentTimeGranted = "parent_time_granted"
        /// A department asks for time; the fact `kind` names which.
        case timeRequested = "time_requested"
        case timeGranted = "time_granted"
        case timeRefused = "time_refused"
        case resumed, unparked
        case supportRequested = "support_requested"
        case supportAnswered = "support_answered"
        case supportReleased = "support_released"
        /// A step of a statute's procedure, for which the matter rests.
        case consulted
        case correctionRequested = "correction_requested"
        case reworkOrdered = "rework_ordered"
        case calledBack = "called_back"
        case reopened
        case supplemented, withdrawn, rated
        /// The requester of a report takes it back; the report goes on.
        case withdrawalNoted = "withdrawal_noted"
        /// Nobody acted within a statute's limit, and it says what that means: the fact `meaning`.
        case silence
        /// The calendar changed and moved provisional due instants.
        case dueMoved = "due_moved"
        /// The calendar changed, and what was provisional stands as it was.
        case dueConfirmed = "due_confirmed"
        /// No answer came within the limit of the order; its demand is issued again a level up.
        case orderUnmet = "order_unmet"
        /// A limit has ended; the facts name the clock.
        case overdue
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
