import Casework
import Testing
import WorkingTime

struct WithdrawalTests {
    @Test(arguments: CaseState.allCases)
    func `requesters take back what is not answered yet`(state: CaseState) throws {
        var story = try Story.reaching(state)
        let now = at("03-02 10:00")
        guard [.received, .dispatched, .returning, .handling, .suspended].contains(state) else {
            #expect(story.refusal(of: .withdraw(nil), now) == .cannotWithdraw(state))
            return
        }
        try story.hear(.withdraw("已自行解决"), now)
        #expect(story.file.state == .withdrawn && story.file.outcome == .withdrawn && story.file.endedAt == now)
        #expect(story.openStages.isEmpty && story.file.suspension == nil && story.file.pendingReturn == nil)
        #expect(story.events.map(\.kind) == [.withdrawn] && story.events.map(\.author) == [.requester])
        if state == .returning { #expect(story.file.returns.map(\.lapsedAt) == [now]) }
    }

    @Test func `a report goes on though its reporter withdraws, and so does what ever was one`() throws {
        var report = try Story.begin(.report)
        try report.hear(.withdraw("撤回"), at("03-02 10:00"))
        #expect(report.file.state == .dispatched && report.events.map(\.kind) == [.withdrawalNoted])
        var turned = try Story.begin(.report)
        try turned.tell(.classify(Classification(kind: .complaint)), by: .dispatcher, at("03-02 10:00"))
        try turned.hear(.withdraw(nil), at("03-02 11:00"))
        #expect(turned.file.state == .dispatched)
    }

    @Test func `a case that others' repeats have joined goes on for them`() throws {
        var story = try Story.reaching(.handling)
        let before = story.clocks
        try story.hear(.withdraw(nil), heldByOthers: true, at("03-02 10:00"))
        #expect(story.file.state == .handling && story.clocks == before)
        #expect(story.events.map(\.kind) == [.withdrawalNoted])
    }

    @Test func `late stays late, whoever takes the case back`() throws {
        var story = try Story.reaching(.handling)
        try story.hear(.withdraw(nil), day("2026-03-09").end.justAfter)
        #expect(story.clock(.handle)?.standing(at: at("12-31 12:00")) == .metLate)
    }
}
