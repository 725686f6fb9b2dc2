import WorkingTime

extension Case {
    /// Whether `staff` may do `action` now, before its particulars are looked at.
    public func permit(_ action: CaseAction, to staff: Staff, at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) -> Role {
        guard let role = role(for: action, of: staff) else {
            throw staff.holds(anyOf: action.roles) ? .anotherDepartmentLeads : .roleMayNot(action)
        }
        guard action.fits(state) else { throw .stateForbids(action, state) }
        switch action {
        case .sign:
            if signed { throw .alreadySigned }
        case .claim:
            try permitClaiming(action, as: role)
            if isClaimed(at: now) { throw .alreadyClaimed }
        case .release:
            try permitClaiming(action, as: role)
            guard let handler else { throw .notClaimed }
            // A head frees what any colleague of the department took.
            if handler != staff.id, !staff.holds(.departmentHead) { throw .alreadyClaimed }
        case .requestReturn:
            try permitReturn(at: now, under: jurisdiction)
        case .classify, .dispatch, .accept, .recordContact, .ruleOnReturn, .reply, .review, .close, .note, .urge, .issueOrder:
            break
        }
        return role
    }

    /// What `staff` can do next.
    public func allowedActions(for staff: Staff, at now: Instant, under jurisdiction: Jurisdiction) -> [CaseAction] {
        CaseAction.allCases.filter { action in
            do throws(Refusal) {
                _ = try permit(action, to: staff, at: now, under: jurisdiction)
                return true
            } catch {
                return false
            }
        }
    }

    /// The role in which `staff` would act, or nil. Department work is done by the lead's own
    /// people; those of a supporting department may add notes.
    private func role(for action: CaseAction, of staff: Staff) -> Role? {
        let fitting = action.roles.intersection(staff.roles)
        guard !fitting.isEmpty else { return nil }
        for role in Role.allCases where fitting.contains(role) {
            switch role {
            case .handler, .departmentHead:
                guard let own = staff.department else { continue }
                if own == lead || (action == .note && supporting.contains(own)) { return role }
            case .operator, .dispatcher, .supervisor, .custodian, .auditor, .administrator:
                return role
            }
        }
        return nil
    }

    /// Dispatchers take what waits for a dispatcher, departments what waits for them.
    private func permitClaiming(_ action: CaseAction, as role: Role) throws(Refusal) {
        let waitsForDispatcher = state == .received || state == .returning
        if (role == .dispatcher) != waitsForDispatcher { throw .stateForbids(action, state) }
    }

    /// Once for each department, inside the limit, and not after the dispatcher has designated.
    private func permitReturn(at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        if returns.contains(where: { $0.department == lead }) { throw .alreadyReturned }
        // As with the time limits: what was received before the rules began follows those of the day it was taken up.
        let most = [receivedAt.day, changedAt.day].lazy.compactMap { jurisdiction.settings.number("maximum_dispatches", on: $0) }.first
        if let most, Double(dispatches) >= most { throw .designated(dispatches: dispatches) }
        guard let clock = clocks.last(where: { $0.stage == .return && $0.department == lead }), clock.isOpen, now <= clock.dueAt else {
            throw .returnLimitPassed(clocks.last { $0.stage == .return }?.dueAt ?? changedAt)
        }
    }
}
