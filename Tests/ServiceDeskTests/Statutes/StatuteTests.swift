import Casework
import ServiceDesk
import Testing
import WorkingTime

/// Each rule of a statute in the list of time limits, as it runs on a case. The days were counted from the notices by another program.
struct StatuteTests {
    /// A matter received on a Monday (unless said) and accepted on the Wednesday after.
    struct Row: Sendable, CustomTestStringConvertible {
        let kind: Kind
        let regime: Regime
        var received = "2026-03-02"
        /// What runs once it is dispatched, and once it is accepted.
        let dispatched: [String]
        let accepted: [String]
        var testDescription: String { "\(regime.name), \(regime.matter), \(received)" }

        init(
            _ kind: Kind, _ regime: String, _ matter: String = "any", received: String = "2026-03-02", dispatched: [String],
            accepted: [String]
        ) {
            self.kind = kind
            self.regime = Regime(name: regime, matter: matter)
            self.received = received
            self.dispatched = dispatched
            self.accepted = accepted
        }
    }

    static let rows = [
        Row(
            .complaint, "petition", dispatched: ["accept XF-ACCEPT 2026-03-02>2026-03-17"],
            accepted: ["handle XF-HANDLE 2026-03-04>2026-05-06"]),
        Row(
            .helpRequest, "petition", "申诉求决", dispatched: ["accept XF-ACCEPT 2026-03-02>2026-03-17"],
            accepted: ["handle XF-HANDLE 2026-03-04>2026-05-06"]),
        Row(
            .complaint, "petition (Zhejiang)", dispatched: ["accept ZX-ACCEPT 2026-03-02>2026-03-09"],
            accepted: ["handle ZX-HANDLE 2026-03-04>2026-04-03"]),
        Row(
            .consultation, "disclosure request",
            dispatched: ["correction_notice FOI-CORRECT 2026-03-02>2026-03-11", "handle FOI-2019 2026-03-02>2026-03-30"],
            accepted: ["correction_notice FOI-CORRECT 2026-03-02>2026-03-11", "handle FOI-2019 2026-03-02>2026-03-30"]),
        Row(
            .consultation, "disclosure request", received: "2019-05-14", dispatched: ["handle FOI-2008 2019-05-14>2019-06-04"],
            accepted: ["handle FOI-2008 2019-05-14>2019-06-04"]),
        Row(
            .consultation, "disclosure request", received: "2019-05-15",
            dispatched: ["correction_notice FOI-CORRECT 2019-05-15>2019-05-24", "handle FOI-2019 2019-05-15>2019-06-13"],
            accepted: ["correction_notice FOI-CORRECT 2019-05-15>2019-05-24", "handle FOI-2019 2019-05-15>2019-06-13"]),
        Row(
            .complaint, "market regulation", "consumer complaint", dispatched: ["accept SM-ACCEPT 2026-03-02>2026-03-11"],
            accepted: ["handle SM-MEDIATE 2026-03-04>2026-05-11"]),
        // The 7 days for accepting are the consumer complaint's alone.
        Row(
            .report, "market regulation", "report", dispatched: ["handle SM-CLUE 2026-03-02>2026-03-23"],
            accepted: ["handle SM-CLUE 2026-03-02>2026-03-23"]),
        Row(
            .report, "environment", dispatched: ["accept EP-ACCEPT 2026-03-02>2026-03-17"],
            accepted: ["handle EP-HANDLE 2026-03-04>2026-05-06"]),
        Row(
            .complaint, "labour inspection", dispatched: ["accept LB-ACCEPT 2026-03-02>2026-03-09"],
            accepted: ["handle LB-HANDLE 2026-03-04>2026-06-01"]),
        Row(
            .report, "planning", dispatched: ["accept UP-ACCEPT 2026-03-02>2026-03-12"],
            accepted: ["handle UP-HANDLE 2026-03-04>2026-05-06"]),
        Row(
            .report, "social assistance", dispatched: ["handle SR-HANDLE 2026-03-02>2026-03-17"],
            accepted: ["handle SR-HANDLE 2026-03-02>2026-03-17"]),
        // Without a limit for accepting of its own, the platform's runs until then.
        Row(
            .complaint, "road transport", dispatched: ["handle HL-COMPLAINT 2026-03-02>2026-03-09"],
            accepted: ["handle TR-HANDLE 2026-03-04>2026-03-24"]),
        Row(
            .report, "metrology", dispatched: ["handle MT-HANDLE 2026-03-02>2026-03-16"],
            accepted: ["handle MT-HANDLE 2026-03-02>2026-03-16"]),
        Row(
            .complaint, "gas supply", dispatched: ["handle GS-HANDLE 2026-03-02>2026-03-23"],
            accepted: ["handle GS-HANDLE 2026-03-02>2026-03-23"]),
        Row(
            .complaint, "public opinion", "major emergency",
            dispatched: ["handle HL-COMPLAINT 2026-03-02>2026-03-09", "respond YQ-MAJOR 2026-03-02>2026-03-03"],
            accepted: ["handle HL-COMPLAINT 2026-03-02>2026-03-09", "respond YQ-MAJOR 2026-03-02>2026-03-03"]),
        Row(
            .complaint, "public opinion", "other",
            dispatched: ["handle HL-COMPLAINT 2026-03-02>2026-03-09", "respond YQ-OTHER 2026-03-02>2026-03-04"],
            accepted: ["handle HL-COMPLAINT 2026-03-02>2026-03-09", "respond YQ-OTHER 2026-03-02>2026-03-04"]),
    ]

