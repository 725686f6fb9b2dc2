import WorkingTime

/// What a dispatcher decides.
extension Draft {
    /// - Parameter named: the departments that its text names: what becomes a report is kept from them too.
    mutating func classify(_ classification: Classification, named: [DepartmentCode]) throws(Refusal) {
        if let category = classification.category, jurisdiction.map.category(category) == nil {
            throw .unknownCategory(member: "/category")
        }
        if let region = classification.region, jurisdiction.map.region(region) == nil { throw .unknownRegion }
        if let department = classification.against?.department, jurisdiction.map.department(department) == nil {
            throw .unknownDepartment(member: "/against/department")
        }
        let oldRegime = next.regime
        let listed = jurisdiction.regimes.regime(of: next.category, kind: next.kind, on: next.receivedAt.day)
        if let regime = classification.regime { next.regime = try known(regime, for: classification.kind ?? next.kind) }
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
        // The statute goes with what the case is about, unless a dispatcher named another.
        if classification.regime == nil, oldRegime == listed {
            next.regime = jurisdiction.regimes.regime(of: next.category, kind: next.kind, on: next.receivedAt.day)
        }
        // What turns out to be a report is kept from the accused at once. One that leads asked to return the case, and cannot get it back.
        let accused = next.supporting.filter(isAccused)
        for department in accused { removeSupport(of: department) }
        // An answered case has no limit that another rule could change.
        if ![.replied, .callback].contains(next.state) { try followRules(oldRegime: oldRegime) }
        change()
        var facts = ["kind": next.kind.rawValue, "urgent": String(next.urgent)]
        if !accused.isEmpty { facts["supporting_no_longer"] = accused.map(\.rawValue).joined(separator: ";") }
        facts["category"] = next.category?.rawValue
        facts["region"] = next.region?.rawValue
        facts["regime"] = next.regime?.name
        facts["matter"] = next.regime?.matter
        if !next.accused.isEmpty { facts["accused"] = next.accused.map(\.rawValue).joined(separator: ";") }
        say(.classified, facts: facts)
        // One who asked to return it keeps it until the ruling, which cannot give it back.
        if let lead = next.lead, next.state != .returning, isAccused(lead) {
            try takeBack(from: lead, member: classification.against == nil ? "/kind" : "/against")
        }
    }

    /// A report leaves the department that it turns out to accuse, for the one that receives in its place.
    private mutating func takeBack(from lead: DepartmentCode, member: String) throws(Refusal) {
        guard let receiver = jurisdiction.map.receiver(inPlaceOf: lead, when: next.accused, but: apart) else {
            throw .nobodyAboveTheAccused(member: member)
        }
        try endSuspension()
        // What the accused answered is no answer.
        next.outcome = nil
        next.end(.sign, .return, .rework, .callback, as: .cancelled, at: now)
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
            // Who helps already goes on helping.
            if !next.supporting.contains(helper) { try checkReceiver(helper, member: "/supporting/\(index)") }
            helpers.append(helper)
        }
        next.lead = department
        for helper in next.supporting where !helpers.contains(helper) { removeSupport(of: helper) }
        for helper in helpers where !next.supporting.contains(helper) { try addSupport(of: helper, demand: nil) }
        try restartSupports()
        next.signed = false
        free()
        next.dispatches += 1
        closeRequests()
        next.parkedUntil = nil
        change(to: .dispatched)
        next.end(.dispatch, as: .met, at: now)
        try next.startDepartmentClocks(at: now, under: jurisdiction)
        var facts = ["department": department.rawValue]
        if !helpers.isEmpty { facts["supporting"] = helpers.map(\.rawValue).joined(separator: ";") }
        say(.dispatched, text, facts: facts)
    }

    mutating func rule(_ ruling: Ruling, by ruler: AccountID) throws(Refusal) {
        guard let index = next.returns.lastIndex(where: \.isOpen) else { throw .stateForbids(.ruleOnReturn, next.state) }
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
            // The sign and return clocks were the old department's; its successor gets its own.
            next.end(.sign, .return, as: .cancelled, at: now)
            say(.returnUpheld, ruling.text, facts: ["from": next.lead?.rawValue ?? "", "to": receiver.rawValue])
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
}
