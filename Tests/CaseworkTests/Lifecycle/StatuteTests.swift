import Casework
import Testing
import WorkingTime

struct StatuteTests {
    static let jurisdiction = Result { try Given.jurisdiction(limits: Given.timeLimits() + Given.statutes()) }

    /// A complaint of Monday, 2 March, at once with `urban-1` and under a statute from 09:10.
    static func story(under regime: String, _ kind: Kind = .complaint) throws -> Story {
        var story = try Story.begin(kind, under: try jurisdiction.get())
        try story.tell(.classify(Classification(regime: Regime(name: regime, matter: "any"))), by: .dispatcher, at("03-02 09:10"))
        return story
    }

    private static func handling(_ story: Story) -> [String] {
        story.clocks.filter { $0.hasPrefix("handle") || $0.hasPrefix("accept") || $0.hasPrefix("correction") }
    }

    @Test func `a limit from receipt replaces the platform's at once`() throws {
        let story = try Self.story(under: "metrology", .report)
        #expect(
            Self.handling(story) == [
                "handle HL-REPORT urban-1 03-02 09:00 → 03-09 23:59 replaced 03-02 09:10",
                "handle MT-HANDLE urban-1 03-02 09:00 → 03-16 23:59",
            ])
    }

    @Test func `one from acceptance follows the statute's own limit for accepting`() throws {
        var story = try Self.story(under: "market regulation")
        // As if it had fallen under the statute from the beginning.
        #expect(
            Self.handling(story) == [
                "handle HL-COMPLAINT urban-1 03-02 09:00 → 03-09 23:59 cancelled 03-02 09:10",
                "accept SM-ACCEPT urban-1 03-02 09:00 → 03-11 23:59",
            ])
        try story.accept(at("03-04 09:00"))
        #expect(
            Self.handling(story) == [
                "handle HL-COMPLAINT urban-1 03-02 09:00 → 03-09 23:59 cancelled 03-02 09:10",
                "accept SM-ACCEPT urban-1 03-02 09:00 → 03-11 23:59 met 03-04 09:00",
                "handle SM-MEDIATE urban-1 03-04 09:00 → 03-18 23:59",
            ])
    }

    /// A reopened case is handled without having been accepted again, or at all.
    @Test(arguments: [true, false])
    func `what was under way before it fell under the statute is measured wherever it goes`(isAccepted: Bool) throws {
        var story = try Story.begin(.complaint, under: try Self.jurisdiction.get())
        if isAccepted {
            try story.accept(at("03-02 10:00"))
        } else {
            try story.hear(.withdraw(""), at("03-02 09:30"))
            try story.tell(.reopen(""), by: .supervisor, at("03-02 10:00"))
        }
        try story.reply(at("03-02 11:00"))
        try story.tell(.review(Review(approved: false, text: "不实")), by: .supervisor, at("03-02 12:00"))
        // In its rework it turns out to accuse whoever leads it: another department begins with it.
        let lead = try #require(story.file.lead)
        let statute = Regime(name: "market regulation", matter: "any")
        try story.tell(
            .classify(Classification(kind: .report, regime: statute, against: .department(lead))), by: .dispatcher, at("03-02 13:00"))
        #expect(story.file.state == .dispatched && story.file.lead != lead)
        #expect(story.clock(.handle)?.isOpen == true && story.clock(.handle)?.department == story.file.lead)
    }

    @Test func `who gets an answered report in place of the accused has the whole limit of its statute`() throws {
        var story = try Story.begin(.complaint, under: try Self.jurisdiction.get())
        try story.accept(at("03-02 10:00"))
        try story.reply(at("03-10 11:00"))
        let lead = try #require(story.file.lead)
        // Ten working days from receipt would be over.
        let found = Classification(kind: .report, regime: Regime(name: "metrology", matter: "any"), against: .department(lead))
        try story.tell(.classify(found), by: .dispatcher, at("04-20 09:00"))
        #expect(story.clock(.handle)?.rule == "MT-HANDLE" && story.clock(.handle)?.startedAt == at("04-20 09:00"))
    }

    @Test func `where silence ends the matter nobody is late, and what is left is to tell the requester`() throws {
        var story = try Self.story(under: "market regulation")
        try story.accept(at("03-04 09:00"))
        let ordinal = try #require(story.clock(.handle)?.ordinal)
        let due = day("2026-03-18").end
        #expect(story.clock(.handle)?.countsLate == false)
        #expect(story.refusal(of: .applySilence(ordinal), due) == .noSuchProcedure(.handle))
        try story.run(.applySilence(ordinal), due.justAfter)
        #expect(story.clock(.handle)?.ending == .silence)
        #expect(story.clock(.handle)?.standing(at: at("12-31 12:00")) == .lapsed)
        #expect(story.events.map(\.facts) == [["meaning": "mediation ends", "stage": "handle", "rule": "SM-MEDIATE"]])
        #expect(story.clock(.feedback)?.isOpen == true)
        #expect(story.refusal(of: .applySilence(ordinal), due.justAfter) == .noSuchProcedure(.handle))
        try story.tell(
            .reply(Reply(text: "调解终止", outcome: .explained, withoutSupport: "")), by: .handlerOfLead, at("03-19 09:00"))
        #expect(story.clock(.feedback)?.ending == .met && story.openStages.isEmpty)
    }

    @Test func `a matter that silence ended is not measured anew by another department`() throws {
        var story = try Self.story(under: "gas supply")
        let ordinal = try #require(story.clock(.handle)?.ordinal)
        try story.tell(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-02 10:00"))
        try story.run(.applySilence(ordinal), at("03-10 09:00"))
        try story.tell(.ruleOnReturn(Ruling(verdict: .upheld(to: nil), text: "")), by: .dispatcher, at("03-10 10:00"))
        try story.tell(.accept, by: .handlerOfOther, at("03-10 11:00"))
        #expect(story.file.clocks.count { $0.stage == .handle && $0.isOpen } == 0)
        #expect(story.file.clocks.count { $0.stage == .feedback && $0.isOpen } == 1)
    }

    @Test func `who has accepted before the statute is named is past its acceptance`() throws {
        var story = try Story.begin(under: try Self.jurisdiction.get())
        try story.accept()
        try story.tell(
            .classify(Classification(regime: Regime(name: "market regulation", matter: "any"))), by: .dispatcher, at("03-02 10:00"))
        #expect(!story.openStages.contains("accept"))
        #expect(story.clock(.handle)?.rule == "SM-MEDIATE")
    }

    @Test func `back under the platform's rules its own limit runs from the dispatch`() throws {
        let jurisdiction = try Self.jurisdiction.get()
        var story = try Story.begin(category: nil, under: jurisdiction)
        let classify = { CaseCommand.classify(Classification(regime: Regime(name: $0, matter: "any"))) }
        try story.tell(classify("petition"), by: .dispatcher, at("03-02 09:10"))
        try story.tell(.dispatch(Dispatch(department: "urban-1")), by: .dispatcher, at("03-02 09:20"))
        #expect(!story.openStages.contains("handle"), "the statute counts from acceptance")
        try story.tell(classify(TimeLimit.hotline), by: .dispatcher, at("03-03 09:00"))
        #expect(story.clock(.accept)?.ending == .cancelled)
        #expect(story.clocks.last == "handle HL-COMPLAINT urban-1 03-02 09:20 → 03-09 23:59")
    }

    @Test func `a third party is heard while the matter rests, and its silence ends the rest`() throws {
        var story = try Self.story(under: "disclosure request")
        try story.accept(at("03-02 10:00"))
        try story.tell(.consult(.thirdParty, text: "征求意见"), by: .headOfLead, at("03-03 10:00"))
        #expect(story.file.state == .suspended && story.file.suspension?.ground == .thirdParty)
        #expect(story.clock(.handle)?.isPaused == true)
        #expect(story.clock(.thirdParty)?.dueAt == day("2026-03-24").end)
        var heard = story
        try heard.tell(.resume("第三方同意"), by: .headOfLead, at("03-05 10:00"))
        #expect(heard.clock(.thirdParty)?.ending == .met)
        #expect(heard.clock(.handle)?.dueAt == day("2026-04-02").end, "the 3rd to the 5th are not counted")
        var elsewhere = story
        try elsewhere.tell(
            .classify(Classification(regime: Regime(name: TimeLimit.hotline, matter: "any"))), by: .dispatcher, at("03-05 10:00"))
        #expect(elsewhere.file.state == .handling && elsewhere.clock(.thirdParty)?.ending == .cancelled, "nobody has answered")
        try story.run(.endSuspension, day("2026-03-24").end.justAfter)
        #expect(story.file.state == .handling && story.clock(.thirdParty)?.ending == .silence)
        #expect(story.events.first?.facts["meaning"] == "decides itself")
    }

    @Test func `a rework does not rest while others are heard`() throws {
        var story = try Self.story(under: "disclosure request")
        try story.accept(at("03-02 10:00"))
        try story.reply(at("03-03 10:00"))
        try story.tell(.review(Review(approved: false, text: "不实")), by: .supervisor, at("03-03 11:00"))
        for consultation in Consultation.allCases {
            #expect(
                story.refusal(of: .consult(consultation, text: "征求意见"), by: .headOfLead, at("03-03 12:00"))
                    == .groundNotKnown(rule: "HL-REWORK", []))
        }
        #expect(
            !story.file.allowedActions(for: Actor.headOfLead.staff, at: at("03-03 12:00"), under: story.jurisdiction).contains(.consult))
    }

    @Test func `what has run out does not rest while others are heard`() throws {
        var story = try Self.story(under: "disclosure request")
        try story.accept(at("03-02 10:00"))
        let late = day("2026-03-30").end.justAfter
        try story.tell(.consult(.thirdParty, text: "征求意见"), by: .headOfLead, late)
        #expect(story.file.state == .suspended)
        #expect(story.clock(.handle)?.standing(at: late) == .overdue, "late stays late")
    }

    @Test func `a corrected request is counted from its correction; one that is never corrected counts as taken back`() throws {
        var story = try Self.story(under: "disclosure request")
        let ask = CaseCommand.requestCorrection("请明确", until: day("2026-03-20"))
        #expect(
            story.refusal(of: ask, by: .headOfLead, day("2026-03-11").end.justAfter) == .noSuchProcedure(.correctionNotice),
            "seven working days from receipt")
        var accepted = story
        try accepted.accept(at("03-02 10:00"))
        #expect(accepted.refusal(of: ask, by: .headOfLead, at("03-04 10:00")) == nil, "who has accepted may ask too")
        try story.tell(ask, by: .headOfLead, at("03-04 10:00"))
        #expect(story.file.state == .suspended && story.clock(.correctionNotice)?.ending == .met)
        var silent = story
        try silent.run(.endSuspension, day("2026-03-20").end.justAfter)
        #expect(silent.file.state == .withdrawn && silent.openStages.isEmpty)
        #expect(silent.events.first?.facts["meaning"] == "deemed abandoned")
        try story.hear(.supplement("更正后的申请", reopening: false), at("03-10 09:00"))
        #expect(story.file.state == .handling)
        #expect(story.clocks.last == "handle FOI-2019 urban-1 03-10 09:00 → 04-07 23:59")
        #expect(story.file.clocks.last?.continues != nil)
    }

    @Test(
        arguments: [
            ("urgent in the first hours", "03-02 09:30", "HL-URGENT 03-02 09:00 → 03-02 11:00"),
            ("urgent when the two hours would be over", "03-02 16:00", "HL-URGENT 03-02 16:00 → 03-02 18:00"),
            ("urgent when that would be later than before", "03-03 23:00", "HL-CONTACT 03-02 09:00 → 03-03 23:59"),
        ])
    func `nobody is late by the line's own change of mind`(name: String, marked: String, clock: String) throws {
        var story = try Story.begin()
        try story.tell(.classify(Classification(urgent: true)), by: .dispatcher, at(marked))
        let contact = try #require(story.clocks.last { $0.hasPrefix("first_contact") })
        #expect(contact.replacing("first_contact ", with: "").replacing("urban-1 ", with: "") == clock)
        #expect(story.clock(.firstContact)?.standing(at: at(marked)) == .running)
    }
}
