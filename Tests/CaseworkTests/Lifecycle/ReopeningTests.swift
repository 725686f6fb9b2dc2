import Casework
import Testing
import WorkingTime

/// Closed on 2 March; the window is thirty days.
struct ReopeningTests {
    static let last = day("2026-04-01")

    @Test(arguments: CaseState.allCases.filter(\.isEnded))
    func `what ended is taken up again within the window, by whom had it or else by a dispatcher`(state: CaseState) throws {
        var story = try Story.reaching(state)
        #expect(story.refusal(of: .reopen("新情况"), by: .supervisor, Self.last.end) == nil)
        // A repeat can leave as long as its parent is under way.
        #expect(
            story.refusal(of: .reopen("新情况"), by: .supervisor, Self.last.advanced(by: 1).start)
                == (state == .merged ? nil : .reopeningWindowPassed(Self.last)))
        try story.tell(.reopen("新情况"), by: .supervisor, at("03-10 09:00"))
        // Withdrawn before it was signed: the department has its first steps before it, and may say "not ours".
        let hadDepartment = state == .closed || state == .withdrawn
        #expect(story.file.state == (state == .closed ? .handling : state == .withdrawn ? .dispatched : .received))
        #expect(story.file.endedAt == nil && story.file.outcome == nil && story.file.rejection == nil && story.file.parent == nil)
        #expect(story.file.reopenings == 1)
        let firstSteps = state == .withdrawn ? ["first_contact", "return", "sign"] : []
        #expect(story.openStages.sorted() == (hadDepartment ? (["handle", "support"] + firstSteps).sorted() : ["dispatch"]))
        #expect(story.clock(hadDepartment ? .handle : .dispatch)?.startedAt == at("03-10 09:00"), "a whole limit from now")
    }

    @Test func `requesters do it once, if they say so; whoever comes again speaks to a supervisor`() throws {
        var story = try Story.reaching(.closed)
        #expect(story.refusal(of: .supplement("新情况", reopening: false), at("03-03 09:00")) == .reopeningNotAsked)
        #expect(
            story.refusal(of: .supplement("新情况", reopening: true), Self.last.advanced(by: 1).start) == .reopeningWindowPassed(Self.last))
        try story.hear(.supplement("新情况", reopening: true), at("03-03 09:00"))
        #expect(story.file.state == .handling && story.events.map(\.kind) == [.supplemented, .reopened])
        try story.reply(at("03-03 10:00"))
        try story.tell(.review(Review(approved: true)), by: .supervisor, at("03-03 11:00"))
        try story.tell(.recordCallback(Opinion(contacted: false)), by: .supervisor, at("03-03 12:00"))
        try story.tell(.close(outcome: .solved, text: nil), by: .supervisor, at("03-03 12:00"))
        #expect(story.refusal(of: .supplement("又来", reopening: true), at("03-04 09:00")) == .reopeningsUsed(times: 1))
        #expect(story.refusal(of: .reopen("确有新情况"), by: .supervisor, at("03-04 09:00")) == nil)
    }

    @Test func `a return that lapsed can be asked again, and what right to it was left is whole again`() throws {
        var story = try Story.reaching(.returning)
        try story.hear(.withdraw(nil), at("03-02 10:00"))
        #expect(story.file.returns.map(\.lapsedAt) == [at("03-02 10:00")])
        var accepted = try Story.reaching(.handling)
        try accepted.hear(.withdraw(nil), at("03-02 10:00"))
        for (story, state) in [(story, CaseState.handling), (accepted, .handling)] {
            var story = story
            try story.hear(.supplement("又来了", reopening: true), at("03-20 10:00"))
            #expect(story.file.state == state)
            try story.tell(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-20 11:00"))
            #expect(story.file.pendingReturn?.requestedAt == at("03-20 11:00"))
            try story.tell(.ruleOnReturn(Ruling(verdict: .rejected, text: "")), by: .dispatcher, at("03-20 12:00"))
            #expect(story.refusal(of: .requestReturn(Given.grounds), by: .handlerOfLead, at("03-20 13:00")) == .alreadyReturned)
        }
    }

    @Test func `a right to return that had run out does not come back`() throws {
        var story = try Story.reaching(.handling)
        try story.hear(.withdraw(nil), at("03-06 10:00"))
        try story.hear(.supplement("又来了", reopening: true), at("03-20 10:00"))
        #expect(
            story.refusal(of: .requestReturn(Given.grounds), by: .handlerOfLead, at("03-20 11:00"))
                == .returnLimitPassed(day("2026-03-03").end))
    }

    @Test func `a supervisor's reopening leaves the requester theirs`() throws {
        var story = try Story.reaching(.closed)
        try story.tell(.reopen("复查"), by: .supervisor, at("03-03 09:00"))
        try story.reply(at("03-03 10:00"))
        try story.tell(.review(Review(approved: true)), by: .supervisor, at("03-03 11:00"))
        try story.tell(.recordCallback(Opinion(contacted: false)), by: .supervisor, at("03-03 12:00"))
        try story.tell(.close(outcome: .solved, text: nil), by: .supervisor, at("03-03 12:00"))
        try story.hear(.supplement("新情况", reopening: true), at("03-04 09:00"))
        #expect(story.file.reopenings == 2 && story.file.ownReopenings == 1)
    }

    @Test func `what nobody had signed counts anew from the reopening, also by another rule`() throws {
        var story = try Story.begin()
        try story.hear(.withdraw(nil), at("03-02 10:00"))
        try story.tell(.reopen("新情况"), by: .supervisor, at("03-27 09:00"))
        #expect(story.file.state == .dispatched)
        try story.tell(.classify(Classification(kind: .consultation)), by: .dispatcher, at("03-27 09:10"))
        #expect(story.clocks.last == "handle HL-CONSULT urban-1 03-27 09:00 → 03-31 23:59")
        try story.tell(.classify(Classification(kind: .complaint)), by: .dispatcher, at("03-30 09:00"))
        #expect(story.clocks.last == "handle HL-COMPLAINT urban-1 03-27 09:00 → 04-03 23:59")
    }

    @Test func `a statute that counts from the receipt counts from the reopening`() throws {
        let gas = TimeLimit(
            id: "GAS", regime: "gas supply", matter: "any", stage: .handle, startEvent: "received",
            limit: try #require(Limit(amount: 15, unit: .workingDay)), extension: nil, pause: nil, onSilence: "overdue", basis: "test",
            status: "read", effectiveFrom: day(Given.rulesBegin))
        let accept = TimeLimit(
            id: "XF-ACCEPT", regime: "petition", matter: "any", stage: .accept, startEvent: "received",
            limit: try #require(Limit(amount: 15, unit: .calendarDay)), extension: nil, pause: nil, onSilence: "overdue", basis: "test",
            status: "read", effectiveFrom: day(Given.rulesBegin))
        let line = try Given.jurisdiction(limits: Given.timeLimits() + [gas, accept])
        var story = try Story.begin(under: line)
        try story.hear(.withdraw(nil), at("03-02 10:00"))
        try story.tell(.reopen("新情况"), by: .supervisor, at("03-27 09:00"))
        var petition = story
        try story.tell(.classify(Classification(regime: Regime(name: "gas supply", matter: "any"))), by: .dispatcher, at("03-27 09:10"))
        #expect(story.clocks.last == "handle GAS urban-1 03-27 09:00 → 04-17 23:59")
        try petition.tell(.classify(Classification(regime: Regime(name: "petition", matter: "any"))), by: .dispatcher, at("03-27 09:10"))
        #expect(petition.clock(.accept)?.startedAt == at("03-27 09:00"))
    }

    @Test func `what was late before is late still`() throws {
        var story = try Story.reaching(.handling)
        try story.hear(.withdraw(nil), day("2026-03-09").end.justAfter)
        try story.tell(.reopen("新情况"), by: .supervisor, at("03-12 09:00"))
        let handling = story.file.clocks.filter { $0.stage == .handle }
        #expect(handling.map { $0.standing(at: at("03-12 10:00")) } == [.metLate, .running])
    }
}
