import WorkingTime

/// Extension, suspension, complex classification and parking: asked by the department, decided by somebody else.
extension Draft {
    mutating func ask(_ wish: TimeWish) throws(Refusal) {
        guard let lead = next.lead, let account else { throw .stateForbids(wish.kind.asking, next.state) }
        try check(wish.kind, until: wish.until, ground: wish.ground)
        next.timeRequests.append(
            TimeRequest(
                ordinal: next.timeRequests.count + 1, kind: wish.kind, department: lead, requestedBy: account, requestedAt: now,
                reason: wish.reason, ground: wish.ground, measures: wish.measures, until: wish.until))
        change()
        say(.timeRequested, wish.reason, facts: facts(next.timeRequests[next.timeRequests.count - 1]))
    }

    mutating func decide(_ decision: TimeDecision) throws(Refusal) {
        guard let index = next.timeRequests.lastIndex(where: { $0.kind == decision.kind && $0.isOpen }) else {
            throw .nothingRequested(decision.kind)
        }
        let request = next.timeRequests[index]
        // Late stays late, whatever is granted afterwards: what was asked in time and not decided in time can only be refused.
        if decision.granted {
            do throws(Refusal) {
                try check(request.kind, until: request.until, ground: request.ground)
            } catch {
                throw error.ofRequest
            }
            try grant(request)
        }
        next.timeRequests[index].decidedBy = account
        next.timeRequests[index].decidedAt = now
        next.timeRequests[index].granted = decision.granted
        next.timeRequests[index].decision = decision.text
        change()
        var facts = facts(request)
        facts["reason"] = request.reason
        // While the matter rests it has no due instant.
        if decision.granted, next.suspension == nil { facts["due_at"] = next.mainClock?.dueAt.description }
        say(decision.granted ? .timeGranted : .timeRefused, decision.text, facts: facts)
    }

    private func facts(_ request: TimeRequest) -> [String: String] {
        var facts = ["kind": request.kind.rawValue, "department": request.department.rawValue]
        facts["until"] = request.until?.description
        facts["ground"] = request.ground?.rawValue
        facts["measures"] = request.measures
        return facts
    }

    /// What must hold for it to be asked at all, whatever day is asked for.
    func checkAsking(_ kind: TimeRequest.Kind) throws(Refusal) {
        guard let clock = next.mainClock else { throw .stateForbids(kind.asking, next.state) }
        if !clock.isPaused, now > clock.dueAt { throw .limitPassed(clock.stage, clock.dueAt) }
        switch kind {
        case .extension: _ = try grant(of: clock)
        case .suspension: try next.permitResting(for: Set(SuspensionGround.requestable), under: jurisdiction)
        case .complexity: _ = try complexRule(instead: clock)
        case .parking: break
        }
    }

    /// What must hold when it is asked, and still when it is granted.
    private func check(_ kind: TimeRequest.Kind, until: Day?, ground: SuspensionGround?) throws(Refusal) {
        try checkAsking(kind)
        switch kind {
        case .extension:
            if let clock = next.mainClock { _ = try lengthening(of: clock, until: until ?? clock.dueAt.day) }
        case .suspension:
            try next.permitResting(for: Set([ground].compactMap { $0 }), under: jurisdiction)
            try checkReview(until, longest: .longestSuspension)
        case .complexity: break
        case .parking: try checkReview(until, longest: .longestParking)
        }
    }

    func checkReview(_ until: Day?, shortest: Setting? = nil, longest: Setting) throws(Refusal) {
        let days = { (setting: Setting) throws(Refusal) in try next.needed(setting, at: now, under: jurisdiction) }
        let first = now.day.advanced(by: try shortest.map(days) ?? 1)
        let last = now.day.advanced(by: try days(longest))
        guard let until, (first...max(first, last)).contains(until) else {
            throw .reviewDayOutside(member: "/until", after: first.advanced(by: -1), through: last)
        }
    }

    private func complexRule(instead clock: Clock) throws(Refusal) -> TimeLimit {
        var complex = next
        complex.complex = true
        // A statute has its own limit for the matter, complex or not.
        guard clock.stage == .handle, next.regime == nil || jurisdiction.limits[id: clock.rule]?.regime == TimeLimit.hotline,
            let rule = complex.platformRule(for: .handle, at: now, under: jurisdiction), rule.id != clock.rule
        else { throw .noComplexLimit }
        return rule
    }

    /// What the rule of a clock grants, if it is not used up.
    private func grant(of clock: Clock) throws(Refusal) -> TimeLimit.Extension {
        guard let grant = jurisdiction.limits[id: clock.rule]?.extension else { throw .extensionNotGranted(rule: clock.rule) }
        let since = statuteBegan(clock)
        let used = next.timeRequests.count { $0.kind == .extension && $0.granted == true && ($0.decidedAt ?? now) >= since }
        guard used < grant.times else { throw .extensionsUsed(times: grant.times) }
        return grant
    }

