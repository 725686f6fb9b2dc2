import WorkingTime

extension Decision {
    /// Takes the open orders on a case along when the decision sends it to another department. An order about
    /// this case alone goes with it, clock and limit as they are, and waits for the new lead's acknowledgement; from an
    /// order about several cases this one takes its leave: its clock is cancelled, the order stays with the others.
    /// - Parameters:
    ///   - orders: the orders on the case, each with whether it concerns this case alone.
    ///   - old: the case before the decision.
    /// - Returns: the orders that changed, and those that the case leaves.
    public mutating func handOver(
        _ orders: [(order: SupervisionOrder, isAlone: Bool)], from old: Case, under jurisdiction: Jurisdiction
    ) throws(Refusal) -> (moved: [SupervisionOrder], left: [SupervisionOrderID]) {
        guard let lead = next.lead, lead != old.lead, let author = events.last?.author else { return ([], []) }
        let now = next.changedAt
        var moved: [SupervisionOrder] = []
        var left: [SupervisionOrderID] = []
        for (order, isAlone) in orders where order.isOpen {
            let facts = ["order": String(order.id.rawValue), "department": lead.rawValue]
            if isAlone {
                try next.moveClock(of: order.id, at: now, under: jurisdiction)
                moved.append(order.moved(to: lead, at: now))
                events.append(CaseEvent(.orderMoved, at: now, by: author, facts: facts))
            } else {
                next.endClock(of: order.id, as: .cancelled, at: now)
                left.append(order.id)
                events.append(CaseEvent(.orderLeft, at: now, by: author, facts: facts))
            }
        }
        return (moved, left)
    }
}

extension SupervisionOrder {
    fileprivate func moved(to lead: DepartmentCode, at now: Instant) -> SupervisionOrder {
        var next = self
        next.department = lead
        // The other department's acknowledgement stays in the history of the case.
        next.state = .issued
        next.acknowledgedAt = nil
        next.changedAt = max(changedAt, now)
        next.version += 1
        return next
    }
}
