import Casework
import Testing
import WorkingTime

/// A complaint of Monday, 23 March 2026, counted before the year's notice: due on the 30th. The notice takes the 26th and the
/// 27th away and gives the 28th, a Saturday: due on the 31st.
struct RecountTests {
    static let begun = at("03-23 09:00")

    static func story() throws -> Story {
        var story = try Story.begin(receivedAt: begun, at: begun, under: try Given.unannounced.get())
        try story.tell(.accept, by: .handlerOfLead, at("03-23 10:00"))
        return story
    }

    private static func recounted(_ file: Case, _ now: Instant) throws -> Decision {
        try file.decide(.recount(loadedAt: now), at: now, under: try Given.announced.get())
    }

    @Test func `what is provisional moves, and the history says from when to when`() throws {
        let story = try Self.story()
        #expect(story.clock(.handle)?.provisional == true && story.clock(.handle)?.dueAt == day("2026-03-30").end)
        let decision = try Self.recounted(story.file, at("03-24 09:00"))
        let clock = try #require(decision.next.mainClock)
        #expect(clock.dueAt == day("2026-03-31").end && clock.originalDueAt == day("2026-03-30").end)
        #expect(!clock.provisional && clock.calendarVersion == 5)
        #expect(decision.events.map(\.kind) == [.dueMoved])
        #expect(decision.events.first?.facts["calendar_version"] == "5")
        #expect(decision.events.first?.facts["moved"]?.contains("handle:2026-03-30") == true)
        #expect(throws: Refusal.nothingToRecount) { try Self.recounted(decision.next, at("03-24 10:00")) }
    }

    @Test func `nothing met, overdue or resting changes`() throws {
        var story = try Self.story()
        let sign = try #require(story.clock(.sign))
        #expect(sign.ending == .met)
        try story.grant(.resting(until: day("2026-04-10")), asked: at("03-24 09:00"))
        let resting = try #require(story.clock(.handle))
        let decision = try Self.recounted(story.file, at("03-24 10:00"))
        #expect(decision.next.clocks.contains(sign) && decision.next.clocks.contains(resting))
        let late = try Self.recounted(try Self.story().file, day("2026-03-25").end)
        #expect(late.next.clocks.last { $0.stage == .firstContact }?.standing(at: day("2026-03-25").end) == .overdue)
        // A day after the old due instant and before the new one: what was late is late.
        let overdue = try Self.story().file
        let after = day("2026-03-30").end.justAfter
        #expect(overdue.mainClock?.standing(at: after) == .overdue)
        let recounted = (try? Self.recounted(overdue, after).next) ?? overdue
        #expect(recounted.mainClock?.standing(at: after) == .overdue)
        #expect(recounted.mainClock?.dueAt == day("2026-03-30").end)
    }

    @Test func `a notice counts from when it was loaded, not from when a server comes to it`() throws {
        let file = try Self.story().file
        let (loadedAt, now) = (at("03-30 20:00"), day("2026-03-30").end.justAfter)
        let jurisdiction = try Given.announced.get()
        let next = try file.decide(.recount(loadedAt: loadedAt), at: now, under: jurisdiction).next
        #expect(next.mainClock?.dueAt == day("2026-03-31").end && next.mainClock?.standing(at: now) == .running)
        #expect(
            try file.decide(.recount(loadedAt: loadedAt), at: at("04-02 09:00"), under: jurisdiction).next.mainClock?.dueAt
                == day("2026-03-31").end)
        let ordinal = try #require(file.mainClock?.ordinal)
        let recount = SystemCommand.recount(loadedAt: loadedAt)
        let marked = (try? file.decide(recount, heldByOthers: false, marked: [ordinal], at: now, under: jurisdiction).next) ?? file
        #expect(marked.mainClock?.dueAt == day("2026-03-30").end)
        let late = (try? file.decide(.recount(loadedAt: now), at: now, under: jurisdiction).next) ?? file
        #expect(late.mainClock?.dueAt == day("2026-03-30").end)
    }

    @Test func `an extension and the rests before it are counted along`() throws {
        var story = try Self.story()
        try story.grant(.extending(until: day("2026-04-03")), asked: at("03-24 09:00"))
        #expect(story.clock(.handle)?.dueAt == day("2026-04-03").end)
        let next = try Self.recounted(story.file, at("03-24 10:00")).next
        // Five days from the 23rd end on the 31st, four more on the 7th: the 6th is a holiday.
        #expect(next.mainClock?.dueAt == day("2026-04-07").end)
    }

    @Test func `a due instant that would lie in the past is left as it was`() throws {
        let exceptions = [CalendarException(day: day("2026-03-28"), status: .work, name: "假日")]
        let shorter = try Given.jurisdiction(calendar: try Given.calendar(version: 6, exceptions: exceptions))
        let file = try Self.story().file
        let now = at("03-30 09:00")
        // With a working Saturday it would have been due on Saturday, the 28th.
        let next = (try? file.decide(.recount(loadedAt: now), at: now, under: shorter).next) ?? file
        #expect(next.mainClock?.dueAt == day("2026-03-30").end)
        #expect(next.mainClock?.standing(at: now) == .running)
    }

    @Test func `a notice that comes while the matter rests makes nobody late`() throws {
        let exceptions = [CalendarException(day: day("2026-03-28"), status: .work, name: "假日")]
        let shorter = try Given.jurisdiction(calendar: try Given.calendar(version: 6, exceptions: exceptions))
        var story = try Self.story()
        // On its last day, of which the notice then says that it was one too many.
        try story.grant(.resting(until: day("2026-04-10")), asked: at("03-30 09:00"))
        let resumed = at("04-08 09:00")
        let next = try story.file.decide(.resume("已补齐"), by: Actor.headOfLead.staff, at: resumed, under: shorter).next
        #expect(next.mainClock?.dueAt == day("2026-04-09").end && next.mainClock?.standing(at: resumed) == .running)
    }

    @Test(arguments: Consultation.allCases)
    func `whoever is heard has until the end of their limit, also where a notice moves it`(consultation: Consultation) throws {
        var story = try Self.story()
        let statute = Classification(regime: Regime(name: "disclosure request", matter: "any"))
        try story.tell(.classify(statute), by: .dispatcher, at("03-23 11:00"))
        try story.tell(.consult(consultation, text: "征求意见"), by: .headOfLead, at("03-24 09:00"))
        let before = try #require(story.file.suspension?.until)
        #expect(story.clock(consultation == .thirdParty ? .thirdParty : .coProducer)?.dueAt.day == before)
        let next = try Self.recounted(story.file, at("03-24 10:00")).next
        let moved = try #require(next.clocks.last?.dueAt.day)
        #expect(moved > before && next.suspension?.until == moved)
        #expect(throws: Refusal.self) {
            try next.decide(.endSuspension, at: before.end.justAfter, under: try Given.announced.get())
        }
        let silent = try next.decide(.endSuspension, at: moved.end.justAfter, under: try Given.announced.get()).next
        #expect(silent.state == .handling && silent.clocks.last?.ending == .silence)
    }
}
