import Casework
import Testing
import WorkingTime

struct SuspensionTests {
    static let since = at("03-04 10:00")
    static let review = day("2026-03-20")

    static func suspended() throws -> Story {
        var story = try Story.reaching(.handling)
        try story.settleTheRest(at("03-02 10:00"))
        try story.grant(.resting(until: review), asked: since)
        return story
    }

    @Test func `a rest stops the matter's clock alone, and the day of review is what comes next`() throws {
        let story = try Self.suspended()
        #expect(story.file.state == .suspended)
        #expect(story.file.suspension == Suspension(ground: .requester, since: Self.since, until: Self.review))
        #expect(story.file.clocks.filter(\.isPaused).map(\.stage) == [.handle])
        #expect(story.clock(.handle)?.standing(at: at("12-31 12:00")) == .paused, "nobody is late meanwhile")
        #expect(story.clock(.handle)?.halts == [Clock.Halt(from: Self.since, to: nil, ground: "requester")])
        #expect(story.file.nextDueAt == Self.review.end)
        #expect(story.events.map(\.kind) == [.timeGranted])
        #expect(story.events.first?.facts["due_at"] == nil, "none is known while it rests")
    }

    @Test(
        arguments: [
            // The 3rd counted, four working days are left; days touched by the rest do not count.
            ("03-04 18:00", "2026-03-10"), ("03-05 09:00", "2026-03-11"), ("03-06 10:00", "2026-03-12"), ("03-07 10:00", "2026-03-12"),
            ("03-16 10:00", "2026-03-20"),
        ])
    func `the remainder is kept`(resumed: String, due: String) throws {
        var story = try Self.suspended()
        try story.tell(.resume("已补齐"), by: .handlerOfLead, at(resumed))
        #expect(story.file.state == .handling)
        #expect(story.file.suspension == nil)
        #expect(story.clock(.handle)?.dueAt == day(due).end)
        #expect(story.clock(.handle)?.halts == [Clock.Halt(from: Self.since, to: at(resumed), ground: "requester")])
        #expect(story.file.timeRequests.map(\.endedAt) == [at(resumed)])
        #expect(story.events.first?.facts["due_at"] == day(due).end.description)
        #expect(story.refusal(of: .resume(""), by: .handlerOfLead, at(resumed)) == .stateForbids(.resume, .handling))
    }

    @Test func `who goes on after the day of review has rested until it`() throws {
        var late = try Self.suspended()
        var onTime = late
        try late.tell(.resume("已补齐"), by: .handlerOfLead, at("03-25 10:00"))
        try onTime.run(.endSuspension, at("03-25 10:00"))
        #expect(late.clock(.handle)?.halts == [Clock.Halt(from: Self.since, to: Self.review.end, ground: "requester")])
        #expect(late.clock(.handle)?.dueAt == onTime.clock(.handle)?.dueAt)
    }

    @Test(arguments: SuspensionGround.requestable)
    func `what the requester adds ends a rest for the requester, and no other`(ground: SuspensionGround) throws {
        var story = try Story.reaching(.handling)
        try story.grant(.resting(until: Self.review, for: ground), asked: Self.since)
        try story.hear(.supplement("材料已补交", reopening: false), at("03-05 09:00"))
        let ends = ground == .requester
        #expect(story.file.state == (ends ? .handling : .suspended))
        #expect(story.events.map(\.kind) == (ends ? [.supplemented, .resumed] : [.supplemented]))
        #expect(story.clock(.handle)?.isPaused == !ends)
    }

    @Test(arguments: [(0, false), (1, true), (60, true), (61, false)])
    func `the day of review lies ahead and not further than the settings allow`(days: Int, possible: Bool) throws {
        let story = try Story.reaching(.handling)
        let today = Self.since.day
        let wish = TimeWish.resting(until: today.advanced(by: days))
        let refusal = story.refusal(of: .requestTime(wish), by: .headOfLead, Self.since)
        #expect(refusal == (possible ? nil : .reviewDayOutside(member: "/until", after: today, through: today.advanced(by: 60))))
    }

    @Test func `it ends by itself with the day of review, once`() throws {
        var story = try Self.suspended()
        #expect(story.refusal(of: .endSuspension, Self.review.end) == .stateForbids(.resume, .suspended))
        try story.run(.endSuspension, Self.review.end.justAfter)
        #expect(story.file.state == .handling)
        #expect(story.events.map(\.kind) == [.resumed])
        #expect(story.events.map(\.author) == [.system])
        #expect(story.refusal(of: .endSuspension, Self.review.end.justAfter) == .stateForbids(.resume, .handling))
    }

    @Test func `a limit that knows no rest does not rest`() throws {
        var story = try Story.reaching(.replied)
        try story.tell(.review(Review(approved: false, text: "不实")), by: .supervisor, at("03-03 09:00"))
        let refusal = story.refusal(of: .requestTime(.resting(until: Self.review)), by: .headOfLead, Self.since)
        #expect(refusal == .groundNotKnown(rule: "HL-REWORK", []))
        let offered = try story.file.allowedActions(for: Actor.headOfLead.staff, at: Self.since, under: Given.usual.get())
        #expect(!offered.contains(.requestSuspension) && offered.contains(.requestParking))
    }

    @Test func `what is late does not rest`() throws {
        let story = try Story.reaching(.handling)
        let late = day("2026-03-09").end.justAfter
        let refusal = story.refusal(of: .requestTime(.resting(until: Self.review)), by: .headOfLead, late)
        #expect(refusal == .limitPassed(.handle, day("2026-03-09").end))
    }

    @Test func `what ends while it rests has counted to where it stopped`() throws {
        var story = try Self.suspended()
        try story.hear(.withdraw(nil), at("03-18 09:00"))
        #expect(story.file.state == .withdrawn)
        #expect(story.clock(.handle)?.endedAt == Self.since)
        #expect(story.clock(.handle)?.standing(at: at("12-31 12:00")) == .cancelled)
        #expect(story.file.timeRequests.allSatisfy { $0.endedAt != nil })
    }

    @Test func `what a case asked of its time is over when it leaves the department's hands`() throws {
        var story = try Story.reaching(.handling)
        for wish in [TimeWish.extending(until: day("2026-03-10")), .resting(until: Self.review), .complex, .parking(until: Self.review)] {
            try story.tell(.requestTime(wish), by: .headOfLead, at("03-02 11:00"))
        }
        try story.reply(at("03-02 12:00"))
        #expect(story.file.timeRequests.allSatisfy { !$0.isOpen && $0.endedAt == at("03-02 12:00") && $0.granted == nil })
    }

    @Test func `a report that is taken from whom it accuses does not rest with its new lead`() throws {
        var story = try Story.begin(.report)
        try story.accept()
        try story.grant(.resting(until: Self.review), asked: at("03-02 10:00"))
        try story.tell(.classify(Classification(against: .department("urban-1"))), by: .dispatcher, at("03-03 10:00"))
        #expect(story.file.state == .dispatched && story.file.suspension == nil)
        #expect(!story.file.clocks.contains { $0.isPaused })
        #expect(story.clock(.handle)?.department == "gov-1")
        #expect(story.clock(.handle)?.halts == [Clock.Halt(from: at("03-02 10:00"), to: at("03-03 10:00"), ground: "requester")])
    }
}
