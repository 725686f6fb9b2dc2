import WorkingTime

/// Repeats and the case they joined: one clock, and everybody is answered.
extension Case {
    /// Tells the parent that a repeat joined it.
    public func joined(by child: CaseNumber, author: CaseEvent.Author, at now: Instant, under jurisdiction: Jurisdiction) -> Decision {
        var draft = Draft(self, by: author, at: max(now, changedAt), under: jurisdiction)
        draft.change()
        draft.say(.joined, facts: ["child": child.description])
        return Decision(next: draft.next, events: draft.events, routing: nil)
    }

    /// Tells a repeat that joined an answered case what the answer was.
    public func told(_ text: String?, facts: [String: String], at now: Instant, under jurisdiction: Jurisdiction) -> Decision {
        var draft = Draft(self, by: .system, at: max(now, changedAt), under: jurisdiction)
        draft.change()
        draft.say(.parentReplied, text, facts: answer(in: facts))
        return Decision(next: draft.next, events: draft.events, routing: nil)
    }

    /// What of a decision on the parent concerns its repeats: whose it is now, how long it may take, what the answer is, how it
    /// ended. Nil: nothing.
    /// - Parameter apart: the departments that have the other half of the repeat, if it was split.
    public func following(_ parent: Decision, apart: [DepartmentCode], under jurisdiction: Jurisdiction) -> Decision? {
        var draft = Draft(self, by: .system, at: max(parent.next.changedAt, changedAt), under: jurisdiction)
        // What is kept from the parent's department for the repeat's own sake is kept from it all the same, and what turns out
        // to be a report, until it is taken from whom it accuses.
        let lead = parent.next.lead.flatMap { lead in
            draft.isAccused(lead) || apart.contains(lead) || parent.next.isKept(from: lead, under: jurisdiction) ? nil : lead
        }
        if lead != draft.next.lead {
            draft.next.lead = lead
            draft.say(.parentMoved, facts: ["department": lead?.rawValue ?? ""])
        }
        for event in parent.events {
            switch event.kind {
            case .replied: draft.say(.parentReplied, event.text, facts: answer(in: event.facts))
            // Why is the other requester's matter: a closing may answer what that one said, a refusal what that one did. The
            // answer, the outcome, the way to go and how long it takes are everybody's.
            case .closed: draft.say(.parentClosed, facts: answer(in: event.facts))
            case .timeGranted: draft.say(.parentTimeGranted, facts: event.facts.filter { ["kind", "until", "due_at"].contains($0.key) })
            case .refused: draft.say(.parentClosed, facts: event.facts)
            default: continue
            }
        }
        guard !draft.events.isEmpty else { return nil }
        draft.change()
        // Who waits for the same answer has the same days to come back to it.
        if parent.next.state.isEnded { draft.next.endedAt = draft.now }
        return Decision(next: draft.next, events: draft.events, routing: nil)
    }

    /// What the requester of a repeat is shown of the time of the matter: how long it may take, and none of what was asked of
    /// another requester, or came from them.
    /// - Parameters:
    ///   - clocks: of the parent.
    ///   - receivedAt: when the repeat came in.
    public static func shared(_ clocks: [Clock], withRepeatOf receivedAt: Instant) -> [Clock] {
        guard let clock = clocks.last(where: { $0.stage == .handle || $0.stage == .rework }), !clock.isPaused,
            let first = clocks.first(where: { $0.stage == .handle })
        else { return [] }
        return [
            Clock(
                ordinal: 1, stage: .handle, rule: first.rule, department: clock.department, startedAt: max(clock.startedAt, receivedAt),
                dueAt: clock.dueAt, originalDueAt: clock.originalDueAt, provisional: clock.provisional,
                calendarVersion: clock.calendarVersion, countsLate: clock.countsLate,
                endedAt: clock.endedAt, ending: clock.ending)
        ]
    }

    private func answer(in facts: [String: String]) -> [String: String] {
        facts.filter { ["outcome", "promised_on"].contains($0.key) }
    }
}

extension Decision {
    /// Whether repeats that joined the case have to be told.
    public func concernsRepeats(from old: Case) -> Bool {
        next.lead != old.lead || next.keptFrom != old.keptFrom
            || events.contains { [.replied, .closed, .refused, .timeGranted].contains($0.kind) }
    }
}
