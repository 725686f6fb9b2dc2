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
        next.end(.dispatch, .accept, .respond, as: .met, at: now)
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
            parent.keptFrom == next.keptFrom, !next.filedAsReport || Set(parent.accused) == Set(next.accused)
        else { throw .parentOfAnotherKind }
        if let lead = parent.lead, apart.contains(lead) { throw .departmentKeptApart(member: "/parent") }
        next.parent = parent.id
        next.end(.dispatch, as: .met, at: now)
        finish(as: .merged, outcome: .merged)
        next.lead = parent.lead.flatMap { isAccused($0) || parent.isKept(from: $0, under: jurisdiction) ? nil : $0 }
        say(.merged, facts: ["parent": parent.number.description])
    }

    /// A statute that the list knows; the platform's own name takes the case back under its rules. One that handles several
    /// matters apart is named with its matter, unless the kind of the case says which.
    func known(_ regime: Regime, for kind: Kind) throws(Refusal) -> Regime? {
        if regime.name == TimeLimit.hotline { return nil }
        let limits = jurisdiction.limits
        // As with its rules: those of the day of receipt, or of taking up where there were none yet.
        let days = [next.receivedAt.day, now.day]
        guard let day = days.first(where: { !limits.matters(of: regime.name, on: $0).isEmpty }), regime.name != TimeLimit.supervision
        else { throw .unknownRegime(member: "/regime") }
        if regime.matter != "any" {
            guard limits.matters(of: regime.name, on: day).contains(regime.matter) else { throw .unknownRegime(member: "/matter") }
            return regime
        }
        guard let matter = limits.matter(of: kind, under: regime.name, on: day) else { throw .unknownRegime(member: "/matter") }
        return Regime(name: regime.name, matter: matter)
    }

    /// Another kind, urgency or statute: the clocks that run go on by the rule that holds now, from where its count begins.
    mutating func followRules(oldRegime: Regime?) throws(Refusal) {
        if next.regime != oldRegime {
            // A statute that knows no such rest does not rest.
            if let ground = next.suspension?.ground, let rule = mainCount()?.rule, !rule.stands(for: ground) {
                // Whose opinion was awaited has not given it.
                next.end(.thirdParty, .coProducer, as: .cancelled, at: now)
                try resume(nil)
            }
            for stage in Case.statuteStages { next.end(stage, as: .cancelled, at: now) }
            next.startStatuteClocks(at: now, under: jurisdiction)
        }
        if let index = next.openIndex(.handle) {
            if let wanted = mainCount() {
                try replace(index, by: wanted.rule, from: wanted.start)
            } else if now <= next.clocks[index].dueAt {
                // The statute's own limit for accepting presses now, and the matter's begins with acceptance.
                next.clocks[index].end(.cancelled, at: now)
            }
        }
        if let index = next.openIndex(.firstContact), let rule = next.platformRule(for: .firstContact, at: now, under: jurisdiction) {
            try replace(index, by: rule, from: next.clocks[index].startedAt)
        }
        try startHandlingIfNoneRuns()
    }

    /// The rule for the matter, and the event from which it counts; nil while a statute waits for acceptance.
    private func mainCount() -> (rule: TimeLimit, start: Instant)? {
        let dispatched = next.dispatchedAt ?? now
        let platform = next.platformRule(for: .handle, at: now, under: jurisdiction).map { ($0, dispatched) }
        guard let rule = next.statuteRule(for: .handle, at: now, under: jurisdiction) else { return platform }
        switch rule.startEvent {
        case "received": return (rule, next.countsFrom)
        case "dispatched": return (rule, dispatched)
        default:
            if let accepted = next.acceptedAt { return (rule, accepted) }
            return next.openIndex(.accept) == nil ? platform : nil
        }
    }

    /// A statute that has its own limit for accepting let the matter wait for that; without it the platform's count runs from
    /// the dispatch.
    private mutating func startHandlingIfNoneRuns() throws(Refusal) {
        guard [.dispatched, .returning].contains(next.state), next.mainIndex == nil, next.openIndex(.accept) == nil,
            !next.isEndedBySilence, let dispatched = next.dispatchedAt
        else { return }
        try next.startHandling(at: dispatched, under: jurisdiction)
    }

    private mutating func replace(_ index: Int, by rule: TimeLimit, from start: Instant) throws(Refusal) {
        let old = next.clocks[index]
        // Late stays late: what has passed is not counted anew.
        guard rule.id != old.rule, now <= old.dueAt || old.isPaused else { return }
        // What a reopening or a corrected request began anew is not counted from before.
        let events = [next.receivedAt, next.acceptedAt] + next.clocks.filter { $0.stage == .sign }.map { $0.startedAt }
        let start = events.contains(old.startedAt) ? start : old.startedAt
        let calendar = jurisdiction.calendar
        // Of a clock that rests there is a due instant only if it would have been over before.
        if rule.regime == TimeLimit.hotline,
            let due = next.successor(of: old, by: rule, from: start, against: old.department, under: jurisdiction)
                .due(by: rule, under: calendar)?.dueAt, due < now
        {
            // Nobody is late by the line's own change of mind: a shorter limit that would be over already counts from now,
            // unless that would be later than the longer one, or the matter rests: it keeps what was left.
            guard !old.isPaused, calendar.due(from: now, limit: rule.limit).dueAt <= old.dueAt else { return }
            next.clocks[index].end(.replaced, at: now)
            next.start(by: rule, at: now, against: old.department, under: jurisdiction, continues: old.ordinal)
        } else {
            try next.replaceClock(at: index, against: old.department, by: rule, from: start, at: now, under: jurisdiction)
        }
    }
}