    @Test(arguments: rows)
    func `a dispatcher puts it under a statute`(row: Row) throws {
        var story = try StatuteStory.begin(row.kind, under: row.regime, on: row.received)
        #expect(story.own.sorted() == row.dispatched)
        let accepted = try #require(Day(row.received)).advanced(by: 2)
        try story.tell(.accept, "\(accepted)")
        #expect(story.own.sorted() == row.accepted)
        // Signing and returning are the platform's, whatever the statute says.
        #expect(story.file.clocks.filter { [.sign, .return].contains($0.stage) }.map(\.rule) == ["HL-SIGN", "HL-RETURN"])
    }

    /// The rules that run at some place of these tests, and those of procedures that the line does not have: who is not content with
    /// the outcome of a petition asks the organ above for a review, and 5 days to hand a petition on would lengthen returning.
    @Test func `each rule of a statute is tried`() throws {
        let limits = try StatuteStory.lishui.get().limits
        let tried = Set((Self.rows.flatMap { $0.dispatched + $0.accepted }).map { String($0.split(separator: " ")[1]) })
        let elsewhere: Set = ["SM-TELL", "FOI-THIRD", "FOI-COPRODUCER"]
        let none: Set = ["XF-OBJECT", "XF-REVIEW", "XF-REREVIEW"]
        let statutes = Set(limits.all.filter { ![TimeLimit.hotline, TimeLimit.supervision].contains($0.regime) }.map(\.id))
        #expect(statutes.symmetricDifference(tried.filter { !$0.hasPrefix("HL-") }) == elsewhere.union(none))
    }

