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

    /// Marks a change of what readers of the case see: a new version, which another writer must not overwrite unseen.
    mutating func change(to state: CaseState? = nil) {
        if let state { next.state = state }
        next.changedAt = now
        next.version += 1
    }

    // MARK: the dispatcher

    /// - Parameter named: the departments that its text names: what becomes a report is kept from them too.
    mutating func classify(_ classification: Classification, named: [DepartmentCode]) throws(Refusal) {
        if let category = classification.category, jurisdiction.map.category(category) == nil { throw .unknownCategory }
        if let region = classification.region, jurisdiction.map.region(region) == nil { throw .unknownRegion }
        if let department = classification.against?.department, jurisdiction.map.department(department) == nil {
            throw .unknownDepartment(member: "/against/department")
        }
        let becomesReport = next.kind != .report && classification.kind == .report
        next.kind = classification.kind ?? next.kind
        next.filedAsReport = next.filedAsReport || next.kind == .report
        if let against = classification.against {
            next.against = against
            next.accused = jurisdiction.map.departments(accusedBy: against)
        } else if becomesReport {
            next.accused = Set(next.accused + named).sorted()
        }
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
        if !next.accused.isEmpty { facts["accused"] = next.accused.map(\.rawValue).joined(separator: ";") }
        say(.classified, facts: facts)
        // One who asked to return it keeps it until the ruling, which cannot give it back.
        if let lead = next.lead, next.state != .returning, isAccused(lead) {
            try takeBack(from: lead, member: classification.against == nil ? "/kind" : "/against")
        }
    }

    /// A report leaves the department that it turns out to accuse, for the one that receives in its place.
    private mutating func takeBack(from lead: DepartmentCode, member: String) throws(Refusal) {
        guard let receiver = jurisdiction.map.receiver(inPlaceOf: lead, when: next.accused) else {
            throw .nobodyAboveTheAccused(member: member)
        }
        next.end(.sign, .return, .rework, as: .cancelled, at: now)
        try send(to: receiver, supporting: next.supporting, text: nil)
        routing = .byDispatcher(nil)
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
        free()
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
        next.kind == .report && jurisdiction.map.isBarred(department, when: next.accused)
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
            free()
            change(to: .dispatched)
            say(.returnRejected, ruling.text, facts: ["department": next.lead?.rawValue ?? ""])
        }
    }

    // MARK: the department

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

    private mutating func free() {
        next.handler = nil
        next.claimLapsesAt = nil
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
        change(to: .returning)
        say(.returnRequested, grounds.reason, facts: ["proposed": grounds.proposed.rawValue, "legal_basis": grounds.legalBasis])
    }

    mutating func reply(_ reply: Reply) throws(Refusal) {
        try checkPromise(reply.promisedOn, with: reply.outcome)
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

    mutating func urge(_ text: String) {
        next.urges += 1
        next.urgedAt = now
        change()
        say(.urged, text, facts: ["department": next.lead?.rawValue ?? ""])
    }

    mutating func close(_ outcome: Outcome, text: String?, promisedOn: Day?) throws(Refusal) {
        try checkPromise(promisedOn, with: outcome)
        next.outcome = outcome
        next.end(.callback, as: .met, at: now)
        change(to: .closed)
        var facts = ["outcome": outcome.rawValue]
        facts["promised_on"] = promisedOn?.description
        say(.closed, text, facts: facts)
    }

    /// What is not finished has a day by which it will be, and only that has one.
    private func checkPromise(_ day: Day?, with outcome: Outcome) throws(Refusal) {
        if outcome == .interim, day == nil { throw .interimNeedsPromise }
        if outcome != .interim, day != nil { throw .promiseNeedsInterim }
    }
}
