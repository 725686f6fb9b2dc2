import Casework
import Testing
import WorkingTime

struct DispatchTests {
    static let now = at("03-02 10:00")

    @Test func `a dispatcher names the department, and the departments beside it once each`() throws {
        var story = try Story.begin(category: nil)
        let answer = story.jurisdiction.map.resolve(Given.question(category: "020101", region: "3301"))
        let dispatch = Dispatch(department: "urban-1", supporting: ["police", "urban-1", "urban-2", "police"], text: "请核实")
        try story.tell(.dispatch(dispatch), by: Actor.dispatcher.staff, Self.now, map: answer)
        #expect(story.file.state == .dispatched)
        #expect(story.file.lead == "urban-1")
        #expect(story.file.supporting == ["police", "urban-2"])
        #expect(story.file.dispatches == 1)
        #expect(!story.file.signed)
        #expect(story.events.map(\.facts) == [["department": "urban-1", "supporting": "police;urban-2"]])
        #expect(story.events.map(\.text) == ["请核实"])
        guard case .byDispatcher(let kept) = story.routing else {
            Issue.record("not by the dispatcher")
            return
        }
        #expect(kept == answer, "the map's own answer stays beside the dispatcher's")
        #expect(
            story.clocks == [
                "dispatch HL-DISPATCH line 03-02 09:00 → 03-02 11:00 met 03-02 10:00",
                "support HL-SUPPORT police 03-02 10:00 → 03-05 23:59",
                "support HL-SUPPORT urban-2 03-02 10:00 → 03-05 23:59",
                "sign HL-SIGN urban-1 03-02 10:00 → 03-03 23:59",
                "return HL-RETURN urban-1 03-02 10:00 → 03-03 23:59",
                "handle HL-COMPLAINT urban-1 03-02 10:00 → 03-09 23:59",
                "first_contact HL-CONTACT urban-1 03-02 10:00 → 03-03 23:59",
            ])
        #expect(story.file.nextDueAt == day("2026-03-03").end)
    }

    @Test func `without a department the map's certain answer is taken, its helpers and the dispatcher's together`() throws {
        var story = try Story.begin(category: nil)
        let answer = story.jurisdiction.map.resolve(Given.question(category: "010101", region: "3301"))
        try story.tell(
            .dispatch(Dispatch(department: nil, supporting: ["urban-2", "police"])), by: Actor.dispatcher.staff, Self.now, map: answer)
        #expect(story.file.lead == "urban-1")
        #expect(story.file.supporting == ["urban-2", "police"])
        guard case .byMap(let kept) = story.routing else {
            Issue.record("not by the map")
            return
        }
        #expect(kept == answer)
    }

    @Test func `without a department and without a certain answer nobody is guessed`() throws {
        let story = try Story.begin(category: nil)
        #expect(story.refusal(of: .dispatch(Dispatch(department: nil)), by: .dispatcher, Self.now) == .departmentNeeded)
        let unsure = story.jurisdiction.map.resolve(Given.question(category: nil))
        #expect(unsure.lead == nil)
        #expect(throws: Refusal.departmentNeeded) {
            try story.file.decide(
                .dispatch(Dispatch(department: nil)), by: Actor.dispatcher.staff, at: Self.now, under: story.jurisdiction, map: unsure)
        }
    }

    @Test func `a department that does not exist is named by its place in the request`() throws {
        let story = try Story.begin(category: nil)
        let wrong: [(Dispatch, String)] = [
            (Dispatch(department: "nowhere"), "/department"),
            (Dispatch(department: "urban-1", supporting: ["nowhere"]), "/supporting/0"),
            (Dispatch(department: "urban-1", supporting: ["police", "police", "nowhere"]), "/supporting/2"),
        ]
        for (dispatch, member) in wrong {
            #expect(story.refusal(of: .dispatch(dispatch), by: .dispatcher, Self.now) == .unknownDepartment(member: member))
        }
        // The map's helpers come first in the list, but the request has only its own.
        let answer = story.jurisdiction.map.resolve(Given.question(category: "010101", region: "3301"))
        #expect(throws: Refusal.unknownDepartment(member: "/supporting/0")) {
            try story.file.decide(
                .dispatch(Dispatch(department: nil, supporting: ["nowhere"])), by: Actor.dispatcher.staff, at: Self.now,
                under: story.jurisdiction, map: answer)
        }
    }

    @Test(
        arguments: [
            (Against.department("urban-1"), ["urban-1", "urban-1-squad"], ["gov-1", "watch", "police"]),
            (.department("gov-1"), ["gov-1", "urban-1", "urban-1-squad"], ["gov", "watch", "urban-2"]),
            (.department("gov"), ["gov", "police", "urban-1"], ["watch"]),
            (.department("watch"), ["watch"], ["gov", "police"]),
            (.name("莲都执法局的人"), ["urban-1", "urban-1-squad"], ["gov-1"]),
            (.name("某某"), [], ["urban-1", "watch"]),
        ] as [(Against, [DepartmentCode], [DepartmentCode])])
    func `a report goes to nobody whom it accuses, not as lead and not as helper`(
        against: Against, barred: [DepartmentCode], free: [DepartmentCode]
    ) throws {
        let report = try Story.begin(.report, category: nil, against: against)
        let complaint = try Story.begin(.complaint, category: nil, against: against)
        for department in barred + free {
            let isBarred = barred.contains(department)
            let asLead = CaseCommand.dispatch(Dispatch(department: department))
            let lead: DepartmentCode = against == .department("watch") ? "gov" : "watch"
            let asHelper = CaseCommand.dispatch(Dispatch(department: lead, supporting: [department]))
            #expect(report.refusal(of: asLead, by: .dispatcher, Self.now) == (isBarred ? .departmentIsAccused(member: "/department") : nil))
            #expect(
                report.refusal(of: asHelper, by: .dispatcher, Self.now) == (isBarred ? .departmentIsAccused(member: "/supporting/0") : nil))
            #expect(complaint.refusal(of: asLead, by: .dispatcher, Self.now) == nil, "a complaint is answered by whom it concerns")
        }
    }

    @Test func `a classification changes what it names and keeps the rest`() throws {
        var story = try Story.begin(category: nil)
        try story.tell(.classify(Classification(kind: .helpRequest, category: "020101")), by: .dispatcher, Self.now)
        try story.tell(.classify(Classification(region: "330101", urgent: true)), by: .dispatcher, Self.now)
        #expect(story.file.kind == .helpRequest)
        #expect(story.file.category == "020101")
        #expect(story.file.region == "330101")
        #expect(story.file.urgent)
        #expect(story.events.map(\.facts) == [["kind": "help_request", "category": "020101", "region": "330101", "urgent": "true"]])
        #expect(story.file.state == .received)
        #expect(story.clocks.count == 1)
    }

    @Test(arguments: [Against.department("urban-1"), .name("莲都执法局张某")], [false, true])
    func `a report that reached whom it accuses is taken back`(against: Against, accepted: Bool) throws {
        var story = try Story.begin(.report)
        try #require(story.file.lead == "urban-1")
        if accepted { try story.accept() }
        try story.tell(.classify(Classification(against: against)), by: .dispatcher, Self.now)
        #expect(story.file.against == against)
        #expect(story.file.accused == ["urban-1"])
        #expect(story.file.lead == "gov-1")
        #expect(story.file.supporting == ["police"])
        #expect(story.file.state == .dispatched && !story.file.signed && story.file.handler == nil)
        #expect(story.events.map(\.kind) == [.classified, .dispatched])
        #expect(story.events[0].facts["accused"] == "urban-1")
        #expect(!story.file.clocks.contains { $0.isOpen && $0.department == "urban-1" })
        #expect(story.file.clocks.count { $0.isOpen && $0.department == "gov-1" } == 4, "sign, return, handle, first contact")
        #expect(story.file.clocks.first { $0.stage == .return }?.ending == .cancelled)
    }

    @Test func `a report is not taken from whom it does not accuse`() throws {
        var story = try Story.begin(.report)
        try story.tell(.classify(Classification(against: .name("好运来饭店"))), by: .dispatcher, Self.now)
        #expect(story.file.lead == "urban-1" && story.file.dispatches == 1)
        #expect(story.events.map(\.kind) == [.classified])
        var complaint = try Story.begin(.complaint)
        try complaint.tell(.classify(Classification(against: .department("urban-1"))), by: .dispatcher, Self.now)
        #expect(complaint.file.lead == "urban-1", "a complaint is answered by whom it concerns")
        try complaint.tell(.classify(Classification(kind: .report)), by: .dispatcher, at("03-02 10:10"))
        #expect(complaint.file.lead == "gov-1")
    }

    @Test func `an accusation that leaves nobody to receive is refused, and one of an unknown department`() throws {
        var story = try Story.begin(.report)
        try story.tell(.classify(Classification(against: .department("gov"))), by: .dispatcher, Self.now)
        #expect(story.file.lead == "watch")
        let both = CaseCommand.classify(Classification(against: .name("市政府和市监委")))
        #expect(story.refusal(of: both, by: .dispatcher, Self.now) == .nobodyAboveTheAccused(member: "/against"))
        let unknown = CaseCommand.classify(Classification(against: .department("nowhere")))
        #expect(story.refusal(of: unknown, by: .dispatcher, Self.now) == .unknownDepartment(member: "/against/department"))
    }

    @Test func `what becomes a report is kept from those whom its text names, unless the dispatcher says whom it accuses`() throws {
        let story = try Story.begin(.complaint)
        func lead(_ classification: Classification) throws -> DepartmentCode? {
            try story.file.decide(
                .classify(classification), by: Actor.dispatcher.staff, at: Self.now, under: story.jurisdiction, named: ["urban-1"]
            ).next.lead
        }
        #expect(try lead(Classification(kind: .report)) == "gov-1")
        #expect(try lead(Classification(kind: .report, against: .name("好运来饭店"))) == "urban-1")
        #expect(try lead(Classification(urgent: true)) == "urban-1")
    }

    @Test func `once a report, who asks stays covered`() throws {
        var story = try Story.begin(.complaint)
        #expect(!story.file.filedAsReport)
        for kind in [Kind.report, .complaint] {
            try story.tell(.classify(Classification(kind: kind)), by: .dispatcher, Self.now)
            #expect(story.file.filedAsReport)
        }
        #expect(try Story.begin(.report).file.filedAsReport)
    }

    @Test func `a classification names categories and regions of the lists`() throws {
        let story = try Story.begin(category: nil)
        #expect(
            story.refusal(of: .classify(Classification(category: "99")), by: .dispatcher, Self.now) == .unknownCategory(member: "/category")
        )
        #expect(story.refusal(of: .classify(Classification(region: "44")), by: .dispatcher, Self.now) == .unknownRegion)
    }

    @Test func `an urgent case has the urgent first contact and the same handling`() throws {
        var story = try Story.begin(category: nil)
        try story.tell(.classify(Classification(urgent: true)), by: .dispatcher, Self.now)
        try story.tell(.dispatch(Dispatch(department: "urban-1")), by: .dispatcher, Self.now)
        #expect(story.clocks.last == "first_contact HL-URGENT urban-1 03-02 10:00 → 03-02 12:00")
        #expect(story.clock(.handle)?.rule == "HL-COMPLAINT")
    }

    @Test(arguments: [CaseState.replied, .callback])
    func `a complaint that turns out to be a report after its answer leaves the accused, whose answer is none`(state: CaseState) throws {
        var story = try Story.reaching(state)
        let accused = Classification(kind: .report, against: .department("urban-1"))
        try story.tell(.classify(accused), by: .dispatcher, at("03-03 09:00"))
        #expect(story.file.state == .dispatched && story.file.outcome == nil && story.file.lead != "urban-1")
        #expect(story.clock(.handle)?.department == story.file.lead && story.clock(.handle)?.startedAt == at("03-03 09:00"))
        #expect(story.openStages.contains("handle") && !story.openStages.contains("callback"))
    }

    @Test(arguments: [CaseState.replied, .callback])
    func `what is answered and stays what it is has no new limits`(state: CaseState) throws {
        var story = try Story.reaching(state)
        let before = story.clocks
        try story.tell(.classify(Classification(kind: .helpRequest, urgent: true)), by: .dispatcher, at("03-03 09:00"))
        #expect(story.file.state == state && story.clocks == before && story.file.kind == .helpRequest)
    }

    @Test func `a complaint that turns out to be a report while it is on its way back leaves the accused`() throws {
        var story = try Story.begin(category: nil, against: .department("urban-1"))
        try story.tell(
            .dispatch(Dispatch(department: "urban-1", supporting: ["urban-1-squad", "police"])), by: .dispatcher, at("03-02 09:01"))
        try story.tell(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-02 09:10"))
        try story.tell(.classify(Classification(kind: .report)), by: .dispatcher, Self.now)
        #expect(story.file.supporting == ["police"], "who is accused helps no longer")
        #expect(story.events.first?.facts["supporting_no_longer"] == "urban-1-squad")
        let rejected = CaseCommand.ruleOnReturn(Ruling(verdict: .rejected, text: "应办"))
        #expect(story.refusal(of: rejected, by: .dispatcher, Self.now) == .departmentIsAccused(member: "/upheld"))
        try story.tell(.ruleOnReturn(Ruling(verdict: .upheld(to: "gov-1"), text: "移送")), by: .dispatcher, Self.now)
        #expect(story.file.lead == "gov-1")
        #expect(story.file.supporting == ["police"])
    }
}