    /// Since when the count goes by the statute that it goes by now: what another one granted ended with that.
    private func statuteBegan(_ clock: Clock) -> Instant {
        let limits = jurisdiction.limits
        let lineage = next.lineage(of: clock)
        let other = lineage.first { limits[id: $0.rule]?.regime != limits[id: clock.rule]?.regime }
        // A count that began anew in its course, with a corrected request or a shorter limit, grants nothing anew.
        return other?.endedAt ?? lineage[lineage.count - 1].startedAt
    }

    /// By how much a clock is lengthened when it is to last until a day, within what its rule grants.
    private func lengthening(of clock: Clock, until day: Day) throws(Refusal) -> Limit {
        let grant = try self.grant(of: clock)
        let calendar = jurisdiction.calendar
        let last = calendar.due(from: clock.dueAt, limit: grant.limit).dueAt.day
        guard day > clock.dueAt.day, day <= last else { throw .extensionOutside(after: clock.dueAt.day, through: last) }
        // A rest day is no day on which something falls due: the next working day is, which the rule's last day is in any case.
        let count = max(1, Int(calendar.elapsed(from: clock.dueAt, to: day.end, unit: grant.limit.unit)))
        for amount in [count, count + 1] {
            guard let limit = Limit(amount: amount, unit: grant.limit.unit) else { continue }
            if calendar.due(from: clock.dueAt, limit: limit).dueAt.day >= day { return limit }
        }
        return grant.limit
    }

    private mutating func grant(_ request: TimeRequest) throws(Refusal) {
        guard let index = next.mainIndex else { throw .stateForbids(request.kind.asking, next.state) }
        switch request.kind {
        case .extension:
            let clock = next.clocks[index]
            next.clocks[index].extendedBy = try lengthening(of: clock, until: request.until ?? clock.dueAt.day)
            guard let rule = jurisdiction.limits[id: clock.rule], let due = next.clocks[index].due(by: rule, under: jurisdiction.calendar)
            else { throw .noTimeLimit(clock.stage) }
            next.clocks[index].move(to: due)
        case .suspension:
            guard let ground = request.ground, let until = request.until else { throw .nothingRequested(.suspension) }
            suspend(for: ground, until: until)
        case .complexity:
            let rule = try complexRule(instead: next.clocks[index])
            next.complex = true
            try next.replaceClock(at: index, against: next.clocks[index].department, by: rule, at: now, under: jurisdiction)
        case .parking:
            next.parkedUntil = request.until
        }
    }

    /// The matter rests from now on.
    mutating func suspend(for ground: SuspensionGround, until: Day) {
        next.suspension = Suspension(ground: ground, since: now, until: until)
        next.haltMain(for: ground, at: now)
        next.state = .suspended
    }

    /// The rest is over, if there was one: the matter's clock runs again with what was left of it. It was granted through its
    /// last day: what anybody was late to notice is nobody's rest.
    mutating func endSuspension() throws(Refusal) {
        guard let suspension = next.suspension else { return }
        // Whom the matter waited for is asked no more.
        next.end(.thirdParty, .coProducer, as: .cancelled, at: now)
        try next.resumeMain(at: min(now, suspension.until.end), under: jurisdiction)
        next.suspension = nil
        next.state = .handling
        for index in next.timeRequests.indices
        where next.timeRequests[index].kind == .suspension && next.timeRequests[index].granted == true {
            next.timeRequests[index].endedAt = next.timeRequests[index].endedAt ?? now
        }
    }

    /// - Parameter text: why, or the opinion that was waited for; nil on the day of review.
    mutating func resume(_ text: String?) throws(Refusal) {
        guard let suspension = next.suspension else { throw .stateForbids(.resume, next.state) }
        next.end(.thirdParty, .coProducer, as: .met, at: now)
        try endSuspension()
        change()
        var facts = ["ground": suspension.ground.rawValue, "until": suspension.until.description]
        facts["due_at"] = next.mainClock?.dueAt.description
        say(.resumed, text, facts: facts)
    }

    mutating func unpark(_ text: String?) throws(Refusal) {
        guard let until = next.parkedUntil else { throw .notParked }
        next.parkedUntil = nil
        for index in next.timeRequests.indices where next.timeRequests[index].kind == .parking && next.timeRequests[index].granted == true {
            next.timeRequests[index].endedAt = next.timeRequests[index].endedAt ?? now
        }
        change()
        say(.unparked, text, facts: ["until": until.description])
    }
}

extension Refusal {
    /// The same as said to whoever decides: the day stands in the request, not in the decision.
    fileprivate var ofRequest: Refusal {
        switch self {
        case .extensionOutside(let after, let through), .reviewDayOutside(_, let after, let through):
            .requestOutdated(after: after, through: through)
        default: self
        }
    }
}
