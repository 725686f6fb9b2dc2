import Casework
import Testing
import WorkingTime

/// 退单: once for each department, inside the limit, with a final ruling; the total clock does not stop.
struct ReturnTests {
    static func grounds(_ proposed: DepartmentCode) -> CaseCommand {
        .requestReturn(ReturnGrounds(reason: "不属本单位", legalBasis: "第三条", proposed: proposed))
    }

    static func upheld(_ department: DepartmentCode? = nil) -> CaseCommand {
        .ruleOnReturn(Ruling(verdict: .upheld(to: department), text: "成立"))
    }

    static let rejected = CaseCommand.ruleOnReturn(Ruling(verdict: .rejected, text: "不成立"))

    @Test(arguments: [CaseState.dispatched, .handling])
    func `the limit includes its last instant and not the microsecond after it`(state: CaseState) throws {
        let story = try Story.reaching(state)
        let due = day("2026-03-03").end
        #expect(story.clock(.return)?.dueAt == due)
        #expect(story.refusal(of: Self.grounds("urban-2"), by: .handlerOfLead, due) == nil)
        #expect(story.refusal(of: Self.grounds("urban-2"), by: .handlerOfLead, due.justAfter) == .returnLimitPassed(due))
        let allowed = { (now: Instant) in
            story.file.allowedActions(for: Actor.handlerOfLead.staff, at: now, under: story.jurisdiction).contains(.requestReturn)
        }
        #expect(allowed(due))
        #expect(!allowed(due.justAfter))
    }

