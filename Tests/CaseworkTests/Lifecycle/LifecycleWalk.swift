import Casework
import WorkingTime

/// Random people who do random things to one case and the orders about it, at times that grow, and now and then step back a little.
struct LifecycleWalk {
    private(set) var file: Case
    private(set) var previous: Case
    private(set) var accepted = 0
    private(set) var refused = 0
    private(set) var states: Set<CaseState> = []
    private var orders: [SupervisionOrder] = []
    /// How often a report left whom it accuses.
    private(set) var taken = 0
    private var now: Instant
    private var random: SeededGenerator
    private let jurisdiction: Jurisdiction
    /// A case that a repeat can join.
    private let parent: Case

    private static let staff = Actor.allCases.map(\.staff) + Given.departments.map { Given.handler(of: $0.code) }
    private static let accusations = [nil, Against.department("urban-1"), .department("gov"), .department("watch"), .name("莲都执法局")]
    private static let departments = Given.departments.map(\.code) + ["nowhere"]

    init(seed: UInt64, under jurisdiction: Jurisdiction) throws(Refusal) {
        var random = SeededGenerator(seed: seed)
        let now = at("03-02 00:00").adding(seconds: .random(in: 0..<2_000_000, using: &random))
        let filing = Filing(
            kind: Kind.allCases.randomElement(using: &random) ?? .report, title: "", body: "",
            category: ["010101", "020101", nil].randomElement(using: &random) ?? nil, region: "3301",
            against: Self.accusations.randomElement(using: &random) ?? nil,
            receivedAt: now.adding(seconds: -.random(in: 0..<400_000, using: &random)))
        let opened = try Case.open(
            filing, id: CaseID(rawValue: 1), number: CaseNumber(day: now.day, serial: 1),
            routing: jurisdiction.map.resolve(filing.question(on: now.day)),
            at: now, under: jurisdiction)
        file = opened.next
        let other = Filing(
            kind: filing.kind, title: "", body: "", category: "010101", region: "3301", against: filing.against, receivedAt: now)
        parent = try Case.open(
            other, id: CaseID(rawValue: 2), number: CaseNumber(day: now.day, serial: 2),
            routing: jurisdiction.map.resolve(other.question(on: now.day)), at: now, under: jurisdiction
        ).next
        previous = opened.next
        self.now = now
        self.random = random
        self.jurisdiction = jurisdiction
        states = [file.state]
    }

    /// False: a refusal, and nothing changed.
    mutating func step() -> Bool {
        previous = file
        now = now.adding(seconds: .random(in: -30..<20_000, using: &random))
        let staff = someone()
        do throws(Refusal) {
            if !orders.isEmpty, chance(8) {
                try answerOrder(by: staff)
            } else {
                try act(by: staff)
            }
            accepted += 1
            states.insert(file.state)
            return true
        } catch {
            refused += 1
            return false
        }
    }

    private mutating func act(by staff: Staff) throws(Refusal) {
        // Mostly what can be done, so that walks get far; sometimes anything.
        let possible = chance(4) ? [] : file.allowedActions(for: staff, at: now, under: jurisdiction)
        guard let action = (possible.isEmpty ? CaseAction.allCases : possible).randomElement(using: &random) else { return }
        guard let command = command(action) else {
            let id = SupervisionOrderID(rawValue: orders.count + 1)
            file = try file.ordered(id, level: .order, demand: "", by: staff, at: now, under: jurisdiction).next
            guard let lead = file.lead, let dueAt = file.clocks.last?.dueAt else { return }
            orders.append(
                SupervisionOrder(
                    id: id, department: lead, level: .order, issuedAt: now, dueAt: dueAt, changedAt: now, state: .issued,
                    acknowledgedAt: nil, reply: nil, repliedAt: nil, decision: nil, decidedAt: nil, version: 1))
            return
        }
        var map: RoutingDecision?
        if action == .dispatch {
            map = jurisdiction.map.resolve(Given.question(file.kind, category: file.category, region: file.region, against: file.against))
        }
        let next = try file.decide(command, by: staff, at: now, under: jurisdiction, map: map).next
        if action == .classify, next.lead != file.lead { taken += 1 }
        file = next
    }

