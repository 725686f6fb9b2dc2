import Casework
import Testing
import WorkingTime

/// What is left of the clock of a matter when a dispatcher corrects what the case is about. 2 March 2026 is a Monday.
struct CorrectionTests {
    private func day(_ text: String) throws -> Day { try #require(Day(text)) }
    private func becoming(_ kind: Kind) -> CaseCommand { .classify(Classification(kind: kind)) }

    private func accepted() throws -> StatuteStory {
        var story = try StatuteStory.begin(.complaint, category: "030701", on: "2026-03-02")
        try story.tell(.accept, "2026-03-02")
        #expect(try story.clock(.handle).dueAt == day("2026-03-09").end)
        return story
    }

    /// Whether the correction comes within the limit or in the granted time.
    @Test(arguments: ["2026-03-04", "2026-03-12"])
    func `a granted extension outlives a correction of the kind`(corrected: String) throws {
        var story = try accepted()
        try story.grant(TimeWish(kind: .extension, reason: "更换电缆", until: day("2026-03-23")), "2026-03-03")
        try story.tell(becoming(.helpRequest), by: .dispatcher, corrected)
        let clock = try story.clock(.handle)
        #expect(try clock.rule == "HL-HELP" && clock.dueAt == day("2026-03-23").end && clock.extendedBy != nil)
        let more = TimeWish(kind: .extension, reason: "再延", until: try day("2026-03-30"))
        #expect(try story.refusal(of: .requestTime(more), by: .departmentHead, "2026-03-13") == .extensionsUsed(times: 1))
    }

    @Test func `a statute grants for itself`() throws {
        var story = try accepted()
        try story.grant(TimeWish(kind: .extension, reason: "更换电缆", until: day("2026-03-23")), "2026-03-03")
        let petition = Regime(name: "petition (Zhejiang)", matter: "any")
        try story.tell(.classify(Classification(regime: petition)), by: .dispatcher, "2026-03-04")
        let clock = try story.clock(.handle)
        #expect(clock.rule == "ZX-HANDLE" && clock.extendedBy == nil)
        try story.grant(TimeWish(kind: .extension, reason: "案情复杂", until: clock.dueAt.day.advanced(by: 20)), "2026-03-05")
        #expect(try story.clock(.handle).dueAt == clock.dueAt.day.advanced(by: 20).end)
    }

    /// Gas supply: fifteen working days from receipt, and nothing for which they stand still.
    @Test(arguments: [true, false])
    func `a statute does not stand still for what only the platform's rule rested`(isOver: Bool) throws {
        var story = try accepted()
        try story.grant(TimeWish(kind: .suspension, reason: "等待材料", until: day("2026-03-20"), ground: .requester), "2026-03-04")
        if isOver { try story.tell(.resume("材料已到"), by: .departmentHead, "2026-03-18") }
        let gas = Regime(name: "gas supply", matter: "complaint")
        try story.tell(.classify(Classification(regime: gas)), by: .dispatcher, "2026-03-19")
        let clock = try story.clock(.handle)
        #expect(try clock.rule == "GS-HANDLE" && clock.dueAt == day("2026-03-23").end && clock.halts.isEmpty)
        #expect(story.file.state == .handling && story.file.suspension == nil)
        #expect(story.file.timeRequests.allSatisfy { $0.endedAt != nil })
    }

    @Test(
        arguments: [
            ("market regulation", "2026-03-01", Kind.report, "report"), ("market regulation", "2026-03-01", .complaint, nil),
            ("public opinion", "2026-03-01", .complaint, nil), ("petition", "2026-03-01", .complaint, "any"),
            ("disclosure request", "2026-03-01", .consultation, "any"), ("social assistance", "2026-03-01", .report, "any"),
            ("labour inspection", "2026-03-01", .complaint, "any"), ("gas supply", "2026-03-01", .complaint, "any"),
        ] as [(String, String, Kind, String?)])
    func `a statute that keeps matters apart is named with one, unless the kind says which`(
        regime: String, received: String, kind: Kind, matter: String?
    ) throws {
        let limits = try StatuteStory.lishui.get().limits
        #expect(try limits.matter(of: kind, under: regime, on: day(received)) == matter)
    }

    @Test func `a matter that rests keeps what was left where a shorter limit would have been over before`() throws {
        var story = try accepted()
        try story.grant(TimeWish(kind: .suspension, reason: "等待材料", until: day("2026-03-18"), ground: .requester), "2026-03-05")
        try story.tell(becoming(.consultation), by: .dispatcher, "2026-03-06")
        try story.tell(.resume("材料已到"), by: .departmentHead, "2026-03-11")
        let clock = try story.clock(.handle)
        // Two of five days were used: three are left, the 12th, 13th and 16th.
        #expect(try clock.dueAt == day("2026-03-16").end && clock.rule == "HL-COMPLAINT")
        #expect(try clock.standing(at: StatuteStory.at("2026-03-11", "10:01")) == .running)
    }

    @Test func `a matter that rests goes by a limit that was not over before`() throws {
        var story = try accepted()
        try story.grant(TimeWish(kind: .suspension, reason: "等待材料", until: day("2026-03-18"), ground: .requester), "2026-03-03")
        try story.tell(becoming(.consultation), by: .dispatcher, "2026-03-04")
        try story.tell(.resume("材料已到"), by: .departmentHead, "2026-03-11")
        #expect(try story.clock(.handle).rule == "HL-CONSULT")
        #expect(try story.clock(.handle).dueAt >= day("2026-03-12").end)
    }

    @Test func `what is taken up again before anybody had it counts from its dispatch`() throws {
        var story = try StatuteStory.begin(.report, category: nil, on: "2026-03-02")
        #expect(story.file.state == .received)
        try story.tell(.refuse(Rejection(ground: .otherRoute, route: "法院"), text: "请起诉"), by: .dispatcher, "2026-03-02")
        try story.tell(.reopen("确属职责"), by: .supervisor, "2026-03-25")
        let metrology = Regime(name: "metrology", matter: "report")
        try story.tell(.classify(Classification(regime: metrology)), by: .dispatcher, "2026-03-25", "10:30")
        try story.tell(.dispatch(Dispatch(department: DepartmentCode("331102-market-regulation"))), by: .dispatcher, "2026-03-25", "11:00")
        let clock = try story.clock(.handle)
        #expect(try clock.rule == "MT-HANDLE" && clock.startedAt == StatuteStory.at("2026-03-25", "11:00"))
        #expect(try clock.dueAt == day("2026-04-09").end)
    }
}