    @Test(
        arguments: [
            (.complaint, "080508", "2026-03-02", "labour inspection", ["accept LB-ACCEPT 2026-03-02>2026-03-09"]),
            (.complaint, "100205", "2026-04-14", "market regulation", ["accept SM-ACCEPT 2026-04-14>2026-04-23"]),
            (.complaint, "100205", "2026-04-15", nil, ["handle HL-COMPLAINT 2026-04-15>2026-04-22"]),
            (.report, "070801", "2026-04-14", "market regulation", ["handle SM-CLUE 2026-04-14>2026-05-08"]),
            (.report, "070801", "2026-04-15", nil, ["handle HL-REPORT 2026-04-15>2026-04-22"]),
            (.report, "100402", "2026-03-02", "metrology", ["handle MT-HANDLE 2026-03-02>2026-03-16"]),
            (.report, "040206", "2026-03-02", "environment", ["accept EP-ACCEPT 2026-03-02>2026-03-17"]),
            (.complaint, "040206", "2026-03-02", nil, ["handle HL-COMPLAINT 2026-03-02>2026-03-09"]),
            (.report, "030303", "2026-03-02", "planning", ["accept UP-ACCEPT 2026-03-02>2026-03-12"]),
            (.complaint, "090108", "2026-03-02", "social assistance", ["handle SR-HANDLE 2026-03-02>2026-03-17"]),
            (.complaint, "050401", "2026-03-02", "road transport", ["handle HL-COMPLAINT 2026-03-02>2026-03-09"]),
            (.complaint, "040602", "2026-03-02", "gas supply", ["handle GS-HANDLE 2026-03-02>2026-03-23"]),
            (.complaint, "030701", "2026-03-02", nil, ["handle HL-COMPLAINT 2026-03-02>2026-03-09"]),
        ] as [(Kind, String, String, String?, [String])])
    func `a matter falls under its statute by what it is about, on the day of receipt`(
        kind: Kind, category: String, day: String, regime: String?, clocks: [String]
    ) throws {
        let story = try StatuteStory.begin(kind, category: category, on: day)
        #expect(story.file.regime?.name == regime)
        #expect(story.own == clocks)
    }

    @Test func `another category brings its statute, and a dispatcher's word stays`() throws {
        var story = try StatuteStory.begin(.complaint, category: "030701", on: "2026-03-02")
        try story.tell(.classify(Classification(category: CategoryCode("080508"))), by: .dispatcher, "2026-03-02", "11:00")
        #expect(story.file.regime == Regime(name: "labour inspection", matter: "complaint"))
        #expect(story.own == ["accept LB-ACCEPT 2026-03-02>2026-03-09"])
        try story.tell(.classify(Classification(category: CategoryCode("030701"))), by: .dispatcher, "2026-03-02", "12:00")
        #expect(story.file.regime == nil && story.own == ["handle HL-COMPLAINT 2026-03-02>2026-03-09"])
        let petition = Regime(name: "petition", matter: "any")
        try story.tell(.classify(Classification(regime: petition)), by: .dispatcher, "2026-03-02", "13:00")
        try story.tell(.classify(Classification(category: CategoryCode("080508"))), by: .dispatcher, "2026-03-02", "14:00")
        #expect(story.file.regime == petition && story.own == ["accept XF-ACCEPT 2026-03-02>2026-03-17"])
        // Said to be the platform's own, it is that.
        try story.tell(.classify(Classification(regime: Regime(name: "hotline", matter: "any"))), by: .dispatcher, "2026-03-02", "15:00")
        #expect(story.file.regime == nil)
    }

    @Test func `a statute attached after acceptance counts from where it says`() throws {
        for (regime, clock) in [
            ("labour inspection", "handle LB-HANDLE 2026-03-04>2026-06-01"), ("gas supply", "handle GS-HANDLE 2026-03-02>2026-03-23"),
        ] {
            var story = try StatuteStory.begin(.complaint, category: "030701", on: "2026-03-02")
            try story.tell(.accept, "2026-03-04")
            try story.tell(.classify(Classification(regime: Regime(name: regime, matter: "complaint"))), by: .dispatcher, "2026-03-06")
            #expect(story.own == [clock])
        }
    }

