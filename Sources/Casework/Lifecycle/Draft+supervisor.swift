import WorkingTime

/// What a supervisor decides.
extension Draft {
    mutating func review(_ review: Review) throws(Refusal) {
        if review.approved {
            try next.start(.callback, at: now, against: nil, under: jurisdiction)
            change(to: .callback)
            say(.approved, review.text)
        } else {
            guard let text = review.text else { throw .reasonNeeded }
            try rework()
            say(.sentBack, text)
        }
    }

    /// The answer is not accepted: the department handles the matter again, with a clock of its own. What was answered is no
    /// longer on the list of what cannot be solved yet.
    private mutating func rework() throws(Refusal) {
        if next.parkedUntil != nil { try unpark(nil) }
        next.outcome = nil
        next.reworks += 1
        try next.start(.rework, at: now, against: next.lead, under: jurisdiction)
        try restartSupports()
        change(to: .handling)
    }

    mutating func orderRework(_ text: String?) throws(Refusal) {
        next.end(.callback, as: .met, at: now)
        try rework()
        say(.reworkOrdered, text, facts: ["rework": String(next.reworks)])
    }

    /// What a requester says of the result, to whoever asked or by themselves. The first dissatisfaction sends the case back
    /// by rule; what follows on another is a supervisor's decision.
    mutating func record(_ opinion: Opinion, as kind: CaseEvent.Kind) throws(Refusal) {
        next.callbacks.append(Callback(at: now, account: account, opinion: opinion))
        change()
        var facts = ["contacted": String(opinion.contacted)]
        facts["solved"] = opinion.solved.map { String($0) }
        facts["service"] = opinion.service?.rawValue
        facts["result"] = opinion.result?.rawValue
        say(kind, opinion.text, facts: facts)
        guard next.state == .callback else { return }
        guard opinion.isDissatisfied else {
            // Content after all, when asked again: silence may close it from now on.
            if kind == .calledBack, opinion.contacted, next.openClock(.callback) == nil {
                try next.start(.callback, at: now, against: nil, under: jurisdiction)
            }
            return
        }
        let most = next.setting(.automaticReworks, at: now, under: jurisdiction) ?? 0
        // Those that came by rule: each began with what the requester said.
        let automatic = next.callbacks.count { said in next.clocks.contains { $0.stage == .rework && $0.startedAt == said.at } }
        if automatic < most {
            try orderRework(nil)
        } else {
            // No silence closes it as solved any more: a supervisor orders another rework, or closes it and says as what.
            next.end(.callback, as: .met, at: now)
        }
    }

    /// Taken up again: by the department that had it, with a whole limit from now, or by the dispatchers where none had. One that
    /// had not signed it yet has its first steps before it; and what right to return it had left is whole again.
    mutating func reopen(_ text: String?) throws(Refusal) {
        let right = next.clocks.last { $0.stage == .return }
        let couldReturn =
            next.returns.last.map { $0.lapsedAt != nil && $0.lapsedAt == next.endedAt } ?? false
            || right.map { $0.ending == .cancelled && $0.endedAt == next.endedAt && $0.standing(at: now) == .cancelled } ?? false
        if author.account == nil, next.state != .merged { next.ownReopenings += 1 }
        next.endedAt = nil
        next.outcome = nil
        next.parent = nil
        next.rejection = nil
        next.reopenings += 1
        if next.dispatches > 0, !next.signed {
            change(to: .dispatched)
            next.startStatuteClocks(at: now, reopened: true, under: jurisdiction)
            try next.startDepartmentClocks(at: now, under: jurisdiction)
            try restartSupports()
        } else if next.dispatches > 0 {
            try next.startHandlingAgain(at: now, under: jurisdiction)
            if couldReturn { try next.start(.return, at: now, against: next.lead, under: jurisdiction) }
            try restartSupports()
            change(to: .handling)
            // It goes on where it is handled: what had not been accepted is.
            next.acceptedAt = next.acceptedAt ?? now
            next.startStatuteClocks(at: now, reopened: true, under: jurisdiction)
        } else {
            next.lead = nil
            try next.start(.dispatch, at: now, against: nil, under: jurisdiction)
            change(to: .received)
            next.startStatuteClocks(at: now, reopened: true, under: jurisdiction)
        }
        say(.reopened, text, facts: ["to": next.state.rawValue])
    }

    mutating func urge(_ text: String) {
        next.urges += 1
        next.urgedAt = now
        change()
        say(.urged, text, facts: ["department": next.lead?.rawValue ?? ""])
    }

    /// As solved against what the requester said last: only with a reason.
    mutating func close(_ outcome: Outcome, text: String?, promisedOn: Day?) throws(Refusal) {
        guard Outcome.answers.contains(outcome) else { throw .outcomeNotAnAnswer }
        try checkPromise(promisedOn, with: outcome)
        let said = next.callbacks.last { $0.opinion.contacted }?.opinion
        if outcome == .solved, said?.isDissatisfied ?? false, text == nil { throw .reasonNeeded }
        next.end(.callback, as: .met, at: now)
        finish(as: .closed, outcome: outcome)
        var facts = ["outcome": outcome.rawValue]
        facts["promised_on"] = promisedOn?.description
        say(.closed, text, facts: facts)
    }

    /// What is not finished has a day by which it will be, and only that has one.
    func checkPromise(_ day: Day?, with outcome: Outcome) throws(Refusal) {
        if outcome == .interim, day == nil { throw .interimNeedsPromise }
        if outcome != .interim, day != nil { throw .promiseNeedsInterim }
    }
}
