import WorkingTime

/// What a dispatcher does with a case besides sending it.
extension Draft {
    mutating func refuse(_ rejection: Rejection, text: String) {
        next.rejection = rejection
        // Refused with notice is an answer to the request, in time or late.
        next.end(.dispatch, .accept, as: .met, at: now)
        finish(as: .refused, outcome: .refused)
        say(.refused, text, facts: ["ground": rejection.ground.rawValue, "route": rejection.route])
    }

    mutating func answerDirectly(_ text: String) {
        next.end(.dispatch, as: .met, at: now)
        finish(as: .answeredDirectly, outcome: .explained)
        say(.answeredDirectly, text)
    }

    /// A repeat joins the case that is under way. A report and what is none stay apart, and so do reports that are kept from
    /// different departments: whoever reads one would learn of the other.
    mutating func merge(into parent: Case) throws(Refusal) {
        guard parent.id != next.id else { throw .parentIsItself }
        guard !parent.state.isEnded else { throw .parentHasEnded(parent.state) }
        guard parent.state != .received else { throw .parentNotDispatched }
        guard parent.filedAsReport == next.filedAsReport, parent.kind == .report || next.kind != .report,
            Set(parent.accused) == Set(next.accused)
        else { throw .parentOfAnotherKind }
        next.parent = parent.id
        next.end(.dispatch, as: .met, at: now)
        finish(as: .merged, outcome: .merged)
        next.lead = parent.lead.flatMap { isAccused($0) ? nil : $0 }
        say(.merged, facts: ["parent": parent.number.description])
    }

    /// A statute that the list knows; the platform's own name takes the case back under its rules.
    func known(_ regime: Regime) throws(Refusal) -> Regime? {
        if regime.name == TimeLimit.hotline { return nil }
        // As with its rules: those of the day of receipt, or of taking up where there were none yet.
        var known = jurisdiction.limits.matters(of: regime.name, on: next.receivedAt.day)
        if known.isEmpty { known = jurisdiction.limits.matters(of: regime.name, on: now.day) }
        guard !known.isEmpty, regime.name != TimeLimit.supervision else { throw .unknownRegime(member: "/regime") }
        guard regime.matter == "any" || known.contains(regime.matter) else { throw .unknownRegime(member: "/matter") }
        return regime
    }

    /// Another kind, urgency or statute: the clocks that run go on by the rule that holds now, from their old start.
    mutating func followRules(oldRegime: Regime?) throws(Refusal) {
        if next.regime != oldRegime {
            next.end(.accept, .correctionNotice, as: .cancelled, at: now)
            next.startStatuteClocks(at: now, under: jurisdiction)
        }
        for stage in [Stage.handle, .firstContact] {
            guard let index = next.openIndex(stage), !next.clocks[index].isPaused else { continue }
            let rule = (stage == .handle ? next.statuteRule(for: .handle, at: now, under: jurisdiction) : nil)
            guard let wanted = rule ?? next.platformRule(for: stage, at: now, under: jurisdiction) else { continue }
            guard wanted.id != next.clocks[index].rule else { continue }
            // Late stays late: what has passed is not counted anew.
            guard now <= next.clocks[index].dueAt else { continue }
            try replace(index, by: wanted)
        }
        try startHandlingIfNoneRuns()
    }

    /// A statute that has its own limit for accepting let the matter wait for that; without it the platform's count runs from
    /// the dispatch.
    private mutating func startHandlingIfNoneRuns() throws(Refusal) {
        guard [.dispatched, .returning].contains(next.state), next.mainIndex == nil, next.openIndex(.accept) == nil,
            !next.isEndedBySilence, let dispatched = next.clocks.first(where: { $0.stage == .sign })?.startedAt
        else { return }
        try next.startHandling(at: dispatched, under: jurisdiction)
    }

    /// A statute that counts from receipt begins there; one that counts from acceptance begins now if the case is accepted.
    private mutating func replace(_ index: Int, by rule: TimeLimit) throws(Refusal) {
        let old = next.clocks[index]
        let department = old.department
        switch rule.startEvent {
        case "received":
            next.clocks[index].end(.replaced, at: now)
            next.start(by: rule, at: next.receivedAt, against: department, under: jurisdiction, continues: old.ordinal)
        case "accepted", "case_filed":
            guard next.state == .handling || next.state == .suspended else { return }
            try next.replaceClock(at: index, against: department, by: rule, at: now, under: jurisdiction)
        default:
            var counted = old
            counted.extendedBy = nil
            let calendar = jurisdiction.calendar
            if rule.regime == TimeLimit.hotline, let due = counted.due(by: rule, under: calendar)?.dueAt, due < now {
                // Nobody is late by the line's own change of mind: a shorter limit that would be over already counts from now,
                // unless that would be later than the longer one.
                guard calendar.due(from: now, limit: rule.limit).dueAt <= old.dueAt else { return }
                next.clocks[index].end(.replaced, at: now)
                next.start(by: rule, at: now, against: department, under: jurisdiction, continues: old.ordinal)
            } else {
                try next.replaceClock(at: index, against: department, by: rule, at: now, under: jurisdiction)
            }
        }
    }
}
