import WorkingTime

/// A decision in the making: the case so far and what will be written of it.
struct Draft {
    var next: Case
    var events: [CaseEvent] = []
    var routing: Decision.Routing?
    let author: CaseEvent.Author
    let now: Instant
    let jurisdiction: Jurisdiction

    init(_ file: Case, by author: CaseEvent.Author, at now: Instant, under jurisdiction: Jurisdiction) {
        next = file
        self.author = author
        self.now = now
        self.jurisdiction = jurisdiction
    }

    mutating func say(_ kind: CaseEvent.Kind, _ text: String? = nil, facts: [String: String] = [:]) {
        events.append(CaseEvent(kind, at: now, by: author, text: text, facts: facts))
    }

    /// Marks a change that another writer must not overwrite unseen.
    mutating func change(to state: CaseState? = nil) {
        if let state { next.state = state }
        next.changedAt = now
        next.version += 1
    }

    // MARK: the dispatcher

    mutating func classify(_ classification: Classification) throws(Refusal) {
        if let category = classification.category, jurisdiction.map.category(category) == nil { throw .unknownCategory }
        if let region = classification.region, jurisdiction.map.region(region) == nil { throw .unknownRegion }
        next.kind = classification.kind ?? next.kind
        next.category = classification.category ?? next.category
        next.region = classification.region ?? next.region
        next.urgent = classification.urgent ?? next.urgent
        // What turns out to be a report is kept from the accused at once. One that leads asked to return the case, and cannot get it back.
        let accused = next.supporting.filter(isAccused)
        next.supporting.removeAll(where: accused.contains)
        change()
        var facts = ["kind": next.kind.rawValue, "urgent": String(next.urgent)]
        if !accused.isEmpty { facts["supporting_no_longer"] = accused.map(\.rawValue).joined(separator: ";") }
        facts["category"] = next.category?.rawValue
        facts["region"] = next.region?.rawValue
        say(.classified, facts: facts)
    }

    mutating func dispatch(_ dispatch: Dispatch, map answer: RoutingDecision?) throws(Refusal) {
        if let department = dispatch.department {
            try send(to: department, supporting: dispatch.supporting, text: dispatch.text)
            routing = .byDispatcher(answer)
        } else if let answer, case .department(let lead, let supporting) = answer.outcome {
            // The map's own follow: a refusal names the place of a department in the request.
            try send(to: lead, supporting: dispatch.supporting + supporting, text: dispatch.text)
            routing = .byMap(answer)
        } else {
            throw .departmentNeeded
        }
    }

    mutating func send(to department: DepartmentCode, supporting: [DepartmentCode], text: String?) throws(Refusal) {
        try checkReceiver(department, member: "/department")
        var helpers: [DepartmentCode] = []
        for (index, helper) in supporting.enumerated() where helper != department && !helpers.contains(helper) {
            try checkReceiver(helper, member: "/supporting/\(index)")
            helpers.append(helper)
        }
        next.lead = department
        next.supporting = helpers
        next.signed = false
        next.handler = nil
        next.dispatches += 1
        change(to: .dispatched)
        next.end(.dispatch, as: .met, at: now)
        try next.startDepartmentClocks(at: now, under: jurisdiction)
        var facts = ["department": department.rawValue]
        if !helpers.isEmpty { facts["supporting"] = helpers.map(\.rawValue).joined(separator: ";") }
        say(.dispatched, text, facts: facts)
    }

    /// A department that exists and that a report does not accuse.
    func checkReceiver(_ department: DepartmentCode, member: String) throws(Refusal) {
        guard jurisdiction.map.department(department) != nil else { throw .unknownDepartment(member: member) }
        if isAccused(department) { throw .departmentIsAccused(member: member) }
    }

    private func isAccused(_ department: DepartmentCode) -> Bool {
        guard next.kind == .report, let against = next.against else { return false }
        return jurisdiction.map.isBarred(department, by: against)
    }

    mutating func rule(_ ruling: Ruling, by ruler: AccountID) throws(Refusal) {
        guard let index = next.returns.lastIndex(where: { $0.ruledAt == nil }) else { throw .stateForbids(.ruleOnReturn, next.state) }
        next.returns[index].ruledBy = ruler
        next.returns[index].ruledAt = now
        next.returns[index].ruling = ruling.text
        next.end(.returnRuling, as: .met, at: now)
        switch ruling.verdict {
        case .upheld(let named):
            let receiver = named ?? next.returns[index].proposed
            guard receiver != next.lead else { throw .returnToItself }
            next.returns[index].upheld = true
            next.returns[index].designated = receiver
            say(.returnUpheld, ruling.text, facts: ["from": next.lead?.rawValue ?? "", "to": receiver.rawValue])
            // The sign and return clocks were the old department's; its successor gets its own.
            next.end(.sign, .return, as: .cancelled, at: now)
            try send(to: receiver, supporting: next.supporting, text: nil)
            routing = .byRuling
        case .rejected:
            if let lead = next.lead, isAccused(lead) { throw .departmentIsAccused(member: "/upheld") }
            next.returns[index].upheld = false
            next.handler = nil
            change(to: .dispatched)
            say(.returnRejected, ruling.text, facts: ["department": next.lead?.rawValue ?? ""])
        }
    }

    // MARK: the department

    mutating func claim(by account: AccountID) {
        next.handler = account
        change()
        say(.claimed)
    }

    mutating func sign() {
        next.signed = true
        next.end(.sign, as: .met, at: now)
        change()
        say(.signed)
    }

    mutating func accept() {
        if !next.signed { sign() }
        change(to: .handling)
        say(.accepted)
    }

    mutating func record(_ contact: Contact) {
        if contact.reached { next.end(.firstContact, as: .met, at: now) }
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
        next.handler = nil
        change(to: .returning)
        say(.returnRequested, grounds.reason, facts: ["proposed": grounds.proposed.rawValue, "legal_basis": grounds.legalBasis])
    }

    mutating func reply(_ reply: Reply) throws(Refusal) {
        if reply.outcome == .interim, reply.promisedOn == nil { throw .interimNeedsPromise }
        if reply.outcome != .interim, reply.promisedOn != nil { throw .promiseNeedsInterim }
        let finishedAt = reply.finishedAt ?? now
        guard let begun = next.clocks.first(where: { $0.stage == .handle })?.startedAt, (begun...now).contains(finishedAt) else {
            throw .finishedOutsideHandling
        }
        next.outcome = reply.outcome
        try next.start(.feedback, at: finishedAt, against: next.lead, under: jurisdiction)
        next.end(.handle, .rework, .firstContact, .feedback, as: .met, at: now)
        next.end(.return, as: .cancelled, at: now)
        change(to: .replied)
        var facts = ["outcome": reply.outcome.rawValue, "finished_at": finishedAt.description]
        facts["promised_on"] = reply.promisedOn?.description
        say(.replied, reply.text, facts: facts)
    }

    // MARK: the supervisor

    mutating func review(_ review: Review) throws(Refusal) {
        if review.approved {
            try next.start(.callback, at: now, against: nil, under: jurisdiction)
            change(to: .callback)
            say(.approved, review.text)
        } else {
            guard let text = review.text else { throw .reasonNeeded }
            next.outcome = nil
            try next.start(.rework, at: now, against: next.lead, under: jurisdiction)
            change(to: .handling)
            say(.sentBack, text)
        }
    }

    mutating func close(_ outcome: Outcome, text: String?) {
        next.outcome = outcome
        next.end(.callback, as: .met, at: now)
        change(to: .closed)
        say(.closed, text, facts: ["outcome": outcome.rawValue])
    }
}