    private mutating func answerOrder(by staff: Staff) throws(Refusal) {
        let index = Int.random(in: orders.indices, using: &random)
        let commands: [OrderCommand] = [.acknowledge, .reply(""), .accept(nil), .reject("")]
        guard let command = commands.randomElement(using: &random) else { return }
        let (next, event) = try orders[index].decide(command, by: staff, at: now)
        orders[index] = next
        file = file.following(next, event).next
    }

    /// Nil for an order, which is more than a command.
    private mutating func command(_ action: CaseAction) -> CaseCommand? {
        switch action {
        case .classify:
            .classify(
                Classification(
                    kind: chance(3) ? Kind.allCases.randomElement(using: &random) : nil, category: "010101", urgent: chance(2),
                    against: chance(4) ? Self.accusations.randomElement(using: &random) ?? nil : nil))
        case .dispatch:
            .dispatch(Dispatch(department: chance(2) ? nil : department(), supporting: chance(2) ? [] : [department(), department()]))
        case .claim: .claim
        case .release: .release
        case .sign: .sign
        case .accept: .accept
        case .recordContact: .recordContact(Contact(means: .phone, reached: chance(2), text: ""))
        case .requestReturn: .requestReturn(ReturnGrounds(reason: "", legalBasis: "", proposed: department()))
        case .ruleOnReturn:
            .ruleOnReturn(Ruling(verdict: chance(3) ? .rejected : .upheld(to: chance(2) ? nil : department()), text: ""))
        case .reply:
            .reply(
                Reply(
                    text: "", outcome: .solved, finishedAt: chance(2) ? nil : now.adding(seconds: -.random(in: 0..<90_000, using: &random)),
                    withoutSupport: chance(3) ? nil : ""))
        case .refuse: chance(3) ? .refuse(Rejection(ground: .sameMatter, route: ""), text: "") : .note("")
        case .answerDirectly: chance(3) ? .answerDirectly("") : .note("")
        case .merge: .merge(MergeParent(parent))
        case .requestExtension: .requestTime(wish(.extension))
        case .requestSuspension: .requestTime(wish(.suspension))
        case .requestComplexity: .requestTime(wish(.complexity))
        case .requestParking: .requestTime(wish(.parking))
        case .decideExtension: .decideTime(TimeDecision(kind: .extension, granted: !chance(3), text: ""))
        case .decideSuspension: .decideTime(TimeDecision(kind: .suspension, granted: !chance(3), text: ""))
        case .decideComplexity: .decideTime(TimeDecision(kind: .complexity, granted: !chance(3), text: ""))
        case .decideParking: .decideTime(TimeDecision(kind: .parking, granted: !chance(3), text: ""))
        case .resume: .resume("")
        case .unpark: .unpark("")
        case .requestSupport: .requestSupport([department()], demand: "")
        case .answerSupport: .answerSupport("")
        case .releaseSupport: .releaseSupport(file.supporting.first ?? department(), text: "")
        case .requestCorrection: .requestCorrection("", until: now.day.advanced(by: .random(in: 0..<9, using: &random)))
        case .consult: .consult(chance(2) ? .thirdParty : .coProducer, text: "")
        case .recordCallback: .recordCallback(opinion())
        case .orderRework: .orderRework("")
        case .reopen: .reopen("")
        case .review: .review(Review(approved: chance(2), text: chance(4) ? nil : ""))
        case .close: .close(outcome: .explained, text: nil)
        case .note: .note("")
        case .urge: .urge("")
        case .issueOrder: nil
        }
    }

    private mutating func wish(_ kind: TimeRequest.Kind) -> TimeWish {
        TimeWish(
            kind: kind, reason: "", until: now.day.advanced(by: .random(in: 0..<25, using: &random)),
            ground: kind == .suspension ? SuspensionGround.requestable.randomElement(using: &random) : nil,
            measures: kind == .parking ? "" : nil)
    }

    private mutating func opinion() -> Opinion {
        guard !chance(3) else { return Opinion(contacted: false) }
        return Opinion(contacted: true, solved: chance(2), service: .satisfied, result: Rating.allCases.randomElement(using: &random))
    }

