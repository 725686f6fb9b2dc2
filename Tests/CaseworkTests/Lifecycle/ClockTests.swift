import Casework
import Testing
import WorkingTime

struct ClockTests {
    static let due = at("03-03 12:00")

    static func clock(countsLate: Bool = true, endedAt: Instant? = nil, _ ending: Clock.Ending? = nil) -> Clock {
        Clock(
            ordinal: 1, stage: .sign, rule: "HL-SIGN", department: "urban-1", startedAt: at("03-02 09:00"), dueAt: due, provisional: false,
            calendarVersion: 1, countsLate: countsLate, endedAt: endedAt, ending: ending)
    }

    @Test func `the due instant is in time, the microsecond after it is not`() {
        let clock = Self.clock()
        #expect(clock.standing(at: at("03-02 09:00")) == .running)
        #expect(clock.standing(at: Self.due) == .running)
        #expect(clock.standing(at: Self.due.justAfter) == .overdue)
        #expect(clock.isOpen)
    }

    @Test(
        arguments: [
            (due, Clock.Ending.met, Clock.Standing.met), (due.justAfter, .met, .metLate), (due, .cancelled, .cancelled),
            (due.justAfter, .cancelled, .metLate),
        ] as [(Instant, Clock.Ending, Clock.Standing)])
    func `late stays late, however it ended and whenever one looks`(endedAt: Instant, ending: Clock.Ending, standing: Clock.Standing) {
        let clock = Self.clock(endedAt: endedAt, ending)
        #expect(!clock.isOpen)
        for now in [at("03-02 09:00"), endedAt, at("12-31 12:00")] { #expect(clock.standing(at: now) == standing) }
    }

    @Test func `a right lapses and nobody is late`() {
        let open = Self.clock(countsLate: false)
        #expect(open.standing(at: Self.due) == .running)
        #expect(open.standing(at: Self.due.justAfter) == .lapsed)
        #expect(Self.clock(countsLate: false, endedAt: Self.due, .met).standing(at: at("12-31 12:00")) == .met)
        #expect(Self.clock(countsLate: false, endedAt: Self.due, .cancelled).standing(at: at("12-31 12:00")) == .cancelled)
        // Not used while it stood: what happened to the case afterwards changes nothing of that.
        #expect(Self.clock(countsLate: false, endedAt: Self.due.justAfter, .cancelled).standing(at: at("12-31 12:00")) == .lapsed)
    }

    @Test func `the return right of a case lapses, and its case is due by what counts late`() throws {
        var story = try Story.begin()
        try story.tell(.accept, by: .handlerOfLead, at("03-02 10:00"))
        try story.tell(.recordContact(Contact(means: .phone, reached: true, text: "")), by: .handlerOfLead, at("03-02 10:00"))
        #expect(story.openStages == ["support", "return", "handle"])
        #expect(story.file.nextDueAt == day("2026-03-05").end, "the right to return is due on the 3rd and obliges nobody")
        #expect(story.clock(.return)?.standing(at: at("03-04 09:00")) == .lapsed)
        try story.reply(at("03-04 09:00"))
        #expect(story.clock(.return)?.standing(at: at("03-05 09:00")) == .lapsed)
    }

    @Test func `a time that lies before the last change is taken as that of the change`() throws {
        var story = try Story.begin()
        try story.tell(.sign, by: .handlerOfLead, at("03-02 08:00"))
        #expect(story.file.changedAt == at("03-02 09:00"))
        #expect(story.events.map(\.at) == [at("03-02 09:00")])
        #expect(story.clock(.sign)?.endedAt == at("03-02 09:00"))
        try story.accept(at("03-04 09:00"))
        // Another process's clock still shows the day before, when a return was possible.
        #expect(
            story.refusal(of: .requestReturn(Given.grounds), by: .handlerOfLead, at("03-03 09:00"))
                == .returnLimitPassed(day("2026-03-03").end))
        try story.tell(ReplyTests.reply(finishedAt: at("03-04 09:00")), by: .handlerOfLead, at("03-03 09:00"))
        #expect(story.file.changedAt == at("03-04 09:00"))
        #expect(story.clock(.handle)?.endedAt == at("03-04 09:00"))
    }

    @Test func `handling is measured by the kind`() throws {
        let expected: [Kind: String] = [
            .consultation: "HL-CONSULT", .helpRequest: "HL-HELP", .suggestion: "HL-SUGGEST", .complaint: "HL-COMPLAINT",
            .report: "HL-REPORT", .commendation: "HL-COMMEND",
        ]
        #expect(Set(expected.keys) == Set(Kind.allCases))
        for (kind, rule) in expected { #expect(try Story.begin(kind).clock(.handle)?.rule == rule) }
    }

    @Test func `a stage without a rule is refused, not left without a clock`() throws {
        for stage in [Stage.dispatch, .sign, .return, .firstContact] {
            let poor = try Given.jurisdiction(limits: Given.timeLimits().filter { $0.stage != stage })
            #expect(throws: Refusal.noTimeLimit(stage)) { try Story.begin(under: poor) }
        }
        let unpraised = try Given.jurisdiction(limits: Given.timeLimits().filter { $0.matter != "commendation" })
        #expect(throws: Refusal.noTimeLimit(.handle)) { try Story.begin(.commendation, under: unpraised) }
    }

    @Test func `the rules of the day of receipt apply, and for what is older those of the day it was taken up`() throws {
        let limit = try #require(Limit(amount: 7, unit: .workingDay))
        let newer = TimeLimit(
            id: "HL-SIGN-2026", regime: "hotline", matter: "any", stage: .sign, startEvent: "", limit: limit, basis: "", status: "",
            effectiveFrom: day("2026-03-01"))
        let jurisdiction = try Given.jurisdiction(limits: Given.timeLimits() + [newer])
        let received = { (text: String) in try #require(Instant(rfc3339: text + "T09:00:00+08:00")) }
        let rule = { (date: String) in
            try Story.begin(receivedAt: try received(date), under: jurisdiction).clock(.sign)?.rule
        }
        #expect(try rule("2026-02-28") == "HL-SIGN")
        #expect(try rule("2026-03-01") == "HL-SIGN-2026")
        #expect(try rule("2016-09-28") == "HL-SIGN")
        #expect(try rule("2016-09-27") == "HL-SIGN-2026")
        #expect(try rule("2016-05-01") == "HL-SIGN-2026")
    }

    @Test func `a stage whose rule began after the last change takes it from today`() throws {
        let limit = try #require(Limit(amount: 3, unit: .workingDay))
        let late = TimeLimit(
            id: "HL-REWORK-2026", regime: "hotline", matter: "any", stage: .rework, startEvent: "", limit: limit, basis: "", status: "",
            effectiveFrom: day("2026-03-04"))
        let jurisdiction = try Given.jurisdiction(limits: Given.timeLimits().filter { $0.stage != .rework } + [late])
        var story = try Story.begin(under: jurisdiction)
        try story.reply()
        let sendBack = CaseCommand.review(Review(approved: false, text: "不实"))
        #expect(story.refusal(of: sendBack, by: .supervisor, at("03-03 09:00")) == .noTimeLimit(.rework))
        try story.tell(sendBack, by: .supervisor, at("03-04 09:00"))
        #expect(story.clock(.rework)?.rule == "HL-REWORK-2026")
    }
}
