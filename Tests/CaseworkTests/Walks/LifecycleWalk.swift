import Casework
import SeededRandom
import WorkingTime

/// Random people who do random things to two cases and the orders about them, at times that grow, and now and then step back a
/// little.
struct LifecycleWalk {
    private(set) var world: LifecycleWorld
    private(set) var steps: [WalkStep] = []
    private(set) var reached: Set<String> = []
    private(set) var states: Set<CaseState> = []
    private(set) var refused = 0
    private let seed: UInt64
    private var random: SeededGenerator

    private static let staff = Actor.allCases.map(\.staff) + Given.departments.map { Given.handler(of: $0.code) }
    private static let accusations = [nil, Against.department("urban-1"), .department("gov"), .department("watch"), .name("莲都执法局")]
    /// What moves no case: walks would not get far.
    private static let idle: Set<CaseAction> = [.note, .urge, .claim, .release, .recordContact, .issueOrder, .classify]
    private static let departments = Given.departments.map(\.code) + ["nowhere"]

    init(seed: UInt64) throws {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        world = try Self.world(&random)
        states = Set(world.files.map(\.state))
    }

    private static func world(_ random: inout SeededGenerator) throws -> LifecycleWorld {
        let now = at("03-02 00:00").adding(seconds: .random(in: 0..<2_000_000, using: &random))
        let kinds = [Kind.complaint, .complaint, .report] + Kind.allCases
        var filings: [Filing] = []
        for _ in 0..<2 {
            // Two of one kind can join.
            let like = filings.first.flatMap { Bool.random(using: &random) ? $0 : nil }
            filings.append(
                Filing(
                    kind: like?.kind ?? kinds.randomElement(using: &random) ?? .report, title: "", body: "",
                    category: ["010101", "020101", nil, nil].randomElement(using: &random) ?? nil, region: "3301",
                    against: like.map(\.against) ?? accusations.randomElement(using: &random) ?? nil,
                    receivedAt: now.adding(seconds: -.random(in: 0..<400_000, using: &random))))
        }
        return try LifecycleWorld(filings, at: now, under: try Given.unannounced.get(), announced: try Given.announced.get())
    }

    /// The world that the same seed begins with, after other steps.
    func replayed(_ steps: [WalkStep]) throws -> LifecycleWorld? {
        var random = SeededGenerator(seed: seed)
        var world = try Self.world(&random)
        for step in steps {
            do throws(Refusal) { try world.take(step) } catch {}
            if !world.broken.isEmpty { return world }
        }
        return nil
    }

    mutating func step() {
        let step = invent()
        steps.append(step)
        do throws(Refusal) {
            try world.take(step)
            reached.insert(step.name)
            for file in world.files { states.insert(file.state) }
        } catch {
            refused += 1
        }
    }

    private mutating func invent() -> WalkStep {
        let seconds = wait()
        let index = Int.random(in: 0..<2, using: &random)
        let file = world.files[index]
        let then = world.now.adding(seconds: seconds)
        return WalkStep(seconds: seconds, file: index, deed: deed(on: file, at: then))
    }

    /// Mostly minutes to hours, sometimes days, seldom weeks.
    private mutating func wait() -> Int64 {
        switch Int.random(in: 0..<40, using: &random) {
        case 0: .random(in: 0..<50 * 86_400, using: &random)
        case 1..<6: .random(in: 0..<6 * 86_400, using: &random)
        default: .random(in: -30..<20_000, using: &random)
        }
    }

    private mutating func deed(on file: Case, at then: Instant) -> WalkStep.Deed {
        let dice = Int.random(in: 0..<100, using: &random)
        switch dice {
        case 0..<14: return .system(system(on: file, at: then))
        case 14..<17: return .requester(.supplement("", reopening: chance(2)))
        case 17: return .requester(.withdraw(nil))
        case 18..<23: return .requester(.rate(opinion()))
        case 23..<27 where !world.orders.isEmpty:
            let index = Int.random(in: world.orders.indices, using: &random)
            let command = [OrderCommand.acknowledge, .reply(""), .accept(nil), .reject("")].randomElement(using: &random) ?? .acknowledge
            return .answer(index, command, chance(2) ? Given.handler(of: world.orders[index].department) : someone(for: file))
        case 27: return .announce
        default:
            let staff = someone(for: file)
            // Mostly what can be done, so that walks get far; sometimes anything.
            let offered = chance(5) ? [] : file.allowedActions(for: staff, at: then, under: world.jurisdiction)
            let possible = offered.filter { !Self.idle.contains($0) || chance(6) }
            let action =
                (possible.isEmpty ? (offered.isEmpty ? CaseAction.allCases : offered) : possible).randomElement(using: &random) ?? .note
            switch action {
            case .merge: return .merge(staff)
            case .issueOrder: return .order(both: chance(3), staff)
            default: return .command(command(action, on: file, at: then) ?? .note(""), staff)
            }
        }
    }

