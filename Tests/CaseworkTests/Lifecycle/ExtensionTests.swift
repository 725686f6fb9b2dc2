import Casework
import Testing
import WorkingTime

/// A complaint of Monday, 2 March is due on Monday, 9 March; its rule grants ten working days more, once.
struct ExtensionTests {
    static let asked = at("03-05 10:00")
    static let due = day("2026-03-09")
    static let last = day("2026-03-23")

    @Test(
        arguments: [
            ("2026-03-08", nil), ("2026-03-09", nil), ("2026-03-10", "2026-03-10"), ("2026-03-23", "2026-03-23"), ("2026-03-24", nil),
            // A Saturday and a Sunday: nothing falls due on a rest day, the working day after does.
            ("2026-03-14", "2026-03-16"), ("2026-03-22", "2026-03-23"),
        ] as [(String, String?)])
    func `a new day lies after the due day and within what the rule grants`(until: String, newDue: String?) throws {
        var story = try Story.reaching(.handling)
        let wish = TimeWish.extending(until: day(until))
        guard let newDue else {
            let refusal = story.refusal(of: .requestTime(wish), by: .headOfLead, Self.asked)
            #expect(refusal == .extensionOutside(after: Self.due, through: Self.last))
            return
        }
        try story.grant(wish, asked: Self.asked)
        #expect(story.clock(.handle)?.dueAt == day(newDue).end)
        #expect(story.clock(.handle)?.originalDueAt == Self.due.end, "the first due instant stays on record")
        #expect(story.events.first?.facts["due_at"] == day(newDue).end.description)
        #expect(story.file.state == .handling)
    }

    @Test func `it is asked until the last instant, and after that the case stays overdue`() throws {
        let story = try Story.reaching(.handling)
        let wish = CaseCommand.requestTime(.extending(until: Self.last))
        #expect(story.refusal(of: wish, by: .headOfLead, Self.due.end) == nil)
        #expect(story.refusal(of: wish, by: .headOfLead, Self.due.end.justAfter) == .limitPassed(.handle, Self.due.end))
        #expect(story.clock(.handle)?.standing(at: Self.due.end.justAfter) == .overdue)
    }

    @Test func `what was asked in time and not decided in time can only be refused`() throws {
        var story = try Story.reaching(.handling)
        try story.tell(.requestTime(.extending(until: Self.last)), by: .headOfLead, Self.asked)
        let late = Self.due.end.justAfter
        let grant = CaseCommand.decideTime(TimeDecision(kind: .extension, granted: true, text: "同意"))
        #expect(story.refusal(of: grant, by: .supervisor, late) == .limitPassed(.handle, Self.due.end))
        try story.tell(.decideTime(TimeDecision(kind: .extension, granted: false, text: "逾期")), by: .supervisor, late)
        #expect(story.events.map(\.kind) == [.timeRefused])
        #expect(story.clock(.handle)?.standing(at: late) == .overdue)
        #expect(story.file.pendingTimeRequest(.extension) == nil)
    }

    @Test func `it is granted once, one request at a time`() throws {
        var story = try Story.reaching(.handling)
        let wish = CaseCommand.requestTime(.extending(until: day("2026-03-10")))
        try story.tell(wish, by: .headOfLead, Self.asked)
        #expect(story.refusal(of: wish, by: .headOfLead, Self.asked) == .alreadyRequested(.extension))
        try story.tell(.decideTime(TimeDecision(kind: .extension, granted: true, text: "")), by: .supervisor, Self.asked)
        let more = CaseCommand.requestTime(.extending(until: day("2026-03-11")))
        #expect(story.refusal(of: more, by: .headOfLead, Self.asked) == .extensionsUsed(times: 1))
    }

    @Test func `a refused request does not use it up`() throws {
        var story = try Story.reaching(.handling)
        try story.tell(.requestTime(.extending(until: Self.last)), by: .headOfLead, Self.asked)
        try story.tell(.decideTime(TimeDecision(kind: .extension, granted: false, text: "")), by: .supervisor, Self.asked)
        #expect(story.clock(.handle)?.dueAt == Self.due.end)
        try story.grant(.extending(until: Self.last), asked: Self.asked)
        #expect(story.clock(.handle)?.dueAt == Self.last.end)
    }

