import WorkingTime

/// 问责: what a department is held accountable for. Two supervisors stand behind one that is published.
public struct AccountabilityEntry: Sendable {
    public enum Cause: String, CaseIterable, Sendable, Hashable {
        /// 不作为: receipt refused, ignored.
        case failureToAct = "failure_to_act"
        /// 慢作为: overdue.
        case slowAction = "slow_action"
        /// 乱作为: a false reply, a leak.
        case wrongAction = "wrong_action"
    }

    public enum State: String, CaseIterable, Sendable, Hashable {
        /// The highest order was not met; nobody has written it yet.
        /// Can transition to: `drafted`, `withdrawn`.
        case recommended
        /// Can transition to: `published`, `withdrawn`.
        case drafted
        /// The department sees it.
        /// Can transition to: `withdrawn`.
        case published
        /// Ended, with its reason.
        case withdrawn
    }

    public let id: Int
    public let department: DepartmentCode
    public private(set) var state: State
    public private(set) var cause: Cause?
    public private(set) var text: String?
    public let recommendedAt: Instant?
    public private(set) var draftedBy: AccountID?
    public private(set) var draftedAt: Instant?
    public private(set) var publishedBy: AccountID?
    public private(set) var publishedAt: Instant?
    public private(set) var withdrawnBy: AccountID?
    public private(set) var withdrawnAt: Instant?
    public private(set) var withdrawal: String?
    public private(set) var version: Int

    public init(
        id: Int, department: DepartmentCode, state: State, cause: Cause?, text: String?, recommendedAt: Instant?, draftedBy: AccountID?,
        draftedAt: Instant?, publishedBy: AccountID?, publishedAt: Instant?, withdrawnBy: AccountID?, withdrawnAt: Instant?,
        withdrawal: String?, version: Int
    ) {
        self.id = id
        self.department = department
        self.state = state
        self.cause = cause
        self.text = text
        self.recommendedAt = recommendedAt
        self.draftedBy = draftedBy
        self.draftedAt = draftedAt
        self.publishedBy = publishedBy
        self.publishedAt = publishedAt
        self.withdrawnBy = withdrawnBy
        self.withdrawnAt = withdrawnAt
        self.withdrawal = withdrawal
        self.version = version
    }
}

/// What supervisors do to an entry.
public enum AccountabilityCommand: Sendable {
    /// Writes it, or writes it anew: whoever does so last is its author.
    case draft(AccountabilityEntry.Cause, String)
    case publish
    case withdraw(String)

    public var action: Action {
        switch self {
        case .draft: .draft
        case .publish: .publish
        case .withdraw: .withdraw
        }
    }

    public enum Action: String, CaseIterable, Sendable, Hashable {
        case draft, publish, withdraw

        public func fits(_ state: AccountabilityEntry.State) -> Bool {
            switch (self, state) {
            case (.draft, .recommended), (.draft, .drafted): true
            case (.publish, .drafted): true
            case (.withdraw, .recommended), (.withdraw, .drafted), (.withdraw, .published): true
            case (.draft, _), (.publish, _), (.withdraw, _): false
            }
        }
    }
}

extension AccountabilityEntry {
    public func permit(_ action: AccountabilityCommand.Action, to staff: Staff) throws(Refusal) {
        guard action.fits(state) else { throw .entryStateForbids(action, state) }
        if action == .publish, staff.id == draftedBy { throw .publishesOwnDraft }
    }

    public func allowedActions(for staff: Staff) -> [AccountabilityCommand.Action] {
        guard staff.holds(.supervisor) else { return [] }
        return AccountabilityCommand.Action.allCases.filter { action in
            do throws(Refusal) {
                try permit(action, to: staff)
                return true
            } catch {
                return false
            }
        }
    }

    public func decide(_ command: AccountabilityCommand, by staff: Staff, at now: Instant) throws(Refusal) -> AccountabilityEntry {
        try permit(command.action, to: staff)
        var next = self
        next.version += 1
        switch command {
        case .draft(let cause, let text):
            next.state = .drafted
            next.cause = cause
            next.text = text
            next.draftedBy = staff.id
            next.draftedAt = now
        case .publish:
            next.state = .published
            next.publishedBy = staff.id
            next.publishedAt = now
        case .withdraw(let reason):
            next.state = .withdrawn
            next.withdrawnBy = staff.id
            next.withdrawnAt = now
            next.withdrawal = reason
        }
        return next
    }
}
