import Casework
import Testing
import WorkingTime

struct ParkingTests {
    static let review = day("2026-06-01")

    @Test func `a parked case is on a list, and its clocks run on`() throws {
        var story = try Story.reaching(.handling)
        let before = story.clocks
        try story.grant(.parking(until: Self.review), asked: at("03-03 10:00"))
        #expect(story.file.parkedUntil == Self.review)
        #expect(story.clocks == before)
        #expect(story.clock(.handle)?.standing(at: day("2026-03-09").end.justAfter) == .overdue, "late stays late")
        #expect(
            story.refusal(of: .requestTime(.parking(until: Self.review)), by: .headOfLead, at("03-03 10:00")) == .alreadyParked)
    }

    @Test(arguments: [(0, false), (1, true), (180, true), (181, false)])
    func `the day of review lies ahead and not further than the settings allow`(days: Int, possible: Bool) throws {
        let story = try Story.reaching(.handling)
        let today = day("2026-03-03")
        let wish = TimeWish.parking(until: today.advanced(by: days))
        let refusal = story.refusal(of: .requestTime(wish), by: .headOfLead, at("03-03 10:00"))
        #expect(refusal == (possible ? nil : .reviewDayOutside(member: "/until", after: today, through: today.advanced(by: 180))))
    }

    @Test func `it ends by hand, or by itself with the day of review, once`() throws {
        var story = try Story.reaching(.handling)
        try story.grant(.parking(until: Self.review), asked: at("03-03 10:00"))
        #expect(story.refusal(of: .endParking, Self.review.end) == .notParked)
        var byHand = story
        try byHand.tell(.unpark("已解决"), by: .supervisor, at("03-20 09:00"))
        #expect(byHand.file.parkedUntil == nil && byHand.file.timeRequests.map(\.endedAt) == [at("03-20 09:00")])
        try story.run(.endParking, Self.review.end.justAfter)
        #expect(story.file.parkedUntil == nil)
        #expect(story.events.map(\.author) == [.system])
        #expect(story.refusal(of: .endParking, Self.review.end.justAfter) == .notParked)
    }

    @Test func `what was answered and sent back is no longer on the list`() throws {
        var story = try Story.reaching(.handling)
        try story.grant(.parking(until: Self.review), asked: at("03-02 10:00"))
        try story.reply(at("03-02 11:00"))
        try story.tell(.review(Review(approved: false, text: "不实")), by: .supervisor, at("03-02 12:00"))
        #expect(story.file.parkedUntil == nil && story.file.timeRequests.map(\.endedAt) == [at("03-02 12:00")])
        #expect(story.events.map(\.kind) == [.unparked, .sentBack])
        try story.grant(.parking(until: Self.review), asked: at("03-02 13:00"))
        #expect(story.file.parkedUntil == Self.review, "it may be listed again")
    }

    @Test func `an answered case stays parked until its day; one that goes elsewhere or ends does not`() throws {
        var story = try Story.reaching(.handling)
        try story.grant(.parking(until: Self.review), asked: at("03-02 10:00"))
        var returned = story
        try returned.tell(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-02 11:00"))
        try returned.tell(.ruleOnReturn(Ruling(verdict: .upheld(to: nil), text: "")), by: .dispatcher, at("03-02 12:00"))
        #expect(returned.file.parkedUntil == nil && returned.file.timeRequests.allSatisfy { $0.endedAt != nil })
        try story.reply(at("03-02 11:00"))
        #expect(story.file.parkedUntil == Self.review)
        try story.tell(.review(Review(approved: true)), by: .supervisor, at("03-02 12:00"))
        try story.tell(.recordCallback(Opinion(contacted: false)), by: .supervisor, at("03-02 13:00"))
        try story.tell(.close(outcome: .solved, text: nil), by: .supervisor, at("03-02 13:00"))
        #expect(story.file.parkedUntil == nil && story.file.timeRequests.map(\.endedAt) == [at("03-02 13:00")])
    }
}
