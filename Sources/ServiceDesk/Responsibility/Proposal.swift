import Casework
import Database
import WorkingTime

/// Where a proposal stands.
public enum ProposalState: String, CaseIterable, Sendable { case open, accepted, dismissed }

/// What somebody proposes.
public struct ProposedChange: Sendable {
    public let change: ResponsibilityChange
    public let reason: String
    /// The id of the return request whose ruling gave rise to it.
    public let ruling: Int?

    public init(change: ResponsibilityChange, reason: String, ruling: Int?) {
        self.change = change
        self.reason = reason
        self.ruling = ruling
    }
}

/// A proposal to change the map, as those who keep it see it.
public struct Proposal: Sendable {
    public let id: Int
    public let proposed: ProposedChange
    public let proposer: String
    let proposedBy: AccountID
    public let proposedAt: Instant
    public let decider: String?
    public let decidedAt: Instant?
    public let accepted: Bool?
    public let decision: String?
    /// The id of the entry that acceptance made.
    public let made: Int?
    public let version: Int

    public var state: ProposalState { accepted.map { $0 ? .accepted : .dismissed } ?? .open }

    /// Who proposes does not decide, and a decision stands.
    func permitDeciding(by staff: Staff) throws(ProposalRefusal) {
        guard state == .open else { throw .decidedAlready(state) }
        guard proposedBy != staff.id else { throw .own }
    }

    /// What an administrator can do with it next.
    public func allowedActions(for staff: Staff) -> [ProposalAction] {
        guard staff.holds(.administrator) else { return [] }
        do throws(ProposalRefusal) {
            try permitDeciding(by: staff)
            return ProposalAction.allCases
        } catch {
            return []
        }
    }
}

/// What is done with a proposal.
public enum ProposalAction: String, CaseIterable, Sendable { case accept, dismiss }

/// An administrator's word on a proposal.
public enum ProposalDecision: Sendable {
    case accept(String?)
    case dismiss(String)

    var accepts: Bool { if case .accept = self { true } else { false } }
    var text: String? {
        switch self {
        case .accept(let text): text
        case .dismiss(let text): text
        }
    }
}

/// Why a proposal was not taken, or not decided.
public enum ProposalRefusal: Error, Hashable, Sendable {
    /// The change cannot be made of the map as it stands now; never without faults.
    case impossible([ResponsibilityChangeFault])
    /// The same, of a proposal that could be made when it came in.
    case outdated([ResponsibilityChangeFault])
    /// No ruling has this return request.
    case unknownRuling
    case decidedAlready(ProposalState)
    /// Who proposes does not decide.
    case own
}
