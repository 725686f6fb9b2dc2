import Casework
import WorkingTime

/// A case with what happened to it, for tests that follow one from command to command.
struct Story {
    var file: Case
    private(set) var events: [CaseEvent]
    private(set) var routing: Decision.Routing?
    let jurisdiction: Jurisdiction

    /// Submitted on Monday, 2 March 2026 at 09:00 and routed by the map: street trading to `urban-1`, with no category to the dispatcher.
    static func begin(
        _ kind: Kind = .complaint, category: CategoryCode? = "010101", against: Against? = nil, receivedAt: Instant = at("03-02 09:00"),
        at now: Instant = at("03-02 09:00"), registeredBy: AccountID? = nil, id: Int = 1, under jurisdiction: Jurisdiction? = nil
    ) throws -> Story {
        let jurisdiction = try jurisdiction ?? Given.usual.get()
        let filing = Filing(
            kind: kind, title: "占道", body: "占道", category: category, region: "3301", against: against,
            channel: registeredBy == nil ? .web : .phone, receivedAt: receivedAt, registeredBy: registeredBy)
        let decision = try Case.open(
            filing, id: CaseID(rawValue: id), number: CaseNumber(day: now.day, serial: id),
            routing: jurisdiction.map.resolve(filing.question(on: now.day)), at: now, under: jurisdiction)
        return Story(file: decision.next, events: decision.events, routing: decision.routing, jurisdiction: jurisdiction)
    }