    /// The lead's people, a dispatcher and a supervisor move a case; the others must not.
    private mutating func someone() -> Staff {
        switch Int.random(in: 0..<8, using: &random) {
        case 0..<4: file.lead.map(Given.handler) ?? Actor.dispatcher.staff
        case 4: Actor.dispatcher.staff
        case 5, 6: Actor.supervisor.staff
        default: Self.staff.randomElement(using: &random) ?? Actor.nobody.staff
        }
    }

    private mutating func department() -> DepartmentCode { Self.departments.randomElement(using: &random) ?? "gov" }
    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
}

extension LifecycleWalk {
    /// What must hold of any case at any time, and is broken now.
    var broken: [String] {
        let open = file.clocks.filter { $0.isOpen && $0.order == nil }
        let stages = Set(open.map(\.stage))
        let meant = file.against.map(jurisdiction.map.departments(accusedBy:)) ?? []
        let accused = { (department: DepartmentCode) in file.kind == .report && jurisdiction.map.isBarred(department, when: meant) }
        let working = [.dispatched, .returning, .handling].contains(file.state)
        let reworking = file.state == .handling && stages.contains(.rework)
        let claims: [(Bool, String)] = [
            ((file.lead == nil) == (file.state == .received), "a lead from dispatch on"),
            ((file.dispatches == 0) == (file.state == .received), "dispatches are counted"),
            (file.lead.map { !file.supporting.contains($0) } ?? file.supporting.isEmpty, "nobody leads and helps"),
            (Set(file.supporting).count == file.supporting.count, "each helps once"),
            (file.state != .closed || open.isEmpty, "what is closed waits for nobody"),
            (open.count == stages.count, "one open clock a stage"),
            (stages.contains(.handle) == (working && !reworking), "handling is measured while it is worked on"),
            (stages.contains(.dispatch) == (file.state == .received), "dispatch is measured until the first"),
            (stages.contains(.returnRuling) == (file.state == .returning), "a ruling is awaited while returning"),
            (stages.contains(.callback) == (file.state == .callback), "the callback is measured while awaited"),
            (!stages.contains(.feedback), "feedback comes with the reply"),
            (!stages.contains(.sign) || (file.state == .dispatched && !file.signed), "who signed is not waited for"),
            (file.state != .dispatched || file.signed || stages.contains(.sign), "who has not signed is waited for"),
            (!(working || file.state == .received) || file.nextDueAt != nil, "somebody must act"),
            ((file.pendingReturn != nil) == (file.state == .returning), "a return is open while returning"),
            (Set(file.returns.map(\.department)).count == file.returns.count, "one return a department"),
            (file.dispatches <= 3 + taken, "the third dispatch designates"),
            ((file.outcome != nil) == [.replied, .callback, .closed].contains(file.state), "an outcome once answered"),
            (file.state == .returning || file.lead.map { !accused($0) } ?? true, "a report is kept from the accused"),
            (!file.supporting.contains(where: accused), "the accused do not help"),
            (file.clocks.allSatisfy { ($0.endedAt ?? $0.startedAt) >= $0.startedAt && $0.dueAt > $0.startedAt }, "clocks run forward"),
            (file.clocks.map(\.ordinal) == Array(1...file.clocks.count), "clocks are numbered"),
            (
                open.allSatisfy { ![.sign, .return, .handle, .rework, .firstContact].contains($0.stage) || $0.department == file.lead },
                "open clocks run against the lead"
            ),
            (file.changedAt >= previous.changedAt, "time runs forward"),
            (file.version >= previous.version && file.version <= previous.version + 2, "the version grows"),
            (
                file.version > previous.version
                    || (file.state == previous.state && file.clocks == previous.clocks && file.handler == previous.handler
                        && file.urges == previous.urges && file.returns == previous.returns),
                "what is shown is of one version"
            ),
            (previous.clocks.indices.allSatisfy { kept(previous.clocks[$0], as: file.clocks[$0]) }, "what ended stays as it was"),
            (previous.state != .closed || file.state == .closed, "closed is final"),
        ]
        return claims.filter { !$0.0 }.map(\.1)
    }

    private func kept(_ before: Clock, as after: Clock) -> Bool {
        guard before.isOpen else { return before == after }
        return before.startedAt == after.startedAt && before.dueAt == after.dueAt && before.rule == after.rule
            && before.stage == after.stage
    }
}