    @Test func `nobody decides what they asked themselves`() throws {
        let both = Staff(id: AccountID(rawValue: 90), name: "", roles: [.departmentHead, .supervisor], department: "urban-1")
        var story = try Story.reaching(.handling)
        try story.tell(.requestTime(.extending(until: Self.last)), by: both, Self.asked)
        let grant = CaseCommand.decideTime(TimeDecision(kind: .extension, granted: true, text: ""))
        #expect(story.refusal(of: grant, by: both, Self.asked) == .decidesOwnRequest)
        #expect(!story.file.allowedActions(for: both, at: Self.asked, under: story.jurisdiction).contains(.decideExtension))
    }

    @Test func `a rule that grants none is not lengthened: commendations, reworks`() throws {
        var praise = try Story.begin(.commendation)
        try praise.accept()
        let wish = CaseCommand.requestTime(.extending(until: Self.last))
        #expect(praise.refusal(of: wish, by: .headOfLead, Self.asked) == .extensionNotGranted(rule: "HL-COMMEND"))
        var rework = try Story.reaching(.replied)
        try rework.tell(.review(Review(approved: false, text: "不实")), by: .supervisor, at("03-03 09:00"))
        #expect(rework.refusal(of: wish, by: .headOfLead, Self.asked) == .extensionNotGranted(rule: "HL-REWORK"))
    }

    @Test func `a complex clock is lengthened from its own due day`() throws {
        var story = try Story.reaching(.handling)
        try story.grant(.complex, asked: at("03-04 10:00"))
        let beyond = CaseCommand.requestTime(.extending(until: day("2026-04-07")))
        #expect(
            story.refusal(of: beyond, by: .headOfLead, Self.asked)
                == .extensionOutside(after: day("2026-03-23"), through: day("2026-04-06")))
        try story.grant(.extending(until: day("2026-04-06")), asked: Self.asked)
        #expect(story.clock(.handle)?.dueAt == day("2026-04-06").end)
    }

    @Test func `an extension that was used goes along with a complex classification, and is not had again`() throws {
        var story = try Story.reaching(.handling)
        try story.grant(.extending(until: day("2026-03-10")), asked: at("03-04 10:00"))
        try story.grant(.complex, asked: Self.asked)
        #expect(story.clock(.handle)?.dueAt == day("2026-03-24").end, "a working day more than the complex limit")
        let more = CaseCommand.requestTime(.extending(until: day("2026-03-25")))
        #expect(story.refusal(of: more, by: .headOfLead, Self.asked) == .extensionsUsed(times: 1))
    }

    @Test func `a day that another grant has passed is the request's, and can only be refused`() throws {
        var story = try Story.reaching(.handling)
        try story.tell(.requestTime(.extending(until: day("2026-03-11"))), by: .headOfLead, Self.asked)
        try story.grant(.complex, asked: Self.asked)
        let grant = CaseCommand.decideTime(TimeDecision(kind: .extension, granted: true, text: ""))
        #expect(
            story.refusal(of: grant, by: .supervisor, Self.asked)
                == .requestOutdated(after: day("2026-03-23"), through: day("2026-04-06")))
        try story.tell(.decideTime(TimeDecision(kind: .extension, granted: false, text: "")), by: .supervisor, Self.asked)
    }

    @Test func `after a rest it counts from where the rest moved the due day`() throws {
        var story = try Story.reaching(.handling)
        try story.grant(.resting(until: day("2026-03-20")), asked: at("03-04 10:00"))
        try story.tell(.resume("已补齐"), by: .headOfLead, at("03-06 10:00"))
        // The 3rd counted; the 4th to the 6th stood still; the 9th to the 12th are left.
        #expect(story.clock(.handle)?.dueAt == day("2026-03-12").end)
        try story.grant(.extending(until: day("2026-03-20")), asked: at("03-09 10:00"))
        #expect(story.clock(.handle)?.dueAt == day("2026-03-20").end)
        #expect(story.clock(.handle)?.originalDueAt == Self.due.end)
    }
}