    /// A complaint in the given state, each step ten minutes after the other, all within the first hour.
    static func reaching(_ state: CaseState, under jurisdiction: Jurisdiction? = nil) throws -> Story {
        // What ends without a department waits for a dispatcher first.
        let waits = [.received, .answeredDirectly, .refused, .merged].contains(state)
        var story = try begin(category: waits ? nil : "010101", under: jurisdiction)
        switch state {
        case .received, .dispatched: break
        case .returning: try story.tell(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-02 09:10"))
        case .handling: try story.accept()
        case .suspended:
            try story.accept()
            try story.tell(.requestTime(Given.wish(.suspension)), by: .headOfLead, at("03-02 09:20"))
            let granted = TimeDecision(kind: .suspension, granted: true, text: "同意")
            try story.tell(.decideTime(granted), by: .supervisor, at("03-02 09:30"))
        case .replied: try story.reply()
        case .callback: try story.review()
        case .closed:
            try story.review()
            try story.tell(.recordCallback(Opinion(contacted: false)), by: .supervisor, at("03-02 09:40"))
            try story.tell(.close(outcome: .solved, text: nil), by: .supervisor, at("03-02 09:40"))
        case .answeredDirectly: try story.tell(.answerDirectly("请咨询"), by: .dispatcher, at("03-02 09:10"))
        case .refused:
            try story.tell(.refuse(Rejection(ground: .emergency, route: "110"), text: "请拨打"), by: .dispatcher, at("03-02 09:10"))
        case .merged:
            let parent = try begin(id: 2, under: jurisdiction)
            try story.tell(.merge(into: parent.file), by: .dispatcher, at("03-02 09:10"))
        case .withdrawn:
            let jurisdiction = story.jurisdiction
            let decision = try story.file.decide(.withdraw(nil), heldByOthers: false, at: at("03-02 09:10"), under: jurisdiction)
            story.follow(decision)
        }
        return story
    }

    /// What must have happened for an action to have something to act on.
    mutating func prepare(for action: CaseAction) throws {
        if [.requestCorrection, .consult].contains(action), action.fits(file.state) {
            try tell(
                .classify(Classification(regime: Regime(name: "disclosure request", matter: "any"))), by: .dispatcher, at("03-02 09:45"))
        }
        if action == .close, file.state == .callback {
            try tell(.recordCallback(Opinion(contacted: false)), by: .supervisor, at("03-02 09:45"))
        }
        let wishes: [CaseAction: TimeRequest.Kind] = [
            .decideExtension: .extension, .decideSuspension: .suspension, .decideComplexity: .complexity, .decideParking: .parking,
            .unpark: .parking,
        ]
        guard let kind = wishes[action], kind.asking.fits(file.state) || action == .unpark, action.fits(file.state) else { return }
        if action == .unpark {
            // Parked while it was worked on, and carried on to where it stands now.
            var parked = try Story.begin()
            try parked.accept()
            try parked.park()
            try parked.carry(to: file.state)
            self = parked
        } else {
            try tell(.requestTime(Given.wish(kind)), by: .headOfLead, at("03-02 09:45"))
        }
    }

    private mutating func park() throws {
        try tell(.requestTime(Given.wish(.parking)), by: .headOfLead, at("03-02 09:12"))
        try tell(.decideTime(TimeDecision(kind: .parking, granted: true, text: "同意")), by: .supervisor, at("03-02 09:14"))
    }

    private mutating func carry(to state: CaseState) throws {
        switch state {
        case .suspended:
            try tell(.requestTime(Given.wish(.suspension)), by: .headOfLead, at("03-02 09:20"))
            try tell(.decideTime(TimeDecision(kind: .suspension, granted: true, text: "同意")), by: .supervisor, at("03-02 09:30"))
        case .replied: try reply()
        case .callback: try review()
        case .returning: try tell(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-02 09:20"))
        case .dispatched:
            try carry(to: .returning)
            try tell(.ruleOnReturn(Ruling(verdict: .rejected, text: "应由你单位办理")), by: .dispatcher, at("03-02 09:30"))
        case .received, .handling, .closed, .answeredDirectly, .refused, .merged, .withdrawn: break
        }
    }

    private mutating func review() throws {
        try reply()
        try tell(.review(Review(approved: true)), by: .supervisor, at("03-02 09:30"))
    }

    mutating func accept(_ now: Instant = at("03-02 09:10")) throws { try tell(.accept, by: .handlerOfLead, now) }

    mutating func reply(_ now: Instant = at("03-02 09:20")) throws {
        if file.state == .dispatched { try accept(min(now, at("03-02 09:10"))) }
        try tell(.reply(Reply(text: "已清理", outcome: .solved, withoutSupport: "已电话核实")), by: .handlerOfLead, now)
    }

    mutating func tell(_ command: CaseCommand, by actor: Actor, _ now: Instant) throws { try tell(command, by: actor.staff, now) }

    mutating func tell(_ command: CaseCommand, by staff: Staff, _ now: Instant, map: RoutingDecision? = nil) throws {
        follow(try file.decide(command, by: staff, at: now, under: jurisdiction, map: map))
    }

    mutating func follow(_ decision: Decision) {
        file = decision.next
        events = decision.events
        routing = decision.routing
    }

    /// What a refused command says; nil if it is not refused. The story does not go on either way.
    func refusal(of command: CaseCommand, by actor: Actor, _ now: Instant) -> Refusal? {
        refusal(of: command, by: actor.staff, now)
    }

    func refusal(of command: CaseCommand, by staff: Staff, _ now: Instant) -> Refusal? {
        do throws(Refusal) {
            _ = try file.decide(command, by: staff, at: now, under: jurisdiction)
            return nil
        } catch {
            return error
        }
    }

    /// A clock a line, in order: `sign HL-SIGN urban-1 03-02 09:00 → 03-03 23:59 met 03-02 09:10`.
    var clocks: [String] {
        file.clocks.map { clock in
            var line = "\(clock.stage.rawValue) \(clock.rule) \(clock.department?.rawValue ?? "line") "
            line += "\(short(clock.startedAt)) → \(short(clock.dueAt))"
            if let ending = clock.ending, let endedAt = clock.endedAt { line += " \(ending.rawValue) \(short(endedAt))" }
            return line
        }
    }

    var openStages: [String] { file.clocks.filter(\.isOpen).map(\.stage.rawValue) }

    func clock(_ stage: Stage) -> Clock? { file.clocks.last { $0.stage == stage } }

    private func short(_ instant: Instant) -> String {
        String(instant.description.dropFirst(5).prefix(11)).replacing("T", with: " ")
    }
}

extension Given {
    /// A wish that is in order while the first hours of a complaint run.
    static func wish(_ kind: TimeRequest.Kind) -> TimeWish {
        TimeWish(
            kind: kind, reason: "情况复杂", until: kind == .complexity ? nil : day(kind == .extension ? "2026-03-12" : "2026-03-20"),
            ground: kind == .suspension ? .requester : nil, measures: kind == .parking ? "逐步整治" : nil)
    }

    static let grounds = ReturnGrounds(reason: "不属本单位", legalBasis: "城市市容条例第三条", proposed: "urban-2")
}
