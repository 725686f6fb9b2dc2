import WorkingTime

/// What the line does by rule when a time has come. Each asks nothing but the case: done twice, it is refused.
extension Draft {
    /// The day of review is over. What was waited for did not come: a statute says what that means.
    /// - Parameter heldByOthers: other requesters' repeats have joined the case.
    mutating func endSuspensionByRule(heldByOthers: Bool) throws(Refusal) {
        guard let suspension = next.suspension, now > suspension.until.end else { throw .stateForbids(.resume, next.state) }
        switch suspension.ground {
        // As with a withdrawal: a report goes on without its reporter, and a case for the others who wait for its answer.
        case .correction where next.filedAsReport || heldByOthers:
            say(.silence, facts: ["meaning": "resumed", "stage": Stage.correctionNotice.rawValue])
            try resume(nil)
        case .correction:
            say(.silence, facts: ["meaning": meaning(of: .correctionNotice), "stage": Stage.correctionNotice.rawValue])
            finish(as: .withdrawn, outcome: .withdrawn)
        case .thirdParty, .coProducer:
            let stage: Stage = suspension.ground == .thirdParty ? .thirdParty : .coProducer
            say(.silence, facts: ["meaning": meaning(of: stage), "stage": stage.rawValue])
            next.end(stage, as: .silence, at: now)
            try resume(nil)
        case .requester, .priorDecision, .forceMajeure, .otherOrgan, .inspection, .hearing, .verification:
            try resume(nil)
        }
    }

    private func meaning(of stage: Stage) -> String {
        let known = next.clocks.last { $0.stage == stage }.flatMap { jurisdiction.limits[id: $0.rule]?.onSilence }
        return known ?? next.statuteRule(for: stage, at: now, under: jurisdiction)?.onSilence ?? "resumed"
    }

    mutating func endParking() throws(Refusal) {
        guard let until = next.parkedUntil, now > until.end else { throw .notParked }
        try unpark(nil)
    }

    /// Nobody said anything: the case closes with what the department answered.
    mutating func endCallback() throws(Refusal) {
        guard next.state == .callback, let index = next.openIndex(.callback), now > next.clocks[index].dueAt else {
            throw .stateForbids(.close, next.state)
        }
        // The limit was the requester's to use: nobody is late when it is used up.
        next.clocks[index].end(.met, at: next.clocks[index].dueAt)
        closeByRule()
    }

    /// Closed with what the department answered, since the requester has no more to say.
    mutating func closeByRule() {
        let outcome = next.outcome ?? .explained
        next.end(.callback, as: .met, at: now)
        finish(as: .closed, outcome: outcome)
        say(.closed, facts: ["outcome": outcome.rawValue])
    }

    /// A limit of the matter that ends it by silence: what is left is to tell the requester.
    mutating func applySilence(to ordinal: Int) throws(Refusal) {
        guard let index = next.clocks.firstIndex(where: { $0.ordinal == ordinal }), !next.clocks[index].countsLate,
            next.clocks[index].stage == .handle, next.clocks[index].isOpen, !next.clocks[index].isPaused, now > next.clocks[index].dueAt
        else { throw .noSuchProcedure(.handle) }
        // It ended with its limit, whenever the line came to notice.
        let end = next.clocks[index].dueAt
        next.clocks[index].end(.silence, at: end)
        try next.start(.feedback, at: end, against: next.lead, under: jurisdiction)
        change()
        let rule = next.clocks[index].rule
        say(.silence, facts: ["meaning": jurisdiction.limits[id: rule]?.onSilence ?? "", "stage": Stage.handle.rawValue, "rule": rule])
    }

    /// Counts anew, by the calendar as it is now, the due instants that an older one counted provisionally. What is over, met or
    /// overdue keeps its verdict, and nobody becomes late by a notice.
    /// - Parameters:
    ///   - loadedAt: when the calendar changed.
    ///   - marked: the ordinals of the clocks whose being overdue stands in the history.
    mutating func recount(loadedAt: Instant, marked: Set<Int>) throws(Refusal) {
        var moved: [String] = []
        var isCounted = false
        for index in next.clocks.indices {
            let clock = next.clocks[index]
            guard !marked.contains(clock.ordinal), let due = clock.recounted(at: now, loadedAt: min(loadedAt, now), under: jurisdiction)
            else { continue }
            isCounted = true
            next.clocks[index].move(to: due)
            // Whoever is asked for an opinion has it to give until the end of their limit.
            if let ground = next.suspension?.ground,
                Consultation.allCases.contains(where: { $0.ground == ground && $0.stage == clock.stage })
            {
                next.suspension?.until = due.dueAt.day
            }
            if due.dueAt != clock.dueAt { moved.append("\(clock.stage.rawValue):\(clock.dueAt)>\(due.dueAt)") }
        }
        guard isCounted else { throw .nothingToRecount }
        change()
        var facts = ["calendar_version": String(jurisdiction.calendar.version)]
        if moved.isEmpty { return say(.dueConfirmed, facts: facts) }
        facts["moved"] = moved.joined(separator: ";")
        say(.dueMoved, facts: facts)
    }
}
