import Casework
import ServiceDesk
import Testing
import WorkingTime

/// The steps of statutes: what their silence means, for what they stand still, by how much they are lengthened.
struct StatuteStepTests {
    private func disclosure() throws -> StatuteStory {
        var story = try StatuteStory.begin(.consultation, under: Regime(name: "disclosure request", matter: "any"), on: "2026-03-02")
        try story.tell(.accept, "2026-03-03")
        return story
    }

    @Test func `a corrected disclosure request is counted from its correction`() throws {
        var story = try disclosure()
        let until = try #require(Day("2026-04-10"))
        // The last day on which a correction can be asked for, and the first on which it cannot.
        #expect(
            try story.refusal(of: .requestCorrection("何文件", until: until), "2026-03-12", "00:00") == .noSuchProcedure(.correctionNotice))
        try story.tell(.requestCorrection("何文件", until: until), "2026-03-11", "23:59")
        #expect(try story.clock(.handle).isPaused)
        try story.ask(.supplement("见附件", reopening: false), "2026-03-23")
        #expect(story.own == ["handle FOI-2019 2026-03-23>2026-04-21"])
        let old = try #require(story.file.clocks.last { $0.stage == .handle && !$0.isOpen })
        let new = try story.clock(.handle)
        #expect(old.ending == .replaced && new.continues == old.ordinal)
    }

    @Test func `a correction grants no second extension`() throws {
        var story = try disclosure()
        try story.grant(TimeWish(kind: .extension, reason: "文件多", until: Day("2026-04-10")), "2026-03-03")
        try story.tell(.requestCorrection("何文件", until: try #require(Day("2026-04-10"))), "2026-03-11")
        try story.ask(.supplement("见附件", reopening: false), "2026-03-23")
        let more = TimeWish(kind: .extension, reason: "文件多", until: Day("2026-04-30"))
        #expect(try story.refusal(of: .requestTime(more), by: .departmentHead, "2026-03-24") == .extensionsUsed(times: 1))
    }

    @Test func `a request that is not corrected counts as given up`() throws {
        var story = try disclosure()
        try story.tell(.requestCorrection("何文件", until: try #require(Day("2026-04-10"))), "2026-03-05")
        #expect(throws: Refusal.self) { try story.turn(.endSuspension, "2026-04-10", "23:59:59") }
        try story.turn(.endSuspension, "2026-04-11")
        #expect(story.file.state == .withdrawn && story.file.clocks.allSatisfy { !$0.isOpen })
        #expect(story.events.first { $0.kind == .silence }?.facts["meaning"] == "deemed abandoned by the applicant")
    }

    @Test(arguments: [("2026-03-09", false), ("2026-03-10", true), ("2026-05-04", true), ("2026-05-05", false), ("9999-12-31", false)])
    func `who is to correct has days enough for it, and nobody has days without end`(until: String, isTaken: Bool) throws {
        let story = try disclosure()
        let refusal = try story.refusal(of: .requestCorrection("何文件", until: try #require(Day(until))), "2026-03-05")
        #expect((refusal == nil) == isTaken)
        if let refusal {
            #expect(refusal == .reviewDayOutside(member: "/until", after: Day("2026-03-09")!, through: Day("2026-05-04")!))
        }
    }

    @Test func `a case that others have joined goes on though its requester does not correct it`() throws {
        var story = try disclosure()
        try story.tell(.requestCorrection("何文件", until: try #require(Day("2026-04-10"))), "2026-03-05")
        let now = try StatuteStory.at("2026-04-11", "00:00:03")
        let decision = try story.file.decide(.endSuspension, heldByOthers: true, marked: [], at: now, under: story.jurisdiction)
        #expect(decision.next.state == .handling && decision.next.suspension == nil)
        #expect(decision.events.map(\.kind) == [.silence, .resumed])
        #expect(decision.next.clocks.last { $0.stage == .handle }?.isPaused == false)
    }

    @Test(
        arguments: [
            (.thirdParty, "FOI-THIRD", "agency decides itself"), (.coProducer, "FOI-COPRODUCER", "deemed consent"),
        ] as [(Consultation, String, String)])
    func `who is asked has fifteen working days, which are not the agency's`(whom: Consultation, rule: String, meaning: String) throws {
        var story = try disclosure()
        try story.tell(.consult(whom, text: "征求意见"), "2026-03-05")
        let step = try #require(story.file.clocks.last)
        #expect(step.rule == rule && step.dueAt.day.description == "2026-03-26" && !step.countsLate)
        #expect(throws: Refusal.self) { try story.turn(.endSuspension, "2026-03-26", "23:59:59") }
        // The line notices a week late: the agency's clock went on all the same.
        try story.turn(.endSuspension, "2026-04-02")
        #expect(story.events.first { $0.kind == .silence }?.facts["meaning"] == meaning)
        // Used before: 3 and 4 March. The rest, 18 working days, from 27 March on.
        #expect(story.own.contains("handle FOI-2019 2026-03-02>2026-04-22"))
        // Asked once more they would stop the clock for good.
        #expect(
            try story.refusal(of: .consult(whom, text: "再征求"), "2026-04-03")
                == .noSuchProcedure(whom == .thirdParty ? .thirdParty : .coProducer))
    }

    @Test func `an opinion that comes ends the wait`() throws {
        var story = try disclosure()
        try story.tell(.consult(.thirdParty, text: "征求意见"), "2026-03-05")
        try story.tell(.resume("第三方同意公开"), "2026-03-10")
        #expect(try story.clock(.thirdParty).ending == .met)
        // Used before: 3 and 4 March; counted on from the 11th.
        #expect(story.own.contains("handle FOI-2019 2026-03-02>2026-04-03"))
    }

    @Test func `a mediation ends with its limit, and the parties are told within two days`() throws {
        var story = try StatuteStory.begin(.complaint, category: "100205", on: "2026-03-02")
        try story.tell(.accept, "2026-03-04")
        let clock = try story.clock(.handle)
        let last = try StatuteStory.at("2026-05-11", "23:59:59")
        #expect(clock.dueAt == last && !clock.countsLate)
        #expect(throws: Refusal.self) { try story.turn(.applySilence(clock.ordinal), "2026-05-11", "23:59:59") }
        try story.turn(.applySilence(clock.ordinal), "2026-05-14")
        #expect(story.events.map { $0.facts["meaning"] } == ["mediation ends"])
        let ended = try #require(story.file.clocks.first { $0.ordinal == clock.ordinal })
        #expect(ended.ending == .silence && ended.endedAt == last && ended.standing(at: last.adding(seconds: 1_000_000)) == .lapsed)
        #expect(story.own == ["feedback HL-FEEDBACK 2026-05-11>2026-05-13"])
        #expect(throws: Refusal.self) { try story.turn(.applySilence(clock.ordinal), "2026-05-15") }
    }

    private static let grounds = SuspensionGround.requestable

    @Test(
        arguments: [
            ("market regulation", "consumer complaint", [.inspection]), ("metrology", "report", [.verification]),
            ("labour inspection", "complaint", Set(grounds)), ("petition", "any", []), ("gas supply", "complaint", []),
            ("disclosure request", "any", [.otherOrgan]), ("hotline", "any", Set(grounds)),
        ] as [(String, String, Set<SuspensionGround>)])
    func `a clock stands still only for what its rule names`(regime: String, matter: String, known: Set<SuspensionGround>) throws {
        var story = try StatuteStory.begin(.complaint, under: Regime(name: regime, matter: matter), on: "2026-03-02")
        try story.tell(.accept, "2026-03-03")
        for ground in Self.grounds {
            let wish = TimeWish(kind: .suspension, reason: "需要", until: Day("2026-03-20"), ground: ground)
            let refusal = try story.refusal(of: .requestTime(wish), by: .departmentHead, "2026-03-04")
            if known.contains(ground) {
                #expect(refusal == nil, "\(ground)")
            } else if case .groundNotKnown = refusal {
                continue
            } else {
                Issue.record("\(ground): \(String(describing: refusal))")
            }
        }
        let now = try StatuteStory.at("2026-03-04", "10:00")
        let offered = story.file.allowedActions(for: story.staff(.departmentHead), at: now, under: story.jurisdiction)
        #expect(offered.contains(.requestSuspension) == !known.isEmpty)
    }

    @Test func `inspection time is not counted`() throws {
        var story = try StatuteStory.begin(.complaint, category: "100205", on: "2026-03-02")
        try story.tell(.accept, "2026-03-04")
        try story.grant(TimeWish(kind: .suspension, reason: "送检", until: Day("2026-03-13"), ground: .inspection), "2026-03-09")
        try story.turn(.endSuspension, "2026-03-14")
        // 9 to 13 March are five working days: 11 May becomes 18 May.
        #expect(story.own == ["handle SM-MEDIATE 2026-03-04>2026-05-18"])
    }

    @Test(
        arguments: [
            ("petition", "any", "2026-06-05"), ("labour inspection", "complaint", "2026-07-14"),
            ("disclosure request", "any", "2026-04-28"),
            ("environment", "any", "2026-06-05"),
        ])
    func `the statute's own extension is granted to its last day and not a day more`(regime: String, matter: String, last: String) throws {
        let kind: Kind = regime == "environment" ? .report : .complaint
        var story = try StatuteStory.begin(kind, under: Regime(name: regime, matter: matter), on: "2026-03-02")
        try story.tell(.accept, "2026-03-04")
        let day = try #require(Day(last))
        let more = TimeWish(kind: .extension, reason: "复杂", until: day.advanced(by: 1))
        guard case .extensionOutside(_, day) = try story.refusal(of: .requestTime(more), by: .departmentHead, "2026-03-05") else {
            Issue.record("a day more was granted")
            return
        }
        try story.grant(TimeWish(kind: .extension, reason: "复杂", until: day), "2026-03-05")
        #expect(try story.clock(.handle).dueAt.day == day)
        #expect(try story.refusal(of: .requestTime(more), by: .departmentHead, "2026-03-06") == .extensionsUsed(times: 1))
    }

    @Test(arguments: [
        ("gas supply", "complaint"), ("social assistance", "complaint or report"), ("market regulation", "consumer complaint"),
    ])
    func `a statute that grants no extension has none`(regime: String, matter: String) throws {
        var story = try StatuteStory.begin(.complaint, under: Regime(name: regime, matter: matter), on: "2026-03-02")
        try story.tell(.accept, "2026-03-03")
        let wish = TimeWish(kind: .extension, reason: "复杂", until: Day("2026-03-31"))
        let refusal = try story.refusal(of: .requestTime(wish), by: .departmentHead, "2026-03-04")
        let rule = try story.clock(.handle).rule
        #expect(refusal == .extensionNotGranted(rule: rule))
        #expect(
            try story.refusal(of: .requestTime(TimeWish(kind: .complexity, reason: "复杂")), by: .departmentHead, "2026-03-04")
                == .noComplexLimit)
    }

    @Test func `who reported under a name is told within five days of the decision`() throws {
        let decided = try StatuteStory.at("2026-03-16", "09:00")
        let reply = Reply(text: "已立案", outcome: .explained, finishedAt: decided, withoutSupport: "无须")
        for (day, standing) in [("2026-03-23", Clock.Standing.met), ("2026-03-24", .metLate)] {
            var story = try StatuteStory.begin(.report, category: "070801", on: "2026-03-02", named: true)
            try story.tell(.accept, "2026-03-04")
            try story.tell(.reply(reply), day)
            let clock = try story.clock(.notify)
            #expect(clock.rule == "SM-TELL" && clock.dueAt.day.description == "2026-03-23")
            let later = try StatuteStory.at("2026-04-01", "09:00")
            #expect(clock.standing(at: later) == standing)
        }
        // Nobody is told of an anonymous report, nor under this rule of a complaint.
        for (kind, category, named) in [(Kind.report, "070801", false), (.complaint, "100205", true)] {
            var story = try StatuteStory.begin(kind, category: category, on: "2026-03-02", named: named)
            try story.tell(.accept, "2026-03-04")
            try story.tell(.reply(reply), "2026-03-17")
            #expect(!story.file.clocks.contains { $0.stage == .notify })
        }
    }

    @Test func `what is refused in time was dealt with in time`() throws {
        var story = try StatuteStory.begin(.complaint, category: nil, on: "2026-03-02")
        try story.tell(.classify(Classification(regime: Regime(name: "petition", matter: "any"))), by: .dispatcher, "2026-03-02")
        #expect(story.own == ["dispatch HL-DISPATCH 2026-03-02>2026-03-02", "accept XF-ACCEPT 2026-03-02>2026-03-17"])
        try story.tell(.refuse(Rejection(ground: .otherRoute, route: "法院"), text: "请起诉"), by: .dispatcher, "2026-03-05")
        #expect(try story.clock(.accept).ending == .met)
    }
}
