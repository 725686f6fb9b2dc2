import Casework
import Testing
import WorkingTime

struct ReplyTests {
    static func reply(finishedAt: Instant? = nil, outcome: Outcome = .solved, promisedOn: Day? = nil) -> CaseCommand {
        .reply(Reply(text: "答复", outcome: outcome, finishedAt: finishedAt, promisedOn: promisedOn, withoutSupport: "无需"))
    }

    @Test func `a reply meets handling, first contact and feedback at once`() throws {
        var story = try Story.reaching(.handling)
        try story.tell(Self.reply(finishedAt: at("03-02 17:00")), by: .handlerOfLead, at("03-03 09:00"))
        #expect(
            story.clocks.dropFirst(3) == [
                "return HL-RETURN urban-1 03-02 09:00 → 03-03 23:59 cancelled 03-03 09:00",
                "handle HL-COMPLAINT urban-1 03-02 09:00 → 03-09 23:59 met 03-03 09:00",
                "first_contact HL-CONTACT urban-1 03-02 09:00 → 03-03 23:59 met 03-03 09:00",
                "feedback HL-FEEDBACK urban-1 03-02 17:00 → 03-04 23:59 met 03-03 09:00",
            ])
        #expect(story.file.outcome == .solved)
        #expect(story.openStages.isEmpty)
        #expect(story.file.nextDueAt == nil)
        #expect(
            story.events.first?.facts == [
                "outcome": "solved", "finished_at": "2026-03-02T17:00:00+08:00", "unanswered_support": "police", "without_support": "无需",
            ])
    }

    @Test func `the matter is finished between the first dispatch and now, both included`() throws {
        let story = try Story.reaching(.handling)
        let dispatched = at("03-02 09:00")
        let now = at("03-06 09:00")
        for finished in [dispatched, now] {
            #expect(story.refusal(of: Self.reply(finishedAt: finished), by: .handlerOfLead, now) == nil)
        }
        for finished in [dispatched.justBefore, now.justAfter] {
            #expect(story.refusal(of: Self.reply(finishedAt: finished), by: .handlerOfLead, now) == .finishedOutsideHandling)
        }
    }

    @Test func `feedback counts from the day the matter was finished and can be late though handling is not`() throws {
        var story = try Story.reaching(.handling)
        try story.tell(Self.reply(finishedAt: at("03-02 17:00")), by: .handlerOfLead, at("03-05 09:00"))
        #expect(story.clock(.feedback)?.standing(at: at("03-05 09:00")) == .metLate)
        #expect(story.clock(.handle)?.standing(at: at("03-05 09:00")) == .met)
    }

    @Test func `an interim answer carries a promised day and no other does`() throws {
        let story = try Story.reaching(.handling)
        let now = at("03-02 11:00")
        let promised = day("2026-03-20")
        for outcome in Outcome.answers {
            let bare = story.refusal(of: Self.reply(outcome: outcome), by: .handlerOfLead, now)
            let promising = story.refusal(of: Self.reply(outcome: outcome, promisedOn: promised), by: .handlerOfLead, now)
            #expect(bare == (outcome == .interim ? .interimNeedsPromise : nil))
            #expect(promising == (outcome == .interim ? nil : .promiseNeedsInterim))
        }
        for outcome in Set(Outcome.allCases).subtracting(Outcome.answers) {
            #expect(story.refusal(of: Self.reply(outcome: outcome), by: .handlerOfLead, now) == .outcomeNotAnAnswer)
        }
        var interim = story
        try interim.tell(Self.reply(outcome: .interim, promisedOn: promised), by: .handlerOfLead, now)
        #expect(interim.events.first?.facts["promised_on"] == "2026-03-20")
    }

    @Test func `what is sent back runs against the rework limit until it is answered anew`() throws {
        var story = try Story.reaching(.replied)
        #expect(story.refusal(of: .review(Review(approved: false)), by: .supervisor, at("03-03 09:00")) == .reasonNeeded)
        try story.tell(.review(Review(approved: false, text: "请附照片")), by: .supervisor, at("03-03 09:00"))
        #expect(story.file.state == .handling)
        #expect(story.file.outcome == nil)
        #expect(
            story.clocks.suffix(2) == [
                "rework HL-REWORK urban-1 03-03 09:00 → 03-06 23:59", "support HL-SUPPORT police 03-03 09:00 → 03-06 23:59",
            ], "who had not answered the lead has a limit again")
        #expect(story.openStages == ["rework", "support"])
        #expect(story.file.nextDueAt == day("2026-03-06").end)
        #expect(story.events.map(\.text) == ["请附照片"])
        try story.tell(Self.reply(outcome: .explained), by: .handlerOfLead, at("03-04 09:00"))
        #expect(story.file.outcome == .explained)
        #expect(
            story.clocks.suffix(3) == [
                "rework HL-REWORK urban-1 03-03 09:00 → 03-06 23:59 met 03-04 09:00",
                "support HL-SUPPORT police 03-03 09:00 → 03-06 23:59 cancelled 03-04 09:00",
                "feedback HL-FEEDBACK urban-1 03-04 09:00 → 03-06 23:59 met 03-04 09:00",
            ])
        #expect(story.clock(.handle)?.endedAt == at("03-02 09:20"), "the first answer stays on record")
        try story.tell(.review(Review(approved: false, text: "仍不清楚")), by: .supervisor, at("03-05 09:00"))
        #expect(story.file.clocks.filter { $0.stage == .rework }.count == 2)
        #expect(story.openStages == ["rework", "support"])
    }

    @Test func `approval starts the callback and closure meets it, late or not`() throws {
        var story = try Story.reaching(.replied)
        try story.tell(.review(Review(approved: true)), by: .supervisor, at("03-03 09:00"))
        #expect(story.clocks.last == "callback HL-CALLBACK line 03-03 09:00 → 03-06 23:59")
        #expect(story.openStages == ["callback"])
        let promise = day("2026-06-01")
        #expect(story.refusal(of: .close(outcome: .interim, text: nil), by: .supervisor, at("03-09 09:00")) == .interimNeedsPromise)
        #expect(
            story.refusal(of: .close(outcome: .solved, text: nil, promisedOn: promise), by: .supervisor, at("03-09 09:00"))
                == .promiseNeedsInterim)
        try story.tell(.close(outcome: .interim, text: nil, promisedOn: promise), by: .supervisor, at("03-09 09:00"))
        #expect(story.clock(.callback)?.standing(at: at("03-09 09:00")) == .metLate)
        #expect(story.events.first?.facts == ["outcome": "interim", "promised_on": "2026-06-01"])
        #expect(story.openStages.isEmpty)
    }
}
