import Casework
import Testing
import WorkingTime

struct MergeTests {
    static let now = at("03-02 09:50")

    /// Case 5, which waits for a dispatcher.
    static func child(_ kind: Kind = .complaint, against: Against? = nil) throws -> Story {
        try Story.begin(kind, category: nil, against: against, id: 5)
    }

    @Test(
        arguments: [
            (Kind.complaint, nil, Kind.complaint, nil, true), (.complaint, nil, .helpRequest, nil, true),
            (.report, nil, .complaint, nil, false), (.complaint, nil, .report, nil, false), (.report, nil, .report, nil, true),
            (.report, .department("police"), .report, .department("police"), true),
            (.report, .department("police"), .report, nil, false),
            (.report, .department("police"), .report, .department("urban-2"), false),
            // Whom a complaint is about answers it: it is kept from nobody.
            (.complaint, .department("urban-1"), .complaint, nil, true), (.complaint, nil, .complaint, .department("urban-1"), true),
        ] as [(Kind, Against?, Kind, Against?, Bool)])
    func `like joins like: no report is read through another case`(
        kind: Kind, against: Against?, parentKind: Kind, parentAgainst: Against?, joins: Bool
    ) throws {
        let child = try Self.child(kind, against: against)
        let parent = try Story.begin(parentKind, against: parentAgainst)
        let refusal = child.refusal(of: .merge(into: parent.file), by: .dispatcher, Self.now)
        #expect(refusal == (joins ? nil : .parentOfAnotherKind))
    }

    @Test(arguments: CaseState.allCases)
    func `a repeat joins what is under way`(state: CaseState) throws {
        let parent = try Story.reaching(state)
        let refusal = try Self.child().refusal(of: .merge(into: parent.file), by: .dispatcher, Self.now)
        let expected: Refusal? =
            switch state {
            case .received: .parentNotDispatched
            case .dispatched, .returning, .handling, .suspended, .replied, .callback: nil
            case .closed, .answeredDirectly, .refused, .merged, .withdrawn: .parentHasEnded(state)
            }
        #expect(refusal == expected)
    }

    @Test func `a repeat can leave as long as its parent is under way, and within the window after that`() throws {
        let joined = Case(
            id: CaseID(rawValue: 5), number: CaseNumber(day: Self.now.day, serial: 5), kind: .complaint, filedAsReport: false,
            receivedAt: Self.now, changedAt: Self.now, state: .merged, parent: CaseID(rawValue: 1), parentHasEnded: false, outcome: .merged,
            endedAt: Self.now)
        var left = joined
        left = Case(
            id: joined.id, number: joined.number, kind: .complaint, filedAsReport: false, receivedAt: Self.now, changedAt: Self.now,
            state: .merged, parent: joined.parent, parentHasEnded: true, outcome: .merged, endedAt: Self.now)
        let usual = try Given.usual.get()
        let later = at("06-01 09:00")
        #expect(joined.requesterActions(at: later, under: usual) == [.reopen])
        #expect(left.requesterActions(at: later, under: usual) == [])
        let own = try joined.decide(.supplement("不是同一件事", reopening: true), heldByOthers: false, at: later, under: usual).next
        let used = Case(
            id: joined.id, number: joined.number, kind: .complaint, filedAsReport: false, receivedAt: Self.now, changedAt: Self.now,
            state: .merged, ownReopenings: 1, parent: joined.parent, parentHasEnded: false, outcome: .merged, endedAt: Self.now)
        #expect(used.requesterActions(at: later, under: usual) == [.reopen], "a wrong merge can be left all the same")
        #expect(own.state == .received && own.ownReopenings == 0, "to leave a wrong merge uses nothing up")
    }

    @Test func `a repeat's requester is shown how long the matter takes, and nothing of the other's`() throws {
        var parent = try Story.reaching(.handling)
        try parent.reply(at("03-03 09:00"))
        try parent.tell(.review(Review(approved: true)), by: .supervisor, at("03-03 10:00"))
        try parent.hear(.rate(Opinion(contacted: true, solved: false)), at("03-03 11:00"))
        let shown = Case.shared(parent.file.clocks, withRepeatOf: at("03-04 09:00"))
        #expect(shown.map(\.stage) == [.handle] && shown.map(\.rule) == ["HL-COMPLAINT"])
        #expect(shown.map(\.startedAt) == [at("03-04 09:00")] && shown.map(\.dueAt) == [day("2026-03-06").end])
        var resting = try Story.reaching(.handling)
        try resting.grant(.resting(until: day("2026-03-20")), asked: at("03-02 10:00"))
        #expect(Case.shared(resting.file.clocks, withRepeatOf: at("03-04 09:00")).isEmpty, "who is waited for is not said")
    }

    @Test func `nothing joins itself`() throws {
        let story = try Story.begin(category: nil)
        #expect(story.refusal(of: .merge(into: story.file), by: .dispatcher, Self.now) == .parentIsItself)
    }