    @Test func `a return ends the right to it, starts the ruling and stops nothing else`() throws {
        var story = try Story.begin()
        try story.tell(Self.grounds("urban-2"), by: .handlerOfLead, at("03-03 10:00"))
        #expect(story.file.state == .returning)
        #expect(story.file.lead == "urban-1")
        #expect(
            story.clocks == [
                "dispatch HL-DISPATCH line 03-02 09:00 → 03-02 11:00 met 03-02 09:00",
                "support HL-SUPPORT police 03-02 09:00 → 03-05 23:59",
                "sign HL-SIGN urban-1 03-02 09:00 → 03-03 23:59 met 03-03 10:00",
                "return HL-RETURN urban-1 03-02 09:00 → 03-03 23:59 met 03-03 10:00",
                "handle HL-COMPLAINT urban-1 03-02 09:00 → 03-09 23:59",
                "first_contact HL-CONTACT urban-1 03-02 09:00 → 03-03 23:59",
                "return_ruling HL-RULING line 03-03 10:00 → 03-04 23:59",
            ])
        let request = try #require(story.file.pendingReturn)
        #expect(request.department == "urban-1")
        #expect(request.proposed == "urban-2")
        #expect(request.requestedBy == Actor.handlerOfLead.staff.id)
        #expect(request.requestedAt == at("03-03 10:00"))
        #expect(request.reason == "不属本单位")
        #expect(request.legalBasis == "第三条")
        #expect(story.events.last?.facts == ["proposed": "urban-2", "legal_basis": "第三条"])
    }

    @Test func `an upheld return moves the total clock and gives the successor stage clocks of its own`() throws {
        var story = try Story.begin()
        try story.tell(.sign, by: .handlerOfLead, at("03-02 09:30"))
        try story.tell(Self.grounds("urban-2"), by: .handlerOfLead, at("03-03 10:00"))
        try story.tell(Self.upheld(), by: .dispatcher, at("03-04 15:00"))
        #expect(
            story.clocks == [
                "dispatch HL-DISPATCH line 03-02 09:00 → 03-02 11:00 met 03-02 09:00",
                "support HL-SUPPORT police 03-02 09:00 → 03-05 23:59",
                "sign HL-SIGN urban-1 03-02 09:00 → 03-03 23:59 met 03-02 09:30",
                "return HL-RETURN urban-1 03-02 09:00 → 03-03 23:59 met 03-03 10:00",
                "handle HL-COMPLAINT urban-1 03-02 09:00 → 03-09 23:59 replaced 03-04 15:00",
                "first_contact HL-CONTACT urban-1 03-02 09:00 → 03-03 23:59 cancelled 03-04 15:00",
                "return_ruling HL-RULING line 03-03 10:00 → 03-04 23:59 met 03-04 15:00",
                "sign HL-SIGN urban-2 03-04 15:00 → 03-05 23:59",
                "return HL-RETURN urban-2 03-04 15:00 → 03-05 23:59",
                "handle HL-COMPLAINT urban-2 03-02 09:00 → 03-09 23:59",
                "first_contact HL-CONTACT urban-2 03-04 15:00 → 03-05 23:59",
            ])
        #expect(story.file.clocks[5].standing(at: at("03-04 15:00")) == .metLate, "late stays late for the one who was")
        #expect(story.file.clocks.map(\.continues) == [nil, nil, nil, nil, nil, nil, nil, nil, nil, 5, nil])
        #expect(story.file.state == .dispatched)
        #expect(story.file.lead == "urban-2")
        #expect(story.file.supporting == ["police"])
        #expect(!story.file.signed)
        #expect(story.file.dispatches == 2)
        #expect(story.file.pendingReturn == nil)
        let ruled = try #require(story.file.returns.first)
        #expect(ruled.upheld == true)
        #expect(ruled.designated == "urban-2")
        #expect(ruled.ruledBy == Actor.dispatcher.staff.id)
        #expect(ruled.ruledAt == at("03-04 15:00"))
        #expect(ruled.ruling == "成立")
        #expect(story.events.map(\.kind) == [.returnUpheld, .dispatched])
        #expect(story.events.first?.facts == ["from": "urban-1", "to": "urban-2"])
        guard case .byRuling = story.routing else {
            Issue.record("not by the ruling")
            return
        }
        #expect(story.refusal(of: .sign, by: .handlerOfLead, at("03-04 16:00")) == .anotherDepartmentLeads)
        #expect(story.refusal(of: .sign, by: .handlerOfOther, at("03-04 16:00")) == nil)
    }

    @Test func `the dispatcher may designate another than the proposed, a helper too, but not the one that returned`() throws {
        var story = try Story.begin()
        try story.tell(Self.grounds("urban-2"), by: .handlerOfLead, at("03-02 10:00"))
        #expect(story.refusal(of: Self.upheld("urban-1"), by: .dispatcher, at("03-02 11:00")) == .returnToItself)
        #expect(story.refusal(of: Self.upheld("nowhere"), by: .dispatcher, at("03-02 11:00")) == .unknownDepartment(member: "/department"))
        try story.tell(Self.upheld("police"), by: .dispatcher, at("03-02 11:00"))
        #expect(story.file.lead == "police")
        #expect(story.file.supporting == [], "who leads does not also help")
        #expect(story.file.returns.map(\.designated) == ["police"])
        #expect(story.file.returns.map(\.proposed) == ["urban-2"])
    }

    @Test func `a rejected return is final, restarts nothing and leaves the department to accept`() throws {
        var story = try Story.begin()
        try story.tell(.sign, by: .handlerOfLead, at("03-02 09:30"))
        try story.tell(Self.grounds("urban-2"), by: .handlerOfLead, at("03-02 10:00"))
        let before = story.clocks
        try story.tell(Self.rejected, by: .dispatcher, at("03-02 11:00"))
        #expect(story.clocks == before.dropLast() + ["return_ruling HL-RULING line 03-02 10:00 → 03-03 23:59 met 03-02 11:00"])
        #expect(story.file.state == .dispatched)
        #expect(story.file.signed)
        #expect(story.file.lead == "urban-1")
        #expect(story.file.dispatches == 1)
        #expect(story.file.returns.map(\.upheld) == [false])
        #expect(story.file.returns.map(\.designated) == [nil])
        #expect(story.routing == nil)
        #expect(story.refusal(of: Self.grounds("police"), by: .handlerOfLead, at("03-02 11:01")) == .alreadyReturned)
        #expect(story.refusal(of: .sign, by: .handlerOfLead, at("03-02 11:01")) == .alreadySigned)
        try story.tell(.accept, by: .handlerOfLead, at("03-02 11:01"))
        #expect(story.refusal(of: Self.grounds("police"), by: .handlerOfLead, at("03-02 11:02")) == .alreadyReturned)
    }

    @Test func `a department that gets back what it returned cannot return it again`() throws {
        let free = try Given.jurisdiction(maximumDispatches: nil)
        var story = try Story.begin(under: free)
        try story.tell(Self.grounds("urban-2"), by: .handlerOfLead, at("03-02 10:00"))
        try story.tell(Self.upheld(), by: .dispatcher, at("03-02 10:10"))
        try story.tell(Self.grounds("urban-1"), by: .handlerOfOther, at("03-02 10:20"))
        try story.tell(Self.upheld(), by: .dispatcher, at("03-02 10:30"))
        #expect(story.file.lead == "urban-1")
        #expect(story.clock(.return)?.isOpen == true, "it has new clocks")
        #expect(story.refusal(of: Self.grounds("police"), by: .handlerOfLead, at("03-02 10:40")) == .alreadyReturned)
        #expect(story.file.returns.map(\.department) == ["urban-1", "urban-2"])
    }

    @Test func `after the third dispatch nobody returns it`() throws {
        var story = try Story.begin()
        try story.tell(Self.grounds("urban-2"), by: .handlerOfLead, at("03-02 10:00"))
        try story.tell(Self.upheld(), by: .dispatcher, at("03-02 10:10"))
        try story.tell(Self.grounds("police"), by: .handlerOfOther, at("03-02 10:20"))
        try story.tell(Self.upheld(), by: .dispatcher, at("03-02 10:30"))
        #expect(story.file.dispatches == 3)
        #expect(story.refusal(of: Self.grounds("watch"), by: .handlerOfSupporting, at("03-02 10:40")) == .designated(dispatches: 3))
        let actions = story.file.allowedActions(for: Actor.handlerOfSupporting.staff, at: at("03-02 10:40"), under: story.jurisdiction)
        #expect(!actions.contains(.requestReturn))
    }

    @Test func `a letter from before the rules is held to the dispatches of the day it was taken up`() throws {
        let once = try Given.jurisdiction(maximumDispatches: 1)
        let letter = try #require(Instant(rfc3339: "2016-09-01T09:00:00+08:00"))
        let story = try Story.begin(receivedAt: letter, under: once)
        #expect(story.refusal(of: Self.grounds("urban-2"), by: .handlerOfLead, at("03-02 10:00")) == .designated(dispatches: 1))
    }

    @Test func `whose it is must be another department, and one that may receive it`() throws {
        let story = try Story.begin(.report, against: .department("urban-2"))
        #expect(story.refusal(of: Self.grounds("urban-1"), by: .handlerOfLead, at("03-02 10:00")) == .returnToItself)
        #expect(
            story.refusal(of: Self.grounds("nowhere"), by: .handlerOfLead, at("03-02 10:00")) == .unknownDepartment(member: "/department"))
        #expect(
            story.refusal(of: Self.grounds("urban-2"), by: .handlerOfLead, at("03-02 10:00")) == .departmentIsAccused(member: "/department")
        )
        var returned = story
        try returned.tell(Self.grounds("police"), by: .handlerOfLead, at("03-02 10:00"))
        #expect(
            returned.refusal(of: Self.upheld("urban-2"), by: .dispatcher, at("03-02 10:10")) == .departmentIsAccused(member: "/department"))
    }

    @Test func `who was reached once is not called first again by the successor`() throws {
        var story = try Story.begin()
        try story.tell(.recordContact(Contact(means: .phone, reached: true, text: "")), by: .handlerOfLead, at("03-02 09:30"))
        try story.tell(Self.grounds("urban-2"), by: .handlerOfLead, at("03-02 10:00"))
        try story.tell(Self.upheld(), by: .dispatcher, at("03-02 11:00"))
        #expect(story.file.clocks.filter { $0.stage == .firstContact }.map(\.ending) == [.met])
        #expect(story.openStages == ["support", "sign", "return", "handle"])
    }

    @Test func `the right to return ends with the reply, and a review does not bring it back`() throws {
        var story = try Story.reaching(.replied)
        try story.tell(.review(Review(approved: false, text: "不实")), by: .supervisor, at("03-02 09:30"))
        #expect(
            story.refusal(of: Self.grounds("urban-2"), by: .handlerOfLead, at("03-02 09:40")) == .returnLimitPassed(at("03-02 09:20")))
    }
}
