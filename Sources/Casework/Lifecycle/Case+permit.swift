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
        case .requestExtension: try permitAsking(.extension, at: now, under: jurisdiction)
        case .requestSuspension: try permitAsking(.suspension, at: now, under: jurisdiction)
        case .requestComplexity: try permitAsking(.complexity, at: now, under: jurisdiction)
        case .requestParking: try permitAsking(.parking, at: now, under: jurisdiction)
        case .decideExtension: try permitDeciding(.extension, by: staff)
        case .decideSuspension: try permitDeciding(.suspension, by: staff)
        case .decideComplexity: try permitDeciding(.complexity, by: staff)
        case .decideParking: try permitDeciding(.parking, by: staff)
        case .unpark:
            if parkedUntil == nil { throw .notParked }
        case .answerSupport:
            guard let support = supports.first(where: { $0.department == staff.department }) else { throw .anotherDepartmentLeads }
            if !support.isOpen { throw .supportAnswered }
        case .releaseSupport:
            guard supports.contains(where: \.isOpen) else { throw .stateForbids(action, state) }
        case .answerDirectly:
            // An operator answers consultations at once; what else is answered without a department is a dispatcher's to decide.
            if kind != .consultation, role != .dispatcher { throw .onlyConsultations }
        case .split:
            if kind == .report { throw .alreadyReport }
        case .close: try permitClosing(at: now)
        case .reopen: try permitReopening(at: now, under: jurisdiction)
        case .requestCorrection: try permitProcedure(.correctionNotice, at: now, under: jurisdiction)
        case .consult: try permitConsultation(at: now, under: jurisdiction)
        case .classify, .dispatch, .refuse, .merge, .accept, .recordContact, .ruleOnReturn, .resume, .requestSupport, .reply, .review,
            .recordCallback, .orderRework, .supplement, .note, .urge, .issueOrder:
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
                if action == .answerSupport ? supporting.contains(own) : own == lead || (action == .note && supporting.contains(own)) {
                    return role
                }
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
        if returns.contains(where: { $0.department == lead && $0.lapsedAt == nil }) { throw .alreadyReturned }
        if let most = setting(.maximumDispatches, at: now, under: jurisdiction), dispatches >= most {
            throw .designated(dispatches: dispatches)
        }
        guard let clock = clocks.last(where: { $0.stage == .return && $0.department == lead }), clock.isOpen, now <= clock.dueAt else {
            throw .returnLimitPassed(clocks.last { $0.stage == .return }.map { min($0.dueAt, $0.endedAt ?? $0.dueAt) } ?? changedAt)
        }
    }

    private func permitAsking(_ wish: TimeRequest.Kind, at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        if pendingTimeRequest(wish) != nil { throw .alreadyRequested(wish) }
        switch wish {
        case .complexity: if complex { throw .alreadyComplex }
        case .parking: if parkedUntil != nil { throw .alreadyParked }
        case .extension, .suspension: break
        }
        try Draft(self, by: .system, at: max(now, changedAt), under: jurisdiction).checkAsking(wish)
    }

    /// The rule that runs must know one of these grounds for which its time stands still.
    func permitResting(for grounds: Set<SuspensionGround>, under jurisdiction: Jurisdiction) throws(Refusal) {
        guard let rule = mainClock.flatMap({ jurisdiction.limits[id: $0.rule] }) else { return }
        if rule.pauseGrounds.isDisjoint(with: grounds) {
            throw .groundNotKnown(rule: rule.id, rule.pauseGrounds.sorted { $0.rawValue < $1.rawValue })
        }
    }

    /// Another person than the one who asked, whatever roles they hold.
    private func permitDeciding(_ wish: TimeRequest.Kind, by staff: Staff) throws(Refusal) {
        guard let request = pendingTimeRequest(wish) else { throw .nothingRequested(wish) }
        if request.requestedBy == staff.id { throw .decidesOwnRequest }
    }

    /// Not before the requester was called or has spoken, while the time for that runs: closing is not solving.
    private func permitClosing(at now: Instant) throws(Refusal) {
        guard let waiting = openClock(.callback), now <= waiting.dueAt else { return }
        if !callbacks.contains(where: { $0.at >= waiting.startedAt }) { throw .requesterNotHeard(until: waiting.dueAt) }
    }

    /// Within the window after its end, which is data. A repeat can leave its parent as long as that is under way.
    func permitReopening(at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        if state == .merged, !parentHasEnded { return }
        guard let endedAt else { throw .stateForbids(.reopen, state) }
        let last = endedAt.day.advanced(by: try needed(.reopenWindow, at: now, under: jurisdiction))
        if now.day > last { throw .reopeningWindowPassed(last) }
    }

    /// A step that only some statutes know, while its own limit runs.
    private func permitProcedure(_ stage: Stage, at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        guard let clock = openClock(stage), now <= clock.dueAt, suspension == nil, !isEndedBySilence else { throw .noSuchProcedure(stage) }
    }

    private func permitConsultation(at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        let known = Consultation.allCases.filter {
            statuteRule(for: $0.stage, at: now, under: jurisdiction) != nil && !hasConsulted($0)
        }
        if known.isEmpty { throw .noSuchProcedure(.thirdParty) }
        // A rework does not rest for anybody.
        try permitResting(for: Set(known.map(\.ground)), under: jurisdiction)
    }

    /// Whether they were asked already in this handling: asked again and again, they would stop the clock for good.
    func hasConsulted(_ consultation: Consultation) -> Bool {
        guard let begun = mainClock?.startedAt else { return true }
        return clocks.contains { $0.stage == consultation.stage && $0.startedAt >= begun }
    }
}
