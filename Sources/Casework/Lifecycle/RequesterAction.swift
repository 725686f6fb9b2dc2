import WorkingTime

/// What requesters can do to their own case, without the particulars.
public enum RequesterAction: String, CaseIterable, Sendable, Hashable {
    case supplement, withdraw, rate
    /// New facts, for which a case that has ended is taken up again.
    case reopen
}

extension Case {
    /// Whether the requester may do it now.
    public func permit(_ action: RequesterAction, at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        switch action {
        case .supplement:
            if state.isEnded { throw .reopeningNotAsked }
        case .reopen:
            guard state.isEnded else { throw .stateForbids(.reopen, state) }
            try permitReopening(at: now, under: jurisdiction)
            // As often as the settings say: whoever comes again speaks to a supervisor. A repeat leaves its parent at any time.
            if state != .merged, let most = setting(.requesterReopenings, at: now, under: jurisdiction), ownReopenings >= most {
                throw .reopeningsUsed(times: most)
            }
        case .withdraw:
            switch state {
            case .received, .dispatched, .returning, .handling, .suspended: break
            case .replied, .callback, .closed, .answeredDirectly, .refused, .merged, .withdrawn: throw .cannotWithdraw(state)
            }
        case .rate:
            guard state == .callback || state == .closed, let asked = clocks.last(where: { $0.stage == .callback })?.startedAt
            else { throw .nothingToRate(state) }
            // Once after each answer that was reviewed.
            if callbacks.contains(where: { $0.account == nil && $0.at >= asked }) { throw .alreadyRated }
        }
    }

    /// What the requester can do next.
    public func requesterActions(at now: Instant, under jurisdiction: Jurisdiction) -> [RequesterAction] {
        RequesterAction.allCases.filter { action in
            do throws(Refusal) {
                try permit(action, at: now, under: jurisdiction)
                return true
            } catch {
                return false
            }
        }
    }
}
