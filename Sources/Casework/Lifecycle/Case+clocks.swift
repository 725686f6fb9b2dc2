import WorkingTime

/// How the clocks of a case start, go on and end.
extension Case {
    /// The days whose rules may hold, best first: the day of receipt; what was received before the rules began follows those
    /// of the day on which it was taken up, or else those of the day on which the clock starts.
    private func days(at now: Instant) -> [Day] { [receivedAt.day, changedAt.day, now.day] }

    func rule(at now: Instant, by find: (Day) -> TimeLimit?) -> TimeLimit? { days(at: now).lazy.compactMap(find).first }

    /// A count or a number of days of the settings, by the same days.
    func setting(_ setting: Setting, at now: Instant, under jurisdiction: Jurisdiction) -> Int? {
        days(at: now).lazy.compactMap { jurisdiction.settings.whole(setting, on: $0) }.first
    }

    /// The same where nothing can be decided without it.
    func needed(_ setting: Setting, at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) -> Int {
        guard let number = self.setting(setting, at: now, under: jurisdiction) else { throw .notSet(setting) }
        return number
    }

    /// Starts the clock of a stage by the platform's rule.
    mutating func start(
        _ stage: Stage, at now: Instant, against department: DepartmentCode?, under jurisdiction: Jurisdiction
    ) throws(Refusal) {
        guard let rule = platformRule(for: stage, at: now, under: jurisdiction) else { throw .noTimeLimit(stage) }
        start(by: rule, at: now, against: department, under: jurisdiction)
    }

    func platformRule(for stage: Stage, at now: Instant, under jurisdiction: Jurisdiction) -> TimeLimit? {
        rule(at: now) { jurisdiction.limits.rule(for: stage, kind: kind, complex: complex, urgent: urgent, on: $0) }
    }

    /// The statute's rule for a stage, where the case falls under one that has it: of the first of those days on which the
    /// statute has rules at all, so that a later text does not mingle with the one that holds.
    func statuteRule(for stage: Stage, at now: Instant, under jurisdiction: Jurisdiction) -> TimeLimit? {
        guard let regime else { return nil }
        let limits = jurisdiction.limits
        guard let day = days(at: now).first(where: { !limits.matters(of: regime.name, on: $0).isEmpty }) else { return nil }
        return limits.rule(for: stage, under: regime, kind: kind, on: day)
    }

    /// Starts the clock within which the department answers an order, by the rule of the order's level.
    mutating func startReply(
        to order: SupervisionOrderID, level: SupervisionOrder.Level, at now: Instant, under jurisdiction: Jurisdiction
    ) throws(Refusal) {
        let rule = rule(at: now) { jurisdiction.limits.rule(for: .reply, matter: level.matter, regime: TimeLimit.supervision, on: $0) }
        guard let rule else { throw .noTimeLimit(.reply) }
        start(by: rule, at: now, against: lead, under: jurisdiction, order: order)
    }

    /// - Parameter continues: the ordinal of the clock that it replaces with a count of its own.
    mutating func start(
        by rule: TimeLimit, at now: Instant, against department: DepartmentCode?, under jurisdiction: Jurisdiction,
        order: SupervisionOrderID? = nil, continues: Int? = nil
    ) {
        let due = jurisdiction.calendar.due(from: now, limit: rule.limit)
        clocks.append(
            Clock(
                ordinal: clocks.count + 1, stage: rule.stage, rule: rule.id, department: department, startedAt: now, dueAt: due.dueAt,
                provisional: due.provisional, calendarVersion: due.calendarVersion, countsLate: rule.countsLate, order: order,
                continues: continues))
    }

    /// Lets another clock go on with the count of an open one: against another department, or by another rule. The first ends,
    /// and is late if it was: what one department let pass is not its successor's.
    /// - Parameters:
    ///   - start: where the other rule's count begins, if not where the old one's did.
    mutating func replaceClock(
        at index: Int, against department: DepartmentCode?, by rule: TimeLimit? = nil, from start: Instant? = nil,
        at now: Instant, under jurisdiction: Jurisdiction
    ) throws(Refusal) {
        let old = clocks[index]
        guard let rule = rule ?? jurisdiction.limits[id: old.rule] else { throw .noTimeLimit(old.stage) }
        var next = successor(of: old, by: rule, from: start ?? old.startedAt, against: department, under: jurisdiction)
        clocks[index].end(.replaced, at: now)
        if rule.id != old.rule, !next.isPaused, let due = next.due(by: rule, under: jurisdiction.calendar) { next.move(to: due) }
        clocks.append(next)
    }