    @Test func `what is found counts from when it is named as that, once`() throws {
        var story = try StatuteStory.begin(.complaint, category: "030701", on: "2026-03-02")
        try story.tell(.accept, "2026-03-03")
        try story.grant(TimeWish(kind: .extension, reason: "更换电缆", until: Day("2026-03-23")), "2026-03-03")
        for (matter, day, time, clock) in [
            ("other", "2026-03-16", "11:00", "respond YQ-OTHER 2026-03-16>2026-03-18"),
            ("major emergency", "2026-03-16", "15:00", "respond YQ-MAJOR 2026-03-16>2026-03-17"),
        ] {
            let regime = Regime(name: "public opinion", matter: matter)
            try story.tell(.classify(Classification(regime: regime)), by: .dispatcher, day, time)
            #expect(story.own.contains(clock), "\(story.own)")
        }
        #expect(try story.clock(.respond).dueAt == StatuteStory.at("2026-03-17", "11:00"))
    }

    @Test func `what is taken up again before it was accepted has the statute's limit for accepting before it`() throws {
        var story = try StatuteStory.begin(.complaint, category: "080508", on: "2026-03-02")
        try story.ask(.withdraw(nil), "2026-03-03")
        try story.ask(.supplement("仍有其事", reopening: true), "2026-03-20")
        #expect(story.file.state == .dispatched && story.own == ["accept LB-ACCEPT 2026-03-20>2026-03-27"])
        var back = story
        try back.tell(.classify(Classification(regime: Regime(name: "hotline", matter: "any"))), by: .dispatcher, "2026-03-23")
        #expect(back.own == ["handle HL-COMPLAINT 2026-03-20>2026-03-27"])
        try story.tell(.accept, "2026-03-23")
        #expect(story.own.count == 1 && story.own[0].hasPrefix("handle LB-HANDLE 2026-03-23>"))
    }

    @Test func `what was refused and is taken up again waits for acceptance once more`() throws {
        let petition = Regime(name: "petition", matter: "any")
        var story = try StatuteStory.begin(.complaint, category: nil, on: "2026-03-02")
        try story.tell(.classify(Classification(regime: petition)), by: .dispatcher, "2026-03-02")
        let refusal = Rejection(ground: .sameMatter, route: "见前案")
        try story.tell(.refuse(refusal, text: "重复"), by: .dispatcher, "2026-03-03")
        try story.tell(.reopen("新事实"), by: .supervisor, "2026-03-20")
        #expect(story.file.state == .received && story.own.contains("accept XF-ACCEPT 2026-03-20>2026-04-07"))
        try story.tell(
            .dispatch(Dispatch(department: DepartmentCode("331102-urban-management"), supporting: [], text: nil)), by: .dispatcher,
            "2026-03-20")
        #expect(story.own == ["accept XF-ACCEPT 2026-03-20>2026-04-07"], "its handling begins with acceptance")
    }

    @Test func `what had been signed goes on where it is handled, as accepted`() throws {
        var story = try StatuteStory.begin(.complaint, category: "030701", on: "2026-03-02")
        try story.tell(.sign, "2026-03-02")
        try story.ask(.withdraw(nil), "2026-03-03")
        try story.ask(.supplement("仍有其事", reopening: true), "2026-03-20")
        try story.tell(.classify(Classification(category: CategoryCode("080508"))), by: .dispatcher, "2026-03-20", "11:00")
        #expect(story.own.count == 1 && story.own[0].hasPrefix("handle LB-HANDLE 2026-03-20>"))
    }

    @Test func `a later list changes nothing for a case that runs`() throws {
        var story = try StatuteStory.begin(.complaint, category: "080508", on: "2026-03-02")
        let lishui = story.jurisdiction
        let without = Jurisdiction(
            map: lishui.map, limits: lishui.limits, calendar: lishui.calendar, settings: lishui.settings, version: lishui.version + 1)
        story = StatuteStory.resume(story, under: without)
        try story.tell(.accept, "2026-03-04")
        #expect(story.own == ["handle LB-HANDLE 2026-03-04>2026-06-01"])
    }
}

extension StatuteStory {
    /// The same case under other lists.
    static func resume(_ story: StatuteStory, under jurisdiction: Jurisdiction) -> StatuteStory {
        StatuteStory(file: story.file, jurisdiction: jurisdiction)
    }
}
