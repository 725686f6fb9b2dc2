import WorkingTime

/// An order on a case that changes.
public struct OrderOnCase: Sendable {
    public let order: SupervisionOrder
    /// Whether it concerns this case alone.
    public let isAlone: Bool
    /// Whom the reports accuse that have left the order: its words may still speak of them.
    public let accused: [DepartmentCode]

    public init(_ order: SupervisionOrder, isAlone: Bool, accused: [DepartmentCode] = []) {
        self.order = order
        self.isAlone = isAlone
        self.accused = accused
    }
}

extension Decision {
    /// Whether the case goes to another department or is kept from others than before, so that its orders follow or stay.
    public func concernsOrders(from old: Case) -> Bool { next.lead != old.lead || next.keptFrom != old.keptFrom }

    /// Takes the open orders on a case along when the decision sends it to another department. An order about
    /// this case alone goes with it, clock and limit as they are, and waits for the new lead's acknowledgement; from an
    /// order about several cases this one takes its leave: its clock is cancelled, the order stays with the others. It leaves
    /// them, too, when it becomes a report, is one no more or accuses others, while the order is not decided: what is written
    /// in one case of an order is read in all of them.
    /// - Parameters:
    ///   - orders: the orders on the case.
    ///   - old: the case before the decision.
    /// - Returns: the orders that changed, and those that the case leaves. One that it leaves without a case, and that nobody has
    ///   answered, has lapsed: it asks nobody any more.
    public mutating func handOver(
        _ orders: [OrderOnCase], from old: Case, under jurisdiction: Jurisdiction
    ) throws(Refusal) -> (changed: [SupervisionOrder], left: [SupervisionOrderID]) {
        guard let lead = next.lead, concernsOrders(from: old), let author = events.last?.author else { return ([], []) }
        let now = next.changedAt
        let isApart = next.keptFrom != old.keptFrom
        var changed: [SupervisionOrder] = []
        var left: [SupervisionOrderID] = []
        for place in orders where place.order.isOpen || isApart && place.order.decidedAt == nil {
            let order = place.order
            let facts = ["order": String(order.id.rawValue), "department": lead.rawValue]
            if !place.isAlone || lead != old.lead && jurisdiction.map.isBarred(lead, when: place.accused) {
                next.endClock(of: order.id, as: .cancelled, at: now)
                left.append(order.id)
                if place.isAlone, order.isOpen { changed.append(order.lapsed(at: now)) }
                events.append(CaseEvent(.orderLeft, at: now, by: author, facts: facts))
            } else if lead != old.lead, order.isOpen {
                try next.moveClock(of: order.id, at: now, under: jurisdiction)
                changed.append(order.moved(to: lead, at: now))
                events.append(CaseEvent(.orderMoved, at: now, by: author, facts: facts))
            }
        }
        return (changed, left)
    }
}

extension Case {
    /// Whom a report is kept from, by what it accuses; nil: it is none, and kept from nobody.
    public var keptFrom: Set<DepartmentCode>? { kind == .report ? Set(accused) : nil }

    /// Whether it is a report against the department or one above it.
    public func isKept(from department: DepartmentCode, under jurisdiction: Jurisdiction) -> Bool {
        kind == .report && jurisdiction.map.isBarred(department, when: accused)
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

    fileprivate func lapsed(at now: Instant) -> SupervisionOrder {
        var next = self
        next.state = .lapsed
        next.changedAt = max(changedAt, now)
        next.decidedAt = next.changedAt
        next.version += 1
        return next
    }
}
