import WorkingTime

/// What the department that leads does.
extension Draft {
    mutating func claim(by account: AccountID) {
        next.handler = account
        next.claimLapsesAt = nil
        change()
        say(.claimed)
    }

    mutating func release() {
        free()
        change()
        say(.released)
    }

    mutating func sign() {
        next.signed = true
        next.end(.sign, as: .met, at: now)
        change()
        say(.signed)
    }

    mutating func accept() throws(Refusal) {
        if !next.signed { sign() }
        change(to: .handling)
        try next.accepted(at: now, under: jurisdiction)
        say(.accepted)
    }

    mutating func record(_ contact: Contact) {
        if contact.reached { next.end(.firstContact, as: .met, at: now) }
        change()
        say(.contacted, contact.text, facts: ["means": contact.means.rawValue, "reached": String(contact.reached)])
    }

    mutating func requestReturn(_ grounds: ReturnGrounds, by account: AccountID) throws(Refusal) {
        guard let lead = next.lead else { throw .stateForbids(.requestReturn, next.state) }
        guard grounds.proposed != lead else { throw .returnToItself }
        try checkReceiver(grounds.proposed, member: "/department")
        // Who says "not ours" has received it.
        if !next.signed { sign() }
        next.returns.append(
            ReturnRequest(
                department: lead, requestedBy: account, requestedAt: now, reason: grounds.reason, legalBasis: grounds.legalBasis,
                proposed: grounds.proposed))
        next.end(.return, as: .met, at: now)
        try next.start(.returnRuling, at: now, against: nil, under: jurisdiction)
        free()
        closeRequests(but: .parking)
        change(to: .returning)
        say(.returnRequested, grounds.reason, facts: ["proposed": grounds.proposed.rawValue, "legal_basis": grounds.legalBasis])
    }

    mutating func reply(_ reply: Reply) throws(Refusal) {
        guard Outcome.answers.contains(reply.outcome) else { throw .outcomeNotAnAnswer }
        try checkPromise(reply.promisedOn, with: reply.outcome)
        let waiting = next.supports.filter(\.isOpen).map(\.department)
        if !waiting.isEmpty, reply.withoutSupport == nil { throw .supportOpen(waiting) }
        let finishedAt = reply.finishedAt ?? now
        guard let begun = next.clocks.first(where: { $0.stage == .handle })?.startedAt, (begun...now).contains(finishedAt) else {
            throw .finishedOutsideHandling
        }
        next.outcome = reply.outcome
        if next.openIndex(.feedback) == nil { try next.start(.feedback, at: finishedAt, against: next.lead, under: jurisdiction) }
        // A statute may give days of its own to tell whoever reported under their name what was decided.
        if next.isNamed, let rule = next.statuteRule(for: .notify, at: now, under: jurisdiction) {
            next.start(by: rule, at: finishedAt, against: next.lead, under: jurisdiction)
        }
        next.end(.handle, .rework, .firstContact, .feedback, .notify, .respond, as: .met, at: now)
        next.end(.return, .correctionNotice, .support, as: .cancelled, at: now)
        closeRequests(but: .parking)
        change(to: .replied)
        var facts = ["outcome": reply.outcome.rawValue, "finished_at": finishedAt.description]
        facts["promised_on"] = reply.promisedOn?.description
        if !waiting.isEmpty {
            facts["unanswered_support"] = waiting.map(\.rawValue).joined(separator: ";")
            facts["without_support"] = reply.withoutSupport
        }
        say(.replied, reply.text, facts: facts)
    }
}
