import WorkingTime

extension SupervisionOrder {
    /// Whether `staff` may do `action` to the order now.
    public func permit(_ action: OrderAction, to staff: Staff) throws(Refusal) -> Role {
        let acting = Role.allCases.first { role in
            guard action.roles.contains(role), staff.holds(role) else { return false }
            return role == .supervisor || staff.department == department
        }
        guard let acting else { throw .notLead(department) }
        guard action.fits(state) else { throw .orderStateForbids(action, state) }
        return acting
    }

    public func allowedActions(for staff: Staff) -> [OrderAction] {
        OrderAction.allCases.filter { action in
            do throws(Refusal) {
                _ = try permit(action, to: staff)
                return true
            } catch {
                return false
            }
        }
    }

    /// Decides a command on the order. The same event goes into the history of each of its cases.
    public func decide(
        _ command: OrderCommand, by staff: Staff, at now: Instant
    ) throws(Refusal) -> (next: SupervisionOrder, event: CaseEvent) {
        let role = try permit(command.action, to: staff)
        let now = max(now, changedAt)
        var next = self
        next.changedAt = now
        next.version += 1
        let said: (kind: CaseEvent.Kind, text: String?)
        switch command {
        case .acknowledge:
            next.state = .acknowledged
            next.acknowledgedAt = now
            said = (.orderAcknowledged, nil)
        case .reply(let text):
            next.state = .replied
            next.acknowledgedAt = next.acknowledgedAt ?? now
            next.reply = text
            next.repliedAt = now
            said = (.orderReplied, text)
        case .accept(let text):
            next.state = .accepted
            next.decision = text
            next.decidedAt = now
            said = (.orderAccepted, text)
        case .reject(let text):
            next.state = .rejected
            next.decision = text
            next.decidedAt = now
            said = (.orderRejected, text)
        }
        let event = CaseEvent(
            said.kind, at: now, by: .staff(staff.id, role), text: said.text, facts: ["order": String(id.rawValue)])
        return (next, event)
    }
}

extension SupervisionOrder {
    /// Whether it waits for an answer that should have come.
    public func isUnmet(at now: Instant) -> Bool { isOpen && dueAt < now }

    /// Ends it, because no answer came within the limit and its demand is issued again.
    public func unmet(at now: Instant) -> (next: SupervisionOrder, event: CaseEvent) {
        var next = self
        next.state = .unmet
        next.changedAt = max(now, changedAt)
        next.decidedAt = next.changedAt
        next.version += 1
        let facts = ["order": String(id.rawValue), "due_at": dueAt.description]
        return (next, CaseEvent(.orderUnmet, at: next.changedAt, by: .system, facts: facts))
    }
}

extension SupervisionOrder {
    /// On which of its cases its demand is issued again when it was not met, all of one lead. What is demanded is owed when the
    /// cases have ended, too; but where some go on, the others need no order any more. What was answered stays with who answered;
    /// who has the case by now is asked when it was not met.
    /// - Parameter accused: whom reports accuse that are or were in it: who is new to its words is not one of whom they may speak.
    public func askedAgain(among files: [Case], accused: [DepartmentCode], under jurisdiction: Jurisdiction) -> [Case] {
        let askable = files.filter { file in
            guard let lead = file.lead, !file.isKept(from: lead, under: jurisdiction) else { return false }
            return lead == department || !jurisdiction.map.isBarred(lead, when: accused)
        }
        let running = askable.filter { CaseAction.issueOrder.fits($0.state) }
        let owing = running.isEmpty ? askable : running
        let asked = owing.contains { $0.lead == department } ? department : owing.first?.lead
        return owing.filter { $0.lead == asked }
    }
}

extension Case {
    /// Enters a new order in the case: its clock starts and its history tells.
    /// - Parameter predecessor: the order whose demand is issued again: wherever the case stands.
    public func ordered(
        _ order: SupervisionOrderID, level: SupervisionOrder.Level, demand: String, by author: CaseEvent.Author,
        after predecessor: SupervisionOrderID? = nil, at now: Instant, under jurisdiction: Jurisdiction
    ) throws(Refusal) -> Decision {
        guard predecessor != nil || CaseAction.issueOrder.fits(state) else { throw .stateForbids(.issueOrder, state) }
        var draft = Draft(self, by: author, at: max(now, changedAt), under: jurisdiction)
        try draft.next.startReply(to: order, level: level, at: now, under: jurisdiction)
        draft.change()
        draft.say(.orderIssued, demand, facts: ["order": String(order.rawValue), "level": level.rawValue])
        return Decision(next: draft.next, events: draft.events, routing: nil)
    }

    /// Follows what happened to an order: a reply ends its clock, and so does its end without one.
    public func following(_ order: SupervisionOrder, _ event: CaseEvent) -> Decision {
        var next = self
        if order.repliedAt != nil { next.endClock(of: order.id, as: .met, at: event.at) }
        if order.state == .unmet { next.endClock(of: order.id, as: .cancelled, at: event.at) }
        next.changedAt = max(changedAt, event.at)
        next.version += 1
        return Decision(next: next, events: [event], routing: nil)
    }
}