    /// What the line would find to do, or anything.
    private mutating func system(on file: Case, at then: Instant) -> SystemCommand {
        if file.suspension.map({ then > $0.until.end }) ?? false { return .endSuspension }
        if file.parkedUntil.map({ then > $0.end }) ?? false { return .endParking }
        if let clock = file.openCallback, then > clock.dueAt { return .endCallback }
        if let clock = file.clocks.last(where: { $0.stage == .handle && $0.isOpen && !$0.countsLate }) {
            return .applySilence(clock.ordinal)
        }
        let recount = SystemCommand.recount(loadedAt: then)
        return [.endSuspension, .endParking, .endCallback, .applySilence(1), recount, recount, recount].randomElement(using: &random)
            ?? recount
    }

    /// Nil for what is more than a command.
    private mutating func command(_ action: CaseAction, on file: Case, at then: Instant) -> CaseCommand? {
        switch action {
        case .classify:
            .classify(
                Classification(
                    kind: chance(4) ? Kind.allCases.randomElement(using: &random) : nil, category: "010101", urgent: chance(2),
                    regime: chance(2) ? regime() : nil,
                    against: chance(5) ? Self.accusations.randomElement(using: &random) ?? nil : nil))
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
                    text: "", outcome: .solved,
                    finishedAt: chance(2) ? nil : then.adding(seconds: -.random(in: 0..<90_000, using: &random)),
                    withoutSupport: chance(3) ? nil : ""))
        case .refuse: chance(4) ? .refuse(Rejection(ground: .sameMatter, route: ""), text: "") : .note("")
        case .answerDirectly: chance(4) ? .answerDirectly("") : .note("")
        case .requestExtension: .requestTime(wish(.extension, of: file, at: then))
        case .requestSuspension: .requestTime(wish(.suspension, of: file, at: then))
        case .requestComplexity: .requestTime(wish(.complexity, of: file, at: then))
        case .requestParking: .requestTime(wish(.parking, of: file, at: then))
        case .decideExtension: .decideTime(TimeDecision(kind: .extension, granted: !chance(3), text: ""))
        case .decideSuspension: .decideTime(TimeDecision(kind: .suspension, granted: !chance(3), text: ""))
        case .decideComplexity: .decideTime(TimeDecision(kind: .complexity, granted: !chance(3), text: ""))
        case .decideParking: .decideTime(TimeDecision(kind: .parking, granted: !chance(3), text: ""))
        case .resume: .resume("")
        case .unpark: .unpark("")
        case .requestSupport: .requestSupport([department()], demand: "")
        case .answerSupport: .answerSupport("")
        case .releaseSupport: .releaseSupport(file.supporting.first ?? department(), text: "")
        case .requestCorrection: .requestCorrection("", until: then.day.advanced(by: .random(in: 0..<9, using: &random)))
        case .consult: .consult(chance(2) ? .thirdParty : .coProducer, text: "")
        case .recordCallback: .recordCallback(opinion())
        case .orderRework: .orderRework("")
        case .reopen: .reopen("")
        case .review: .review(Review(approved: !chance(3), text: chance(4) ? nil : ""))
        case .close: .close(outcome: .explained, text: nil)
        case .supplement: .supplement("")
        case .note: .note("")
        case .urge: .urge("")
        case .merge, .split, .issueOrder: nil
        }
    }

    private mutating func wish(_ kind: TimeRequest.Kind, of file: Case, at then: Instant) -> TimeWish {
        let from = kind == .extension ? file.mainClock?.dueAt.day ?? then.day : then.day
        return TimeWish(
            kind: kind, reason: "", until: kind == .complexity ? nil : from.advanced(by: .random(in: 0..<20, using: &random)),
            ground: kind == .suspension ? SuspensionGround.requestable.randomElement(using: &random) : nil,
            measures: kind == .parking ? "" : nil)
    }

    private mutating func opinion() -> Opinion {
        guard !chance(3) else { return Opinion(contacted: false) }
        return Opinion(contacted: true, solved: chance(2), service: .satisfied, result: Rating.allCases.randomElement(using: &random))
    }

    private mutating func regime() -> Regime? {
        chance(6) ? Regime(name: TimeLimit.hotline, matter: "any") : Given.regimes.randomElement(using: &random)
    }

    /// The lead's people, a dispatcher and a supervisor move a case; the others must not.
    private mutating func someone(for file: Case) -> Staff {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5: file.lead.map(Given.handler) ?? Actor.dispatcher.staff
        case 5: Actor.dispatcher.staff
        case 6, 7: Actor.supervisor.staff
        case 8: file.supporting.randomElement(using: &random).map(Given.handler) ?? Actor.operator.staff
        default: Self.staff.randomElement(using: &random) ?? Actor.nobody.staff
        }
    }

    private mutating func department() -> DepartmentCode { Self.departments.randomElement(using: &random) ?? "gov" }
    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
}

extension Case {
    fileprivate var openCallback: Clock? { clocks.last { $0.stage == .callback && $0.isOpen } }
}
