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

    /// What of a decision on the parent concerns its repeats: whose it is now, what the answer is, how it ended. Nil: nothing.
    public func following(_ parent: Decision, from old: Case, under jurisdiction: Jurisdiction) -> Decision? {
        var draft = Draft(self, by: .system, at: max(parent.next.changedAt, changedAt), under: jurisdiction)
        if parent.next.lead != old.lead {
            // A repeat that accuses others than its parent does is kept from them all the same.
            draft.next.lead = parent.next.lead.flatMap { draft.isAccused($0) ? nil : $0 }
            draft.say(.parentMoved, facts: ["department": draft.next.lead?.rawValue ?? ""])
        }
        for event in parent.events {
            switch event.kind {
            case .replied: draft.say(.parentReplied, event.text, facts: answer(in: event.facts))
            case .closed: draft.say(.parentClosed, event.text, facts: answer(in: event.facts))
            case .refused: draft.say(.parentClosed, event.text, facts: event.facts)
            default: continue
            }
        }
        guard !draft.events.isEmpty else { return nil }
        draft.change()
        // Who waits for the same answer has the same days to come back to it.
        if parent.next.state.isEnded { draft.next.endedAt = draft.now }
        return Decision(next: draft.next, events: draft.events, routing: nil)
    }

    private func answer(in facts: [String: String]) -> [String: String] {
        facts.filter { ["outcome", "promised_on"].contains($0.key) }
    }
}

extension Decision {
    /// Whether repeats that joined the case have to be told.
    public func concernsRepeats(from old: Case) -> Bool {
        next.lead != old.lead || events.contains { [.replied, .closed, .refused].contains($0.kind) }
    }
}