    @Test func `one clock goes on: the parent's; both histories tell`() throws {
        var child = try Self.child()
        let parent = try Story.reaching(.handling)
        try child.tell(.merge(into: parent.file), by: .dispatcher, Self.now)
        #expect(child.file.state == .merged && child.file.outcome == .merged && child.file.parent == parent.file.id)
        #expect(child.file.lead == "urban-1" && child.file.endedAt == Self.now && child.openStages.isEmpty)
        #expect(child.clocks == ["dispatch HL-DISPATCH line 03-02 09:00 → 03-02 11:00 met 03-02 09:50"])
        #expect(child.events.first?.facts == ["parent": parent.file.number.description])
        let joined = parent.file.joined(by: child.file.number, author: .system, at: Self.now, under: parent.jurisdiction)
        #expect(joined.next.version == parent.file.version + 1)
        #expect(joined.events.map(\.facts) == [["child": child.file.number.description]])
    }

    @Test func `a repeat is answered and moves with its parent`() throws {
        var child = try Self.child()
        var parent = try Story.begin()
        try child.tell(.merge(into: parent.file), by: .dispatcher, Self.now)
        func follow(_ command: CaseCommand, by actor: Actor, _ now: Instant) throws -> Bool {
            let old = parent.file
            let decision = try old.decide(command, by: actor.staff, at: now, under: parent.jurisdiction)
            parent.follow(decision)
            guard decision.concernsRepeats(from: old) else { return false }
            child.follow(try #require(child.file.following(decision, apart: [], under: parent.jurisdiction)))
            return true
        }
        #expect(try !follow(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-02 10:00")))
        #expect(try follow(.ruleOnReturn(Ruling(verdict: .upheld(to: nil), text: "")), by: .dispatcher, at("03-02 11:00")))
        #expect(child.file.lead == "urban-2" && child.events.map(\.kind) == [.parentMoved])
        #expect(try !follow(.accept, by: .handlerOfOther, at("03-02 12:00")))
        // How long it takes now is told, and not what somebody else asked for.
        #expect(try !follow(.requestTime(Given.wish(.extension)), by: .headOfOther, at("03-02 12:10")))
        #expect(try follow(.decideTime(TimeDecision(kind: .extension, granted: true, text: "同意")), by: .supervisor, at("03-02 12:20")))
        #expect(child.events.map(\.kind) == [.parentTimeGranted] && child.events.map(\.text) == [nil])
        #expect(Set(child.events[0].facts.keys) == ["kind", "until", "due_at"])
        let answer = CaseCommand.reply(Reply(text: "已清理", outcome: .solved, withoutSupport: ""))
        #expect(try follow(answer, by: .handlerOfOther, at("03-02 13:00")))
        #expect(child.events.map(\.kind) == [.parentReplied] && child.events.map(\.text) == ["已清理"])
        #expect(child.events.map(\.facts) == [["outcome": "solved"]], "what concerns the departments stays with the parent")
        #expect(child.file.state == .merged && child.file.outcome == .merged)
        #expect(try follow(.review(Review(approved: true)), by: .supervisor, at("03-30 09:00")) == false)
        #expect(try follow(.close(outcome: .solved, text: "王先生称仍有噪音，经核实已解决"), by: .supervisor, at("04-20 09:00")))
        #expect(child.events.map(\.kind) == [.parentClosed] && child.events.map(\.text) == [nil], "what was said to another requester")
        // Later than thirty days after it joined: the days to come back count from the answer.
        #expect(child.file.endedAt == at("04-20 09:00") && child.refusal(of: .reopen("未解决"), by: .supervisor, at("05-20 23:59")) == nil)
    }

    @Test func `a repeat is told where to go instead, and not why somebody else was refused`() throws {
        var child = try Self.child()
        let parent = try Story.reaching(.handling)
        try child.tell(.merge(into: parent.file), by: .dispatcher, Self.now)
        let rejection = Rejection(ground: .otherRoute, route: "向人民法院起诉")
        let decision = try parent.file.decide(
            .refuse(rejection, text: "王先生已起诉"), by: Actor.dispatcher.staff, at: at("03-02 10:00"), under: parent.jurisdiction)
        child.follow(try #require(child.file.following(decision, apart: [], under: parent.jurisdiction)))
        #expect(child.events.map(\.kind) == [.parentClosed] && child.events.map(\.text) == [nil])
        #expect(child.events.map(\.facts) == [["ground": "other_route", "route": "向人民法院起诉"]])
    }

    @Test func `a repeat that is another matter after all waits for a dispatcher again`() throws {
        var child = try Self.child()
        try child.tell(.merge(into: try Story.begin().file), by: .dispatcher, Self.now)
        try child.tell(.reopen("另有其事"), by: .supervisor, at("03-03 09:00"))
        #expect(child.file.state == .received && child.file.parent == nil && child.file.lead == nil && child.file.outcome == nil)
        #expect(child.openStages == ["dispatch"])
    }
}