    /// The clock that goes on with the count of another, due as that is until it is counted. What was granted stays granted and
    /// what rested has rested, but not under another statute: that grants for itself, and stands still for what it names.
    func successor(
        of old: Clock, by rule: TimeLimit, from start: Instant, against department: DepartmentCode?, under jurisdiction: Jurisdiction
    ) -> Clock {
        let isOfOneStatute = rule.regime == jurisdiction.limits[id: old.rule]?.regime
        return Clock(
            ordinal: clocks.count + 1, stage: old.stage, rule: rule.id, department: department, startedAt: start, dueAt: old.dueAt,
            originalDueAt: old.originalDueAt, provisional: old.provisional, calendarVersion: old.calendarVersion,
            countsLate: rule.countsLate, order: old.order, extendedBy: isOfOneStatute && rule.extension != nil ? old.extendedBy : nil,
            halts: isOfOneStatute ? old.halts : old.halts.filter { SuspensionGround(rawValue: $0.ground).map(rule.stands(for:)) ?? false },
            continues: old.ordinal)
    }

    /// Ends every open clock of the named stages.
    mutating func end(_ stages: Stage..., as ending: Clock.Ending, at now: Instant) {
        for index in clocks.indices where stages.contains(clocks[index].stage) && clocks[index].order == nil {
            clocks[index].end(ending, at: now)
        }
    }

    /// Ends every open clock of the case itself; those of orders go on: an order is a thing of its own.
    mutating func endAll(as ending: Clock.Ending, at now: Instant) {
        for index in clocks.indices where clocks[index].order == nil { clocks[index].end(ending, at: now) }
    }

    mutating func endSupport(of department: DepartmentCode, as ending: Clock.Ending, at now: Instant) {
        for index in clocks.indices where clocks[index].stage == .support && clocks[index].department == department {
            clocks[index].end(ending, at: now)
        }
    }

    /// The clock that follows an order ends with the order's reply.
    mutating func endClock(of order: SupervisionOrderID, as ending: Clock.Ending, at now: Instant) {
        for index in clocks.indices where clocks[index].order == order { clocks[index].end(ending, at: now) }
    }

    /// An order that goes along with its case asks the new lead, within the time that is left.
    mutating func moveClock(of order: SupervisionOrderID, at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        for index in clocks.indices where clocks[index].order == order && clocks[index].isOpen {
            try replaceClock(at: index, against: lead, at: now, under: jurisdiction)
        }
    }

    /// A clock and, one before the other, those whose count it goes on with.
    public func lineage(of clock: Clock) -> [Clock] {
        var lineage = [clock]
        while let ordinal = lineage.last?.continues, let before = clocks.first(where: { $0.ordinal == ordinal }) { lineage.append(before) }
        return lineage
    }

    func openClock(_ stage: Stage) -> Clock? { clocks.last { $0.stage == stage && $0.isOpen && $0.order == nil } }
    func openIndex(_ stage: Stage) -> Int? { clocks.lastIndex { $0.stage == stage && $0.isOpen && $0.order == nil } }

    /// The clock of the matter itself: handling, or its repetition.
    public var mainClock: Clock? { openClock(.rework) ?? openClock(.handle) }
    var mainIndex: Int? { openIndex(.rework) ?? openIndex(.handle) }

    /// Stops the clock of the matter.
    mutating func haltMain(for ground: SuspensionGround, at now: Instant) {
        if let index = mainIndex { clocks[index].halt(for: ground.rawValue, at: now) }
    }

    /// Lets it run again, with the remainder it had.
    mutating func resumeMain(at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        guard let index = mainIndex, clocks[index].isPaused, let last = clocks[index].halts.indices.last else { return }
        guard let rule = jurisdiction.limits[id: clocks[index].rule] else { throw .noTimeLimit(clocks[index].stage) }
        let wasInTime = clocks[index].halts[last].from <= clocks[index].dueAt
        clocks[index].halts[last].to = max(now, clocks[index].halts[last].from)
        guard var due = clocks[index].due(by: rule, under: jurisdiction.calendar) else { return }
        // A day of it was left at least, also where the calendar has changed meanwhile: nobody becomes late by a notice.
        if wasInTime, due.dueAt < now, let day = Limit(amount: 1, unit: rule.limit.unit) {
            due = jurisdiction.calendar.due(from: now, limit: day)
        }
        clocks[index].move(to: due)
    }

    /// The stage clocks of a department begin with its dispatch. The total clock begins with the first dispatch and follows
    /// the case to whoever leads it: a return does not stop it.
    mutating func startDepartmentClocks(at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        try start(.sign, at: now, against: lead, under: jurisdiction)
        try start(.return, at: now, against: lead, under: jurisdiction)
        for stage in Self.statuteStages + [.feedback] { try handOver(stage, at: now, under: jurisdiction) }
        if openIndex(.handle) != nil {
            try handOver(.handle, at: now, under: jurisdiction)
        } else if reopenings > 0 || clocks.contains(where: { $0.stage == .handle && $0.ending == .met }), !isEndedBySilence {
            try startHandlingAgain(at: now, under: jurisdiction)
        } else if !isEndedBySilence {
            try startHandling(at: now, under: jurisdiction)
        }
        end(.firstContact, as: .cancelled, at: now)
        if clocks.last(where: { $0.stage == .firstContact })?.ending != .met {
            try start(.firstContact, at: now, against: lead, under: jurisdiction)
        }
    }

