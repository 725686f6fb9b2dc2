import Casework
import Testing
import WorkingTime

/// Approved on Monday, 2 March at 09:30; the requester has until Thursday, 5 March.
struct CallbackTests {
    static let due = day("2026-03-05").end
    static let now = at("03-03 09:00")
    static let unhappy = Opinion(contacted: true, solved: false, service: .satisfied, result: .dissatisfied)

    @Test func `not reached is not satisfied, and nothing else follows`() throws {
        var story = try Story.reaching(.callback)
        try story.tell(.recordCallback(Opinion(contacted: false)), by: .supervisor, Self.now)
        #expect(story.file.state == .callback && story.openStages == ["callback"])
        #expect(story.file.callbacks == [Callback(at: Self.now, account: Actor.supervisor.staff.id, opinion: Opinion(contacted: false))])
        #expect(story.events.map(\.facts) == [["contacted": "false"]])
    }

    @Test(
        arguments: [
            (true, Rating.verySatisfied, false), (true, .satisfied, false), (true, .basicallySatisfied, false), (true, .dissatisfied, true),
            (true, .veryDissatisfied, true), (false, .verySatisfied, true), (true, nil, false), (false, nil, true),
        ] as [(Bool, Rating?, Bool)])
    func `the content end the case, the others send it back`(solved: Bool, result: Rating?, isBack: Bool) throws {
        var story = try Story.reaching(.callback)
        // Of the service they may think what they like.
        try story.hear(.rate(Opinion(contacted: true, solved: solved, service: .veryDissatisfied, result: result)), Self.now)
        #expect(story.file.state == (isBack ? .handling : .closed))
        #expect(story.clock(.callback)?.ending == .met)
        #expect(story.events.map(\.kind) == [.rated, isBack ? .reworkOrdered : .closed])
        if isBack {
            #expect(story.clocks.contains("rework HL-REWORK urban-1 03-03 09:00 → 03-06 23:59"))
            #expect(story.file.reworks == 1 && story.file.outcome == nil)
        } else {
            #expect(story.file.outcome == .solved)
        }
    }

    @Test func `the first dissatisfaction sends it back by rule, another is a supervisor's to weigh`() throws {
        var story = try Story.reaching(.callback)
        try story.tell(.recordCallback(Self.unhappy), by: .supervisor, Self.now)
        #expect(story.file.state == .handling)
        try story.reply(at("03-03 10:00"))
        try story.tell(.review(Review(approved: true)), by: .supervisor, at("03-03 11:00"))
        try story.hear(.rate(Self.unhappy), at("03-03 12:00"))
        #expect(story.file.state == .callback, "no rework by rule")
        // What the requester contradicts is not closed as solved because days go by.
        #expect(story.openStages.isEmpty && story.refusal(of: .endCallback, at("03-30 09:00")) == .stateForbids(.close, .callback))
        try story.tell(.orderRework("确未解决"), by: .supervisor, at("03-03 13:00"))
        #expect(story.file.state == .handling && story.file.reworks == 2)
        #expect(story.file.clocks.count { $0.stage == .rework } == 2)
    }

    @Test func `what is said after the closing is told to supervisors, and uses up no rework by rule`() throws {
        var story = try Story.reaching(.closed)
        let rated = try story.file.decide(.rate(Self.unhappy), heldByOthers: false, at: Self.now, under: story.jurisdiction)
        let told = rated.notices(after: story.file, under: story.jurisdiction)
        story.follow(rated)
        #expect(story.file.state == .closed && told.map(\.kind) == [.dissatisfiedAgain] && told.map(\.receiver) == [.role(.supervisor)])
        try story.hear(.supplement("仍未解决", reopening: true), at("03-03 10:00"))
        try story.reply(at("03-03 11:00"))
        try story.tell(.review(Review(approved: true)), by: .supervisor, at("03-03 12:00"))
        try story.hear(.rate(Self.unhappy), at("03-03 13:00"))
        #expect(story.file.state == .handling && story.file.reworks == 1)
    }

