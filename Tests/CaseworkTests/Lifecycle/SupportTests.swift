import Casework
import Testing
import WorkingTime

/// `urban-1` leads and `police` supports, until Thursday, 5 March.
struct SupportTests {
    static let due = day("2026-03-05").end
    static let bare = CaseCommand.reply(Reply(text: "已办", outcome: .solved))

    @Test func `the lead does not reply before a supporting answer unless it says why`() throws {
        var story = try Story.reaching(.handling)
        #expect(story.refusal(of: Self.bare, by: .handlerOfLead, at("03-03 09:00")) == .supportOpen(["police"]))
        var alone = story
        try alone.tell(
            .reply(Reply(text: "已办", outcome: .solved, withoutSupport: "已电话核实")), by: .handlerOfLead, at("03-03 09:00"))
        #expect(alone.events.first?.facts["unanswered_support"] == "police")
        #expect(alone.events.first?.facts["without_support"] == "已电话核实")
        #expect(alone.clock(.support)?.ending == .cancelled)
        try story.tell(.answerSupport("已协助"), by: .headOfSupporting, at("03-03 08:00"))
        #expect(story.refusal(of: Self.bare, by: .handlerOfLead, at("03-03 09:00")) == nil)
        #expect(story.file.supports.first?.answer == "已协助")
        #expect(story.file.supports.first?.answeredBy == Actor.headOfSupporting.staff.id)
    }

    @Test func `a late supporter is late itself, and the lead is not`() throws {
        var story = try Story.reaching(.handling)
        let now = Self.due.justAfter
        try story.tell(.answerSupport("迟复"), by: .handlerOfSupporting, now)
        try story.tell(Self.bare, by: .handlerOfLead, now)
        #expect(story.clock(.support)?.standing(at: now) == .metLate)
        #expect(story.clock(.support)?.department == "police")
        #expect(story.clock(.handle)?.standing(at: now) == .met)
        var unanswered = try Story.reaching(.handling)
        try unanswered.tell(
            .reply(Reply(text: "已办", outcome: .solved, withoutSupport: "逾期未复")), by: .handlerOfLead, Self.due.justAfter)
        #expect(unanswered.clock(.support)?.standing(at: at("03-09 09:00")) == .metLate, "late stays late though nobody waits any more")
    }

    @Test func `one who answered is asked again, with a new limit; one who has not is not`() throws {
        var story = try Story.reaching(.handling)
        let ask = CaseCommand.requestSupport(["police"], demand: "请补充")
        #expect(story.refusal(of: ask, by: .headOfLead, at("03-03 09:00")) == .alreadySupporting(member: "/departments/0"))
        try story.tell(.answerSupport("已协助"), by: .handlerOfSupporting, at("03-03 09:00"))
        #expect(story.refusal(of: .answerSupport("又"), by: .handlerOfSupporting, at("03-03 10:00")) == .supportAnswered)
        try story.tell(ask, by: .headOfLead, at("03-04 09:00"))
        #expect(
            story.clocks.filter { $0.hasPrefix("support") } == [
                "support HL-SUPPORT police 03-02 09:00 → 03-05 23:59 met 03-03 09:00",
                "support HL-SUPPORT police 03-04 09:00 → 03-09 23:59",
            ])
        #expect(story.file.supporting == ["police"])
        #expect(story.file.supports.map(\.demand) == ["请补充"])
        #expect(story.refusal(of: Self.bare, by: .handlerOfLead, at("03-04 10:00")) == .supportOpen(["police"]))
    }

    @Test func `the lead does not help itself, nor does whom a report accuses`() throws {
        let story = try Story.begin(.report, against: .department("urban-2"))
        let ask = { CaseCommand.requestSupport($0, demand: "") }
        let now = at("03-02 10:00")
        #expect(story.refusal(of: ask(["urban-1"]), by: .handlerOfLead, now) == .alreadySupporting(member: "/departments/0"))
        #expect(story.refusal(of: ask(["gov", "urban-2"]), by: .handlerOfLead, now) == .departmentIsAccused(member: "/departments/1"))
        #expect(story.refusal(of: ask(["nowhere"]), by: .handlerOfLead, now) == .unknownDepartment(member: "/departments/0"))
    }

    @Test func `a supporter whom the report turns out to accuse is let go`() throws {
        var story = try Story.begin(.report)
        try story.tell(.classify(Classification(against: .department("police"))), by: .dispatcher, at("03-02 10:00"))
        #expect(story.file.supports.isEmpty)
        #expect(story.clock(.support)?.ending == .cancelled)
        #expect(story.events.first?.facts["supporting_no_longer"] == "police")
        #expect(story.file.lead == "urban-1")
    }

    @Test func `a supporter is released by its lead or a dispatcher, and answers while a return is ruled on`() throws {
        var story = try Story.begin()
        let release = CaseCommand.releaseSupport("police", text: "不再需要")
        let other = CaseCommand.releaseSupport("urban-2", text: "")
        #expect(story.refusal(of: other, by: .dispatcher, at("03-02 10:00")) == .notSupporting("urban-2"))
        for actor in [Actor.dispatcher, .handlerOfLead] {
            var released = story
            try released.tell(release, by: actor, at("03-02 10:00"))
            #expect(released.file.supports.isEmpty && released.clock(.support)?.ending == .cancelled)
        }
        try story.tell(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-02 10:00"))
        try story.tell(.answerSupport("已协助"), by: .handlerOfSupporting, at("03-02 11:00"))
        #expect(story.clock(.support)?.ending == .met)
        #expect(story.file.state == .returning)
    }

    @Test func `who takes over the lead helps no longer`() throws {
        var story = try Story.begin()
        try story.tell(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-02 10:00"))
        try story.tell(.ruleOnReturn(Ruling(verdict: .upheld(to: "police"), text: "")), by: .dispatcher, at("03-02 11:00"))
        #expect(story.file.lead == "police" && story.file.supports.isEmpty)
        #expect(story.clock(.support)?.ending == .cancelled)
    }
}
