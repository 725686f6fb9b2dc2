import Casework
import Testing
import WorkingTime

/// What ends without a department's answer: 不予受理 and 直办.
struct RefusalTests {
    @Test(arguments: RefusalGround.allCases, [CaseState.received, .handling])
    func `a refusal has a ground and the right route, and waits for nobody`(ground: RefusalGround, state: CaseState) throws {
        var story = try Story.reaching(state)
        let rejection = Rejection(ground: ground, route: "请向人民法院起诉")
        try story.tell(.refuse(rejection, text: "不予受理"), by: .dispatcher, at("03-02 10:00"))
        #expect(story.file.state == .refused && story.file.outcome == .refused && story.file.rejection == rejection)
        #expect(story.file.endedAt == at("03-02 10:00"))
        #expect(story.openStages.isEmpty && story.file.nextDueAt == nil)
        #expect(story.events.map(\.facts) == [["ground": ground.rawValue, "route": "请向人民法院起诉"]])
    }

    @Test func `a refusal after the dispatch limit leaves the line late`() throws {
        var story = try Story.reaching(.received)
        try story.tell(.refuse(Rejection(ground: .noContent, route: "无"), text: ""), by: .dispatcher, at("03-02 11:00").justAfter)
        #expect(story.clock(.dispatch)?.standing(at: at("12-31 12:00")) == .metLate)
    }

    @Test(
        arguments: [
            (Kind.consultation, Actor.operator, nil), (.complaint, .operator, Refusal.onlyConsultations), (.complaint, .dispatcher, nil),
            (.consultation, .handlerOfOther, .roleMayNot(.answerDirectly)),
        ] as [(Kind, Actor, Refusal?)])
    func `operators answer consultations at once, dispatchers whatever needs no department`(
        kind: Kind, actor: Actor, refusal: Refusal?
    ) throws {
        var story = try Story.begin(kind, category: nil)
        let answer = CaseCommand.answerDirectly("请携带身份证办理")
        #expect(story.refusal(of: answer, by: actor, at("03-02 10:00")) == refusal)
        guard refusal == nil else { return }
        try story.tell(answer, by: actor, at("03-02 10:00"))
        #expect(story.file.state == .answeredDirectly && story.file.outcome == .explained)
        #expect(story.clocks == ["dispatch HL-DISPATCH line 03-02 09:00 → 03-02 11:00 met 03-02 10:00"])
        #expect(story.file.dispatches == 0 && story.file.lead == nil)
    }
}
