import Casework
import WorkingTime

/// Two cases that may join, and the orders about them, as steps leave them.
struct LifecycleWorld {
    private(set) var files: [Case]
    private(set) var previous: [Case]
    /// The cases as their histories alone tell them.
    private(set) var told: [Case]
    private(set) var orders: [SupervisionOrder] = []
    private(set) var casesOfOrders: [SupervisionOrderID: Set<Int>] = [:]
    private(set) var now: Instant
    /// The latest that anybody's clock showed.
    private(set) var latest: Instant
    private(set) var jurisdiction: Jurisdiction
    /// With the next holiday notice.
    private let announced: Jurisdiction
    /// Ordinals of the clocks that were late once, by case.
    private(set) var late: [Set<Int>] = [[], []]
    /// How often a report left whom it accuses.
    private(set) var taken = [0, 0]
    private(set) var replayFailure: ReplayFailure?
    /// No step has been taken yet.
    private(set) var isFresh = true

    init(_ filings: [Filing], at now: Instant, under jurisdiction: Jurisdiction, announced: Jurisdiction) throws {
        files = []
        told = []
        for (index, filing) in filings.enumerated() {
            let file = try Case.open(
                filing, id: CaseID(rawValue: index + 1), number: CaseNumber(day: now.day, serial: index + 1),
                routing: jurisdiction.map.resolve(filing.question(on: now.day)), at: now, under: jurisdiction
            ).next
            files.append(file)
            told.append(try Case(replaying: [CaseChanges(from: nil, to: file)], id: file.id))
        }
        previous = files
        self.now = now
        latest = now
        self.jurisdiction = jurisdiction
        self.announced = announced
    }

    /// Carries out a step as the desk would.
    /// - Throws: `Refusal`; only time has passed then.
    mutating func take(_ step: WalkStep) throws(Refusal) {
        isFresh = false
        previous = files
        now = now.adding(seconds: step.seconds)
        latest = max(latest, now)
        watchLateness()
        defer { watchLateness() }
        let file = files[step.file]
        switch step.deed {
        case .command(let command, let staff):
            var map: RoutingDecision?
            if case .dispatch = command {
                map = jurisdiction.map.resolve(
                    Given.question(file.kind, category: file.category, region: file.region, against: file.against))
            }
            let decision = try file.decide(command, by: staff, at: now, under: jurisdiction, map: map)
            if case .classify = command, decision.next.lead != file.lead { taken[step.file] += 1 }
            try settle(decision, of: step.file)
        case .merge(let staff):
            let parent = files[1 - step.file]
            let decision = try file.decide(.merge(into: parent), by: staff, at: now, under: jurisdiction)
            try settle(decision, of: step.file)
            save(
                parent.joined(by: file.number, author: .staff(staff.id, .dispatcher), at: now, under: jurisdiction),
                of: 1 - step.file)
        case .requester(let command):
            let others = files[1 - step.file].parent == file.id
            try settle(try file.decide(command, heldByOthers: others, at: now, under: jurisdiction), of: step.file)
        case .system(let command):
            let others = files[1 - step.file].parent == file.id
            try settle(try file.decide(command, heldByOthers: others, marked: [], at: now, under: jurisdiction), of: step.file)
        case .order(let both, let staff):
            try issue(on: both ? [0, 1] : [step.file], by: staff)
        case .answer(let index, let command, let staff):
            guard orders.indices.contains(index) else { return }
            let (next, event) = try orders[index].decide(command, by: staff, at: now)
            orders[index] = next
            for index in casesOfOrders[next.id, default: []].sorted() { save(files[index].following(next, event), of: index) }
        case .announce:
            jurisdiction = announced
        }
    }

    private mutating func issue(on indices: [Int], by staff: Staff) throws(Refusal) {
        let id = SupervisionOrderID(rawValue: orders.count + 1)
        var decisions: [Decision] = []
        for index in indices {
            let role = try files[index].permit(.issueOrder, to: staff, at: now, under: jurisdiction)
            decisions.append(
                try files[index].ordered(
                    id, level: .order, demand: "", by: .staff(staff.id, role), at: now, under: jurisdiction))
        }
        let leads = Set(decisions.map(\.next.lead))
        guard leads.count == 1, let lead = leads.first ?? nil, Set(indices.map { files[$0].keptFrom }).count == 1 else { return }
        for (index, decision) in zip(indices, decisions) { save(decision, of: index) }
        casesOfOrders[id] = Set(indices)
        orders.append(
            SupervisionOrder(
                id: id, department: lead, level: .order, issuedAt: now, dueAt: now, changedAt: now, state: .issued,
                acknowledgedAt: nil, reply: nil, repliedAt: nil, decision: nil, decidedAt: nil, version: 1))
    }

    private mutating func settle(_ decision: Decision, of index: Int) throws(Refusal) {
        var decision = decision
        let old = files[index]
        let own = orders.filter { casesOfOrders[$0.id, default: []].contains(index) }
        let (changed, left) = try decision.handOver(
            own.map { OrderOnCase($0, isAlone: casesOfOrders[$0.id, default: []].count == 1) }, from: old, under: jurisdiction)
        for order in changed { orders[order.id.rawValue - 1] = order }
        for id in left { casesOfOrders[id]?.remove(index) }
        save(decision, of: index)
        let repeated = 1 - index
        guard decision.concernsRepeats(from: old), files[repeated].parent == old.id,
            let followed = files[repeated].following(decision, apart: [], under: jurisdiction)
        else { return }
        save(followed, of: repeated)
    }

    private mutating func save(_ decision: Decision, of index: Int) {
        do throws(ReplayFailure) {
            try told[index].follow(CaseChanges(from: files[index], to: decision.next))
        } catch {
            replayFailure = error
        }
        files[index] = decision.next
    }

    private mutating func watchLateness() {
        for (index, file) in files.enumerated() {
            for clock in file.clocks where !late[index].contains(clock.ordinal) && clock.isLate(at: latest) {
                late[index].insert(clock.ordinal)
            }
        }
    }
}

extension Clock {
    func isLate(at now: Instant) -> Bool {
        let standing = standing(at: now)
        return standing == .overdue || standing == .metLate
    }
}
