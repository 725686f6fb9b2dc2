import Casework
import Testing
import WorkingTime

struct ComplexityTests {
    @Test func `the longer limit runs from the same start, and the shorter stays on record`() throws {
        var story = try Story.reaching(.handling)
        try story.grant(.complex, asked: at("03-04 10:00"), decided: at("03-05 10:00"))
        #expect(story.file.complex)
        #expect(
            story.clocks.filter { $0.hasPrefix("handle") } == [
                "handle HL-COMPLAINT urban-1 03-02 09:00 → 03-09 23:59 replaced 03-05 10:00",
                "handle HL-COMPLEX urban-1 03-02 09:00 → 03-23 23:59",
            ])
        #expect(story.file.clocks.last?.continues == story.file.clocks.first { $0.stage == .handle }?.ordinal)
        #expect(story.file.clocks.last?.originalDueAt == day("2026-03-09").end)
        let again = story.refusal(of: .requestTime(.complex), by: .headOfLead, at("03-05 11:00"))
        #expect(again == .alreadyComplex)
    }

    @Test func `it is asked and granted while the limit runs`() throws {
        var story = try Story.reaching(.handling)
        let due = day("2026-03-09").end
        #expect(story.refusal(of: .requestTime(.complex), by: .headOfLead, due.justAfter) == .limitPassed(.handle, due))
        try story.tell(.requestTime(.complex), by: .headOfLead, due)
        let grant = CaseCommand.decideTime(TimeDecision(kind: .complexity, granted: true, text: ""))
        #expect(story.refusal(of: grant, by: .dispatcher, due.justAfter) == .limitPassed(.handle, due))
    }

    @Test func `a rework and a statute's own limit know no longer one`() throws {
        var rework = try Story.reaching(.replied)
        try rework.tell(.review(Review(approved: false, text: "不实")), by: .supervisor, at("03-03 09:00"))
        #expect(rework.refusal(of: .requestTime(.complex), by: .headOfLead, at("03-03 10:00")) == .noComplexLimit)
        var labour = try StatuteTests.story(under: "labour inspection")
        try labour.accept()
        #expect(labour.refusal(of: .requestTime(.complex), by: .headOfLead, at("03-03 10:00")) == .noComplexLimit)
    }

    @Test func `a complex case that goes to another department stays complex`() throws {
        var story = try Story.begin()
        try story.accept()
        try story.grant(.complex, asked: at("03-02 10:00"))
        try story.tell(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-03 10:00"))
        try story.tell(.ruleOnReturn(Ruling(verdict: .upheld(to: nil), text: "")), by: .dispatcher, at("03-04 10:00"))
        #expect(story.file.clocks.last { $0.stage == .handle }?.rule == "HL-COMPLEX")
        #expect(story.clock(.handle)?.department == "urban-2")
        #expect(story.clock(.handle)?.dueAt == day("2026-03-23").end)
    }
}