    private mutating func handOver(_ stage: Stage, at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        guard let index = openIndex(stage), clocks[index].department != lead else { return }
        try replaceClock(at: index, against: lead, at: now, under: jurisdiction)
    }

    /// Starts the clock of the matter: by the statute's rule where one holds and has begun, else by the platform's. A statute
    /// that counts from acceptance has its own limit for accepting; one that has none runs behind the platform's until then.
    mutating func startHandling(at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        guard let rule = statuteRule(for: .handle, at: now, under: jurisdiction) else {
            return try start(.handle, at: now, against: lead, under: jurisdiction)
        }
        switch rule.startEvent {
        case "received": start(by: rule, at: receivedAt, against: lead, under: jurisdiction)
        case "dispatched": start(by: rule, at: now, against: lead, under: jurisdiction)
        default:
            // At intake the clock for accepting starts after the dispatch by the map.
            let isNew = dispatches == 1 && !clocks.contains { $0.stage == .accept }
            let awaitsAcceptance = openIndex(.accept) != nil || isNew && statuteRule(for: .accept, at: now, under: jurisdiction) != nil
            if !awaitsAcceptance { try start(.handle, at: now, against: lead, under: jurisdiction) }
        }
    }

    /// The whole limit once more, of a matter that was answered or taken up again: whatever its rule counts from is past, unless
    /// it is an acceptance for which a limit runs.
    mutating func startHandlingAgain(at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        let statute = statuteRule(for: .handle, at: now, under: jurisdiction)
        if statute?.countsFromAcceptance ?? false, openIndex(.accept) != nil { return }
        guard let rule = statute ?? platformRule(for: .handle, at: now, under: jurisdiction) else { throw .noTimeLimit(.handle) }
        start(by: rule, at: now, against: lead, under: jurisdiction)
    }

    /// What acceptance means for the clocks: the statute's own count of the matter may begin now.
    mutating func accepted(at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) {
        acceptedAt = acceptedAt ?? now
        end(.accept, as: .met, at: now)
        if let rule = statuteRule(for: .handle, at: now, under: jurisdiction), rule.countsFromAcceptance,
            openClock(.handle)?.rule != rule.id, !isEndedBySilence
        {
            let old = openClock(.handle)
            end(.handle, as: .replaced, at: now)
            start(by: rule, at: now, against: lead, under: jurisdiction, continues: old?.ordinal)
        } else if mainIndex == nil, !isEndedBySilence {
            try startHandling(at: now, under: jurisdiction)
        }
    }

    /// The matter's limit ended it by silence: what is left is to tell the requester.
    var isEndedBySilence: Bool { mainIndex == nil && openIndex(.feedback) != nil }

    /// The stages of a statute that run from receipt beside the matter's own.
    static let statuteStages: [Stage] = [.accept, .correctionNotice, .respond]

    /// The statute's clocks that run from receipt beside the matter's own: acceptance, which who has accepted is past; the right
    /// to ask for a correction; the public word on a matter of public opinion.
    /// - Parameter reopened: whether they begin anew with what is taken up again now.
    mutating func startStatuteClocks(at now: Instant, reopened: Bool = false, under jurisdiction: Jurisdiction) {
        for stage in Self.statuteStages {
            if stage == .accept, ![.received, .dispatched, .returning].contains(state) { continue }
            let last = clocks.last { $0.stage == stage }
            // A refusal met the limit for accepting, and accepted nothing.
            let isDone = last?.ending == .met && !(stage == .accept && acceptedAt == nil)
            if let last, last.isOpen || isDone || last.ending == .silence { continue }
            guard let rule = statuteRule(for: stage, at: now, under: jurisdiction) else { continue }
            // What is found is found when it is named as that, and not once more when its matter turns out to be another.
            let found = rule.startEvent == "found" ? max(last?.startedAt ?? now, countsFrom) : countsFrom
            start(by: rule, at: reopened ? now : found, against: lead, under: jurisdiction)
        }
    }

    /// When the department's count began: with the first dispatch, or when what nobody had signed was taken up again.
    var dispatchedAt: Instant? {
        let signing = clocks.filter { $0.stage == .sign }.map(\.startedAt)
        let anew = clocks.last { [.handle, .accept].contains($0.stage) && $0.continues == nil && signing.contains($0.startedAt) }
        return anew?.startedAt ?? signing.first
    }

    /// From when counts from the receipt go: what was taken up again counts from then.
    var countsFrom: Instant {
        guard reopenings > 0 else { return receivedAt }
        return clocks.last { [.dispatch, .accept, .handle].contains($0.stage) && $0.continues == nil }?.startedAt ?? receivedAt
    }
}
