import Casework
import Testing
import WorkingTime

/// What each command changes, and what it leaves alone.
struct EffectTests {
    @Test func `a case runs from submission to closure and every clock is on record`() throws {
        var story = try Story.begin()
        try story.tell(.claim, by: .handlerOfLead, at("03-02 09:30"))
        try story.tell(.sign, by: .handlerOfLead, at("03-02 10:00"))
        try story.tell(.accept, by: .handlerOfLead, at("03-02 11:00"))
        try story.tell(.recordContact(Contact(means: .visit, reached: true, text: "现场")), by: .handlerOfLead, at("03-03 15:00"))
        try story.tell(.reply(Reply(text: "已清理", outcome: .solved, withoutSupport: "无需")), by: .headOfLead, at("03-05 16:00"))
        try story.tell(.review(Review(approved: true, text: "属实")), by: .supervisor, at("03-06 09:00"))
        try story.tell(.recordCallback(Opinion(contacted: true, solved: true)), by: .supervisor, at("03-09 09:00"))
        try story.tell(.close(outcome: .explained, text: "已回访"), by: .supervisor, at("03-09 09:00"))
        #expect(
            story.clocks == [
                "dispatch HL-DISPATCH line 03-02 09:00 → 03-02 11:00 met 03-02 09:00",
                "support HL-SUPPORT police 03-02 09:00 → 03-05 23:59 cancelled 03-05 16:00",
                "sign HL-SIGN urban-1 03-02 09:00 → 03-03 23:59 met 03-02 10:00",
                "return HL-RETURN urban-1 03-02 09:00 → 03-03 23:59 cancelled 03-05 16:00",
                "handle HL-COMPLAINT urban-1 03-02 09:00 → 03-09 23:59 met 03-05 16:00",
                "first_contact HL-CONTACT urban-1 03-02 09:00 → 03-03 23:59 met 03-03 15:00",
                "feedback HL-FEEDBACK urban-1 03-05 16:00 → 03-09 23:59 met 03-05 16:00",
                "callback HL-CALLBACK line 03-06 09:00 → 03-11 23:59 met 03-09 09:00",
            ])
        #expect(story.file.clocks.map(\.ordinal) == Array(1...8))
        #expect(story.file.clocks.allSatisfy { $0.calendarVersion == 4 && !$0.provisional && $0.order == nil })
        #expect(story.file.clocks.filter { !$0.countsLate }.map(\.stage) == [.return])
        #expect(story.file.state == .closed)
        #expect(story.file.outcome == .explained)
        #expect(story.file.nextDueAt == nil)
        #expect(story.file.version == 9)
        #expect(story.file.changedAt == at("03-09 09:00"))
    }

    /// Each command, what the history says of it, and whether another writer must see it.
    @Test(
        arguments: [
            (CaseState.received, CaseCommand.classify(Classification(kind: .report)), Actor.dispatcher, ["classified"], true),
            (.received, .dispatch(Dispatch(department: "urban-1")), .dispatcher, ["dispatched"], true),
            (.received, .claim, .dispatcher, ["claimed"], true),
            (.dispatched, .claim, .handlerOfLead, ["claimed"], true),
            (.dispatched, .sign, .handlerOfLead, ["signed"], true),
            (.dispatched, .recordContact(Contact(means: .phone, reached: true, text: "")), .handlerOfLead, ["contacted"], true),
            (.handling, .recordContact(Contact(means: .phone, reached: false, text: "")), .headOfLead, ["contacted"], true),
            (.returning, .ruleOnReturn(Ruling(verdict: .rejected, text: "")), .dispatcher, ["return_rejected"], true),
            (.returning, .ruleOnReturn(Ruling(verdict: .upheld(to: nil), text: "")), .dispatcher, ["return_upheld", "dispatched"], true),
            (.handling, .requestReturn(Given.grounds), .handlerOfLead, ["return_requested"], true),
            (.handling, .reply(Reply(text: "", outcome: .solved, withoutSupport: "")), .handlerOfLead, ["replied"], true),
            (.replied, .review(Review(approved: true)), .supervisor, ["approved"], true),
            (.replied, .review(Review(approved: false, text: "重新核实")), .supervisor, ["sent_back"], true),
            (.callback, .close(outcome: .solved, text: nil), .supervisor, ["closed"], true),
            (.callback, .recordCallback(Opinion(contacted: false)), .supervisor, ["called_back"], true),
            (.handling, .note("记录"), .handlerOfSupporting, ["noted"], false),
            (.received, .note("记录"), .dispatcher, ["noted"], false),
            (.handling, .urge("请尽快"), .supervisor, ["urged"], true),
        ] as [(CaseState, CaseCommand, Actor, [String], Bool)])
    func `a command leaves its line in the history and bumps the version once if it changes the case`(
        state: CaseState, command: CaseCommand, actor: Actor, events: [String], bumps: Bool
    ) throws {
        var story = try Story.reaching(state)
        try story.prepare(for: command.action)
        let before = story.file
        let now = at("03-02 10:30")
        try story.tell(command, by: actor, now)
        #expect(story.events.map(\.kind.rawValue) == events)
        #expect(story.events.allSatisfy { $0.at == now && $0.author.account == actor.staff.id })
        #expect(story.file.version == before.version + (bumps ? 1 : 0))
        #expect(story.file.changedAt == (bumps ? now : before.changedAt))
        if !bumps { #expect(story.file.state == before.state) }
    }

    @Test func `who accepts or returns before signing has signed, in one instant and on record`() throws {
        for command in [CaseCommand.accept, .requestReturn(Given.grounds)] {
            var story = try Story.begin()
            try story.tell(command, by: .handlerOfLead, at("03-03 09:00"))
            #expect(story.file.signed)
            #expect(story.events.first?.kind == .signed)
            #expect(story.events.count == 2)
            #expect(story.clocks[2] == "sign HL-SIGN urban-1 03-02 09:00 → 03-03 23:59 met 03-03 09:00")
        }
        var signed = try Story.begin()
        try signed.tell(.sign, by: .handlerOfLead, at("03-02 10:00"))
        try signed.tell(.accept, by: .handlerOfLead, at("03-03 09:00"))
        #expect(signed.events.map(\.kind) == [.accepted])
        #expect(signed.clocks[2].hasSuffix("met 03-02 10:00"))
    }

    @Test func `a contact that reached nobody meets no clock, the first that did meets it for good`() throws {
        var story = try Story.begin()
        let missed = CaseCommand.recordContact(Contact(means: .phone, reached: false, text: "无人接听"))
        let reached = CaseCommand.recordContact(Contact(means: .tracking, reached: true, text: "留言"))
        try story.tell(missed, by: .handlerOfLead, at("03-02 09:30"))
        #expect(story.events.map(\.facts) == [["means": "phone", "reached": "false"]])
        #expect(story.clock(.firstContact)?.isOpen == true)
        try story.tell(reached, by: .handlerOfLead, at("03-02 10:00"))
        try story.tell(reached, by: .handlerOfLead, at("03-02 11:00"))
        #expect(story.clock(.firstContact)?.endedAt == at("03-02 10:00"))
        #expect(story.clock(.sign)?.isOpen == true, "speaking to the requester is not signing")
    }

    @Test func `a claim belongs to one stretch of work: dispatch, return and ruling set it free, a review does not`() throws {
        var story = try Story.begin(category: nil)
        try story.tell(.claim, by: .dispatcher, at("03-02 09:01"))
        #expect(story.file.handler == Actor.dispatcher.staff.id)
        try story.tell(.dispatch(Dispatch(department: "urban-1")), by: .dispatcher, at("03-02 09:02"))
        #expect(story.file.handler == nil)
        try story.tell(.claim, by: .handlerOfLead, at("03-02 09:03"))
        try story.tell(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-02 09:04"))
        #expect(story.file.handler == nil)
        try story.tell(.claim, by: .dispatcher, at("03-02 09:05"))
        try story.tell(.ruleOnReturn(Ruling(verdict: .rejected, text: "应办")), by: .dispatcher, at("03-02 09:06"))
        #expect(story.file.handler == nil)
        try story.tell(.claim, by: .handlerOfLead, at("03-02 09:07"))
        try story.accept(at("03-02 09:08"))
        try story.reply(at("03-02 09:09"))
        try story.tell(.review(Review(approved: false, text: "不实")), by: .supervisor, at("03-02 09:10"))
        #expect(story.file.handler == Actor.handlerOfLead.staff.id)
    }

    @Test func `an urge names whom it urges`() throws {
        var story = try Story.reaching(.handling)
        try story.tell(.urge("请尽快"), by: .supervisor, at("03-03 09:00"))
        #expect(story.events.map(\.facts) == [["department": "urban-1"]])
        #expect(story.events.map(\.text) == ["请尽快"])
        try story.tell(.urge("再催"), by: .supervisor, at("03-03 10:00"))
        #expect(story.file.urges == 2)
        #expect(story.file.urgedAt == at("03-03 10:00"))
    }
}
