import WorkingTime

/// How the clocks of a case start and end.
extension Case {
    /// Starts the clock of a stage by the rule that was in force on the day of receipt. What was
    /// received before the rules began follows those of the day on which it was taken up, or else
    /// those of the day on which the clock starts.
    mutating func start(
        _ stage: Stage, at now: Instant, against department: DepartmentCode?, under jurisdiction: Jurisdiction
    ) throws(Refusal) {
        try start(stage, at: now, against: department, under: jurisdiction) { [kind, urgent] limits, day in
            limits.rule(for: stage, kind: kind, urgent: urgent, on: day)
        }
    }

    /// Starts the clock within which the department answers an order, by the rule of the order's level.
    mutating func startReply(
        to order: SupervisionOrderID, level: SupervisionOrder.Level, at now: Instant, under jurisdiction: Jurisdiction
    ) throws(Refusal) {
        try start(.reply, at: now, against: lead, under: jurisdiction, order: order) { limits, day in
            limits.rule(for: .reply, matter: level.matter, regime: TimeLimit.supervision, on: day)
        }
    }

    private mutating func start(
        _ stage: Stage, at now: Instant, against department: DepartmentCode?, under jurisdiction: Jurisdiction,
        order: SupervisionOrderID? = nil, by rule: (TimeLimits, Day) -> TimeLimit?
    ) throws(Refusal) {
        let days = [receivedAt.day, changedAt.day, now.day]
        var found: TimeLimit?
        for day in days where found == nil { found = rule(jurisdiction.limits, day) }
        guard let rule = found else { throw .noTimeLimit(stage) }
        let due = jurisdiction.calendar.due(from: now, limit: rule.limit)
        clocks.append(
            Clock(
                ordinal: clocks.count + 1, stage: stage, rule: rule.id, department: department, startedAt: now, dueAt: due.dueAt,
                provisional: due.provisional, calendarVersion: due.calendarVersion, countsLate: rule.countsLate, order: order))
    }

    /// Ends every open clock of the named stages.
    mutating func end(_ stages: Stage..., as ending: Clock.Ending, at now: Instant) {
        for index in clocks.indices where stages.contains(clocks[index].stage) {
            clocks[index].end(ending, at: now)
        }
    }

    /// The clock that follows an order ends with the order's reply.
    mutating func endClock(of order: SupervisionOrderID, as ending: Clock.Ending, at now: Instant) {
        for index in clocks.indices where clocks[index].order == order {
            clocks[index].end(ending, at: now)
        }
    }

    /// An order that goes along with its case asks the new lead, within the time that is left.
    mutating func moveClock(of order: SupervisionOrderID) {
        for index in clocks.indices where clocks[index].order == order && clocks[index].isOpen {
            clocks[index].department = lead
        }
    }

    func openClock(_ stage: Stage) -> Clock? { clocks.last { $0.stage == stage && $0.isOpen } }

    /// The stage clocks of a department begin with its dispatch. The total clock begins with the
    /// first dispatch and follows the case to whoever leads it.
    mutating func startDepartmentClocks(at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        try start(.sign, at: now, against: lead, under: jurisdiction)
        try start(.return, at: now, against: lead, under: jurisdiction)
        if let handle = clocks.firstIndex(where: { $0.stage == .handle && $0.isOpen }) {
            clocks[handle].department = lead
            if let contact = clocks.firstIndex(where: { $0.stage == .firstContact && $0.isOpen }) {
                clocks[contact].end(.cancelled, at: now)
            }
        } else {
            try start(.handle, at: now, against: lead, under: jurisdiction)
        }
        if clocks.last(where: { $0.stage == .firstContact })?.ending != .met {
            try start(.firstContact, at: now, against: lead, under: jurisdiction)
        }
    }
}
