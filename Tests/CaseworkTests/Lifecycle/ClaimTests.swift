import Casework
import Testing
import WorkingTime

struct ClaimTests {
    static let now = at("03-02 09:50")

    @Test func `whoever took a case gives it back, and so does the head of the department`() throws {
        var story = try Story.reaching(.handling)
        #expect(story.refusal(of: .release, by: .handlerOfLead, Self.now) == .notClaimed)
        for actor in [Actor.handlerOfLead, .headOfLead] {
            try story.tell(.claim, by: .handlerOfLead, Self.now)
            let version = story.file.version
            try story.tell(.release, by: actor, Self.now)
            #expect(story.file.handler == nil)
            #expect(story.file.version == version + 1)
            #expect(story.events.map(\.kind) == [.released])
        }
    }

    @Test func `nobody else gives back what a colleague took`() throws {
        let colleague = Given.handler(of: "urban-1")
        var story = try Story.reaching(.handling)
        try story.tell(.claim, by: .handlerOfLead, Self.now)
        #expect(story.refusal(of: .release, by: colleague, Self.now) == .alreadyClaimed)
        #expect(!story.file.allowedActions(for: colleague, at: Self.now, under: story.jurisdiction).contains(.release))
        #expect(story.refusal(of: .release, by: .headOfOther, Self.now) == .anotherDepartmentLeads)
        var waiting = try Story.reaching(.received)
        try waiting.tell(.claim, by: .dispatcher, Self.now)
        let other = Staff(id: AccountID(rawValue: 99), name: "", roles: [.dispatcher], department: nil)
        #expect(waiting.refusal(of: .release, by: other, Self.now) == .alreadyClaimed)
        try waiting.tell(.release, by: .dispatcher, Self.now)
        #expect(waiting.file.handler == nil)
    }

    @Test func `a claim ends with the last token of whoever holds it, to the microsecond`() throws {
        let file = try Story.reaching(.handling).file
        let end = at("03-02 12:00")
        let claimed = Case(
            id: file.id, number: file.number, kind: file.kind, category: file.category, region: file.region, against: file.against,
            accused: file.accused, filedAsReport: file.filedAsReport, urgent: file.urgent, receivedAt: file.receivedAt,
            changedAt: file.changedAt, state: file.state, lead: file.lead, supports: file.supports, signed: file.signed,
            dispatches: file.dispatches, handler: AccountID(rawValue: 500), claimLapsesAt: end, outcome: file.outcome,
            clocks: file.clocks, returns: file.returns, version: file.version)
        let jurisdiction = try Given.usual.get()
        let claim = { (now: Instant) -> Case? in
            try? claimed.decide(.claim, by: Actor.handlerOfLead.staff, at: now, under: jurisdiction).next
        }
        #expect(claim(end.justBefore) == nil)
        let taken = try #require(claim(end))
        #expect(taken.handler == Actor.handlerOfLead.staff.id)
        #expect(taken.isClaimed(at: at("03-09 12:00")), "the end was the other's")
    }
}
