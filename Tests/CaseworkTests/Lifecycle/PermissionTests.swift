import Casework
import Testing
import WorkingTime

struct PermissionTests {
    static let now = at("03-02 09:50")

    @Test func `the table has a row for each action and a column for each state`() {
        let table = Permissions(permissionTable)
        #expect(table.problems.isEmpty)
        #expect(table.states == CaseState.allCases.map(\.rawValue))
        #expect(Set(table.rows.keys) == Set(CaseAction.allCases.map(\.rawValue)))
        #expect(Set(table.rows.values.flatMap(\.keys)).isSubset(of: Actor.allCases.map(\.group)), "each row is somebody's")
        #expect(Set(Actor.allCases.flatMap(\.staff.roles)) == Set(Role.allCases), "each role is somebody's")
    }

    @Test(arguments: CaseState.allCases, CaseAction.allCases)
    func `each cell is as the table says, with its refusal`(state: CaseState, action: CaseAction) throws {
        let table = Permissions(permissionTable)
        let reached = try Story.reaching(state, under: try Given.announced.get())
        let parent = try Story.begin(id: 3)
        #expect(reached.file.state == state)
        var allowed: Set<String> = []
        for actor in Actor.allCases {
            var story = reached
            try story.prepare(for: action)
            if action == .release, story.refusal(of: .claim, by: actor, Self.now) == nil { try story.tell(.claim, by: actor, Self.now) }
            let expected: Refusal? =
                switch table.mark(action.rawValue, actor, state.rawValue) {
                case "yes": nil
                case "state": .stateForbids(action, state)
                case "dept": .anotherDepartmentLeads
                case "kind": .onlyConsultations
                default: table.isDepartmentWork(action.rawValue) && actor.isOfDepartment ? .anotherDepartmentLeads : .roleMayNot(action)
                }
            #expect(Self.refusal(of: action, on: story, with: parent, by: actor.staff) == expected, "\(actor.rawValue)")
            let listed = story.file.allowedActions(for: actor.staff, at: Self.now, under: story.jurisdiction).contains(action)
            #expect(listed == (expected == nil), "allowed_actions of \(actor.rawValue)")
            if expected == nil { allowed.insert(actor.group) }
        }
        let rows = table.rows[action.rawValue]?.filter { $0.value[state.rawValue] == "yes" } ?? [:]
        #expect(allowed == Set(rows.keys), "no row stands for nobody")
    }

    /// Each action with particulars that are in order.
    private static func refusal(of action: CaseAction, on story: Story, with parent: Story, by staff: Staff) -> Refusal? {
        let command: CaseCommand
        switch action {
        case .classify: command = .classify(Classification(urgent: true))
        case .dispatch: command = .dispatch(Dispatch(department: "urban-1"))
        case .refuse: command = .refuse(Rejection(ground: .emergency, route: "110"), text: "请拨打")
        case .answerDirectly: command = .answerDirectly("请咨询")
        case .merge: command = .merge(into: parent.file)
        case .requestExtension: command = .requestTime(Given.wish(.extension))
        case .requestSuspension: command = .requestTime(Given.wish(.suspension))
        case .requestComplexity: command = .requestTime(Given.wish(.complexity))
        case .requestParking: command = .requestTime(Given.wish(.parking))
        case .decideExtension: command = .decideTime(TimeDecision(kind: .extension, granted: true, text: "同意"))
        case .decideSuspension: command = .decideTime(TimeDecision(kind: .suspension, granted: true, text: "同意"))
        case .decideComplexity: command = .decideTime(TimeDecision(kind: .complexity, granted: true, text: "同意"))
        case .decideParking: command = .decideTime(TimeDecision(kind: .parking, granted: true, text: "同意"))
        case .resume: command = .resume("已具备条件")
        case .unpark: command = .unpark("已解决")
        case .requestSupport: command = .requestSupport(["urban-2"], demand: "请协助")
        case .answerSupport: command = .answerSupport("已协助")
        case .releaseSupport: command = .releaseSupport("police", text: "不再需要")
        case .requestCorrection: command = .requestCorrection("请补正", until: day("2026-03-20"))
        case .consult: command = .consult(.thirdParty, text: "征求意见")
        case .recordCallback: command = .recordCallback(Opinion(contacted: true, solved: true))
        case .orderRework: command = .orderRework("不实")
        case .reopen: command = .reopen("新的事实")
        case .claim: command = .claim
        case .release: command = .release
        case .sign: command = .sign
        case .accept: command = .accept
        case .recordContact: command = .recordContact(Contact(means: .phone, reached: true, text: "已联系"))
        case .requestReturn: command = .requestReturn(Given.grounds)
        case .ruleOnReturn: command = .ruleOnReturn(Ruling(verdict: .rejected, text: "应由你单位办理"))
        case .reply: command = .reply(Reply(text: "已清理", outcome: .solved, withoutSupport: "无需"))
        case .review: command = .review(Review(approved: true))
        case .close: command = .close(outcome: .solved, text: nil)
        case .supplement: command = .supplement("另有材料")
        case .note: command = .note("记录")
        case .urge: command = .urge("请尽快")
        case .split, .issueOrder:
            do throws(Refusal) {
                _ = try story.file.permit(action, to: staff, at: now, under: story.jurisdiction)
                return nil
            } catch {
                return error
            }
        }
        #expect(command.action == action)
        return story.refusal(of: command, by: staff, now)
    }

    @Test func `whoever holds two roles acts in the one that the action asks for`() throws {
        let both = Staff(id: AccountID(rawValue: 77), name: "", roles: [.dispatcher, .supervisor], department: nil)
        var story = try Story.reaching(.returning)
        try story.tell(.urge("请尽快"), by: both, Self.now)
        #expect(story.events.map(\.author) == [.staff(both.id, .supervisor)])
        try story.tell(.ruleOnReturn(Ruling(verdict: .rejected, text: "应由你单位办理")), by: both, Self.now)
        #expect(story.events.map(\.author) == [.staff(both.id, .dispatcher)])
    }

    @Test func `what was signed or claimed is not signed or claimed again`() throws {
        var story = try Story.reaching(.dispatched)
        try story.tell(.sign, by: .handlerOfLead, Self.now)
        try story.tell(.claim, by: .handlerOfLead, Self.now)
        #expect(story.refusal(of: .sign, by: .headOfLead, Self.now) == .alreadySigned)
        #expect(story.refusal(of: .claim, by: .headOfLead, Self.now) == .alreadyClaimed)
        #expect(story.refusal(of: .claim, by: .handlerOfLead, Self.now) == .alreadyClaimed)
        #expect(story.refusal(of: .sign, by: .handlerOfOther, Self.now) == .anotherDepartmentLeads)
    }
}
