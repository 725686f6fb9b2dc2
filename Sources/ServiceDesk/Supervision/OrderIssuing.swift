import Casework
import CaseworkSQL
import Database
import WorkingTime

/// Brings orders into the world: for somebody who demands, for a rule, and for an order that was not met.
struct OrderIssuing {
    let now: Instant
    let jurisdiction: Jurisdiction
    let transaction: Transaction

    init(at now: Instant, under jurisdiction: Jurisdiction, in transaction: Transaction) {
        self.now = now
        self.jurisdiction = jurisdiction
        self.transaction = transaction
    }

    /// What stands in the order's row beside what is demanded.
    struct Origin {
        let author: CaseEvent.Author
        /// The trigger and the cause for which it raises one order.
        var rule: (trigger: String, cause: String)?
        var predecessor: SupervisionOrderID?
    }

    /// What came of it.
    struct Outcome {
        var issued: SupervisionOrderID?
        var isRecommended = false
        var redCards = 0
    }

    /// Issues an order on the cases, all locked and of one lead, and starts its clock in each.
    @discardableResult
    func issue(
        _ level: SupervisionOrder.Level, _ demand: String, basis: String?, on files: [Case], from origin: Origin
    ) async throws -> SupervisionOrderID {
        guard let department = files.first?.lead, files.allSatisfy({ $0.lead == department }) else {
            throw DeskError.casesOfDifferentDepartments
        }
        // Who asked to return what turns out to be a report against it keeps it until the ruling, and cannot read what is demanded.
        guard !files.contains(where: { $0.isKept(from: department, under: jurisdiction) }) else {
            throw Refusal.departmentIsAccused(member: "/cases")
        }
        let id = try await OrderStore.nextID(in: transaction)
        let decisions = try files.map {
            try $0.ordered(
                id, level: level, demand: demand, by: origin.author, after: origin.predecessor, at: now, under: jurisdiction)
        }
        let dueAt = decisions.compactMap { $0.next.clocks.last?.dueAt }.min() ?? now
        try await OrderStore.insert(
            OrderStore.NewOrder(id: id, level: level, demand: demand, basis: basis, department: department, dueAt: dueAt, origin: origin),
            at: now, cases: files.map(\.id), in: transaction)
        for (file, decision) in zip(files, decisions) { try await CaseStore.save(decision, over: file, in: transaction) }
        let subjects = files.map { Notice.Subject($0.id) }
        // What the line raises at one instant is told at once, however much it is.
        let told = origin.rule == nil ? id : nil
        try await Notices.add(.orderIssued, [.department(department): subjects], order: told, at: now, in: transaction)
        return id
    }

    /// Raises the order of a trigger, once for its cause. The case is locked, and with an order that was not met all its cases.
    func raise(_ trigger: OrderTrigger, on file: Case, for clock: Clock?) async throws -> Outcome {
        if let unmet = clock?.order { return try await raise(trigger, over: unmet) }
        guard let level = trigger.level, CaseAction.issueOrder.fits(file.state), file.lead != nil else { return Outcome() }
        // The order is for who leads; another's clock is its own affair.
        if let clock, clock.department != file.lead { return Outcome() }
        let cause = trigger.cause(in: file, of: clock)
        guard try await !OrderStore.isRaised(trigger.id, for: cause, on: file.id, in: transaction) else { return Outcome() }
        // Where an earlier rule's order has climbed as high already, a second ladder would demand the same of the same department.
        if clock != nil {
            let kindred = jurisdiction.triggers.filter { $0.event == trigger.event }.map(\.id)
            if try await OrderStore.climbs(from: kindred, to: level.andAbove, on: file, in: transaction) { return Outcome() }
        }
        return Outcome(
            issued: try await issue(
                level, trigger.demand, basis: nil, on: [file], from: Origin(author: .system, rule: (trigger.id, cause))))
    }

    /// An order that nobody answered within its limit ends, and its demand is issued a level up.
    private func raise(_ trigger: OrderTrigger, over unmet: SupervisionOrderID) async throws -> Outcome {
        let order = try await OrderStore.lock(unmet, within: .everything, in: transaction)
        // The clock of another of its cases came first, or an answer did.
        guard order.isUnmet(at: now) else { return Outcome() }
        var files: [Case] = []
        for id in try await OrderStore.cases(of: unmet, in: transaction) {
            files.append(try await CaseStore.lock(id, within: .everything, in: transaction))
        }
        // To whom it came late from another, its end brought none; to whom it was issued, it was given then.
        let redCards = try await CardStore.give(NewCard.red(for: order, in: files), at: now, in: transaction)
        let level = trigger.level ?? order.level.next
        let rule = (trigger.id, "\(trigger.id) of order \(unmet.rawValue)")
        guard level != nil else {
            var outcome = try await escalate(order, files, to: nil, demand: nil, by: .system, rule: nil)
            outcome.redCards = redCards
            return outcome
        }
        let (ended, event) = order.unmet(at: now)
        try await OrderStore.save(ended, in: transaction)
        var followed: [Case] = []
        for file in files {
            let decision = file.following(ended, event)
            try await CaseStore.save(decision, over: file, in: transaction)
            followed.append(decision.next)
        }
        var outcome = try await escalate(ended, followed, to: level, demand: trigger.demand, by: .system, rule: rule)
        outcome.redCards = redCards
        return outcome
    }

    /// What follows when an order was not met: the demand a level up in a new order, and above the highest level a
    /// recommendation for accountability.
    /// - Parameters:
    ///   - files: its cases as they stand, all locked.
    ///   - level: nil above the highest.
    ///   - demand: what is said before the words of the old order.
    @discardableResult
    func escalate(
        _ order: SupervisionOrder, _ files: [Case], to level: SupervisionOrder.Level?, demand: String?, by author: CaseEvent.Author,
        rule: (trigger: String, cause: String)?
    ) async throws -> Outcome {
        let told: [Notice.Receiver: [Notice.Subject]] = [.role(.supervisor): files.map { Notice.Subject($0.id) }]
        guard let level else {
            let isNew = try await AccountabilityStore.recommend(order, cases: files.map(\.id), at: now, in: transaction)
            if isNew { try await Notices.add(.accountabilityRecommended, told, order: order.id, at: now, in: transaction) }
            return Outcome(isRecommended: isNew)
        }
        try await Notices.add(.orderUnmet, told, order: rule == nil ? order.id : nil, at: now, in: transaction)
        let accused = try await OrderStore.accused(in: order.id, in: transaction)
        let asked = order.askedAgain(among: files, accused: accused, under: jurisdiction)
        guard !asked.isEmpty else { return Outcome() }
        let (words, basis) = try await OrderStore.demand(of: order.id, in: transaction)
        let again = demand.flatMap { words.contains($0) ? nil : "\($0)\n\(words)" } ?? words
        let issued = try await issue(level, again, basis: basis, on: asked, from: Origin(author: author, rule: rule, predecessor: order.id))
        // Its words are the old one's: it is kept from whom that was kept from.
        try await OrderStore.leaveBehind(order.id, by: issued, at: now, in: transaction)
        return Outcome(issued: issued)
    }
}