    @Test func `no case is closed before its requester was asked, or spoke, or let the limit pass`() throws {
        let close = CaseCommand.close(outcome: .solved, text: nil)
        var story = try Story.reaching(.callback)
        let due = try #require(story.clock(.callback)?.dueAt)
        #expect(story.refusal(of: close, by: .supervisor, Self.now) == .requesterNotHeard(until: due))
        #expect(story.refusal(of: close, by: .supervisor, due) == .requesterNotHeard(until: due))
        #expect(story.refusal(of: close, by: .supervisor, due.justAfter) == nil)
        // What was said of the answer before does not count for the next one.
        try story.hear(.rate(Self.unhappy), Self.now)
        try story.reply(at("03-03 10:00"))
        try story.tell(.review(Review(approved: true)), by: .supervisor, at("03-03 11:00"))
        let next = try #require(story.clock(.callback)?.dueAt)
        #expect(story.refusal(of: close, by: .supervisor, at("03-03 12:00")) == .requesterNotHeard(until: next))
        try story.tell(.recordCallback(Opinion(contacted: false)), by: .supervisor, at("03-03 12:00"))
        // It is still what the requester said last.
        #expect(story.refusal(of: close, by: .supervisor, at("03-03 13:00")) == .reasonNeeded)
        try story.hear(.rate(Self.unhappy), at("03-03 14:00"))
        #expect(story.refusal(of: close, by: .supervisor, at("03-03 15:00")) == .reasonNeeded)
        #expect(story.refusal(of: .close(outcome: .explained, text: nil), by: .supervisor, at("03-03 15:00")) == nil)
        try story.tell(.close(outcome: .solved, text: "现场复核已解决"), by: .supervisor, at("03-03 15:00"))
        #expect(story.file.outcome == .solved)
    }

    @Test func `who is content after all, when asked again, may be silent from then on`() throws {
        var story = try Story.reaching(.callback)
        try story.hear(.rate(Self.unhappy), Self.now)
        try story.reply(at("03-03 10:00"))
        try story.tell(.review(Review(approved: true)), by: .supervisor, at("03-03 11:00"))
        try story.tell(.recordCallback(Self.unhappy), by: .supervisor, at("03-03 12:00"))
        try story.tell(.recordCallback(Opinion(contacted: false)), by: .supervisor, at("03-04 12:00"))
        #expect(story.openStages.isEmpty, "not reached is not content")
        try story.tell(.recordCallback(Opinion(contacted: true, solved: true)), by: .supervisor, at("03-05 12:00"))
        #expect(story.file.state == .callback && story.openStages == ["callback"])
        try story.run(.endCallback, at("03-30 09:00"))
        #expect(story.file.state == .closed && story.file.outcome == .solved)
    }

    @Test func `requesters rate each answer once, also after it closed`() throws {
        let content = Opinion(contacted: true, solved: true)
        var story = try Story.reaching(.callback)
        try story.hear(.rate(Self.unhappy), Self.now)
        #expect(story.refusal(of: .rate(content), Self.now) == .nothingToRate(.handling))
        try story.reply(at("03-03 10:00"))
        try story.tell(.review(Review(approved: true)), by: .supervisor, at("03-03 11:00"))
        try story.tell(.recordCallback(Opinion(contacted: false)), by: .supervisor, at("03-03 12:00"))
        try story.tell(.close(outcome: .explained, text: nil), by: .supervisor, at("03-03 12:00"))
        try story.hear(.rate(Self.unhappy), at("03-04 09:00"))
        #expect(story.file.state == .closed, "what is closed stays closed: new facts reopen it")
        #expect(story.refusal(of: .rate(content), at("03-04 10:00")) == .alreadyRated)
    }

    @Test func `the limit closes it with the department's answer, and nobody is late`() throws {
        var story = try Story.reaching(.callback)
        #expect(story.refusal(of: .endCallback, Self.due) == .stateForbids(.close, .callback))
        try story.run(.endCallback, at("03-09 09:00"))
        #expect(story.file.state == .closed && story.file.outcome == .solved)
        #expect(story.clock(.callback)?.standing(at: at("03-09 09:00")) == .met)
        #expect(story.refusal(of: .endCallback, at("03-09 09:00")) == .stateForbids(.close, .closed))
    }
}
