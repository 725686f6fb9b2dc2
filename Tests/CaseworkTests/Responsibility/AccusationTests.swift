import Casework
import Testing

struct AccusationTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let assignee: String
        var supporting: [String] = []
        let accused: DepartmentCode
        let lead: DepartmentCode?
        var support: [DepartmentCode] = []
        var excluded: [DepartmentCode] = []
        var testDescription: String { "\(assignee) \(supporting) with \(accused) accused" }
    }

    static let rows: [Row] = [
        Row(assignee: "code:urban-2", accused: "urban-2", lead: "gov-2", excluded: ["urban-2"]),
        Row(assignee: "code:urban-2", accused: "gov-2", lead: "gov", excluded: ["urban-2"]),
        Row(assignee: "code:urban-1-squad", accused: "urban-1", lead: "gov-1", excluded: ["urban-1-squad"]),
        Row(assignee: "code:urban-1", accused: "urban-1-squad", lead: "urban-1"),
        Row(assignee: "code:urban-2", accused: "police", lead: "urban-2"),
        Row(assignee: "code:urban-2", accused: "gov", lead: "watch", excluded: ["urban-2"]),
        Row(assignee: "code:gov", accused: "gov", lead: "watch", excluded: ["gov"]),
        Row(assignee: "code:watch", accused: "gov", lead: "watch"),
        Row(assignee: "code:watch", accused: "watch", lead: "gov", excluded: ["watch"]),
        Row(
            assignee: "code:gov-2", supporting: ["code:urban-2", "code:police"], accused: "urban-2", lead: "gov-2", support: ["police"],
            excluded: ["urban-2"]),
        Row(
            assignee: "code:gov", supporting: ["code:urban-2", "code:police-2"], accused: "urban-2", lead: "gov",
            support: ["gov-2", "police-2"], excluded: ["urban-2"]),
        Row(
            assignee: "code:urban-2", supporting: ["code:police-2", "code:gov"], accused: "gov-2", lead: "gov", support: [],
            excluded: ["police-2", "urban-2"]),
    ]

    @Test(arguments: rows)
    func `a report never goes to the accused or below`(row: Row) throws {
        let map = try Given.map([Given.entry(1, "01", to: row.assignee, supporting: row.supporting)])
        let decision = map.resolve(Given.question(.report, region: "33", against: .department(row.accused)))
        #expect(decision.lead == row.lead)
        #expect(decision.supporting == row.support)
        #expect(decision.conflict == RoutingDecision.Conflict(accused: [row.accused], excluded: row.excluded))
        #expect(decision.responsibility == 1)
    }

    @Test(arguments: Kind.allCases.filter { $0 != .report })
    func `other kinds go to the department that they concern`(kind: Kind) throws {
        let map = try Given.map([Given.entry(1, "01", to: "code:urban-2")])
        let decision = map.resolve(Given.question(kind, region: "3302", against: .department("urban-2")))
        #expect(decision.lead == "urban-2")
        #expect(decision.conflict == nil)
    }

    @Test func `with nobody above the accused the dispatcher decides`() throws {
        let alone = Given.departments.filter { $0.kind != Department.supervisionKind }
        let map = try Given.map([Given.entry(1, "01", to: "code:police")], departments: alone)
        let decision = map.resolve(Given.question(.report, region: "33", against: .department("gov")))
        #expect(decision.outcome == .dispatcher(reason: .nobodyAboveTheAccused))
        #expect(decision.conflict?.excluded == ["police"])
    }

    @Test func `both the top and the supervision body accused leave nobody`() throws {
        let map = try Given.map([Given.entry(1, "01", to: "code:police")])
        let decision = map.resolve(Given.question(.report, region: "33", against: .name("市政府和市监委")))
        #expect(decision.outcome == .dispatcher(reason: .nobodyAboveTheAccused))
    }

    @Test(
        arguments: [
            ("青田县综合行政执法局", ["urban-2"]),
            ("青田执法局", ["urban-2"]),
            (" 青田 执法局 ", ["urban-2"]),
            ("青田县综合行政执法局温溪中队队员张某", ["urban-2"]),
            ("市城管局", ["urban"]),
            ("市城管局李某", ["urban"]),
            // Without a place the name may mean that of any county.
            ("城管局李某", ["urban", "urban-1", "urban-1-squad", "urban-2"]),
            ("青田县城管局李某", ["urban", "urban-1", "urban-1-squad", "urban-2"]),
            ("莲都区综合行政执法局直属中队", ["urban-1-squad"]),
            ("青田公安", ["police-2"]),
            ("公安局", ["police", "police-2"]),
            ("公安局李某", ["police", "police-2"]),
            ("张三", []),
            ("莲都区好运来饭店", []),
            ("", []),
        ] as [(String, [DepartmentCode])])
    func `a name is taken for every department that it may mean`(name: String, meant: [DepartmentCode]) throws {
        let map = try Given.map([])
        #expect(map.departments(accusedBy: .name(name)) == meant)
    }

    @Test func `a name that means no department waits for a dispatcher, and is noted without the name`() throws {
        let map = try Given.map([Given.entry(1, "01", to: "code:urban-2")])
        let decision = map.resolve(Given.question(.report, region: "3302", against: .name("好运来饭店")))
        #expect(decision.outcome == .dispatcher(reason: .accusedUnclear))
        #expect(decision.conflict == nil)
        #expect(decision.unknown == ["whether the accused belongs to a department of the list"])
    }

    @Test func `a name that means several keeps all of them out`() throws {
        let map = try Given.map([Given.entry(1, "02", to: "code:police-2", supporting: ["code:police"])])
        let decision = map.resolve(Given.question(.report, category: "02", region: "3302", against: .name("公安局")))
        #expect(decision.outcome == .department(lead: "gov-2", supporting: ["gov"]))
        #expect(decision.conflict?.accused == ["police", "police-2"])
    }

    @Test(
        arguments: [
            ("urban-1", "urban-1", true), ("urban-1-squad", "urban-1", true), ("gov-1", "urban-1", false), ("urban-2", "urban-1", false),
            ("watch", "gov", false), ("watch", "watch", true), ("police-2", "gov", true),
        ] as [(DepartmentCode, DepartmentCode, Bool)])
    func `a later dispatch can ask who is barred`(department: DepartmentCode, accused: DepartmentCode, barred: Bool) throws {
        #expect(try Given.map([]).isBarred(department, when: [accused]) == barred)
    }

    @Test(
        arguments: [
            // The lead itself, one above it, and whoever helps.
            ("占道无人管", "执法局收了钱", ["urban", "urban-1", "urban-2"]), ("青田执法局不查占道", "占道", ["urban-2"]), ("青田县政府包庇占道", "占道", ["gov-2"]),
            ("占道", "举报青田县公安局", ["police-2"]), ("公安局不管占道", "", ["police", "police-2"]),
            ("占道", "县政府不管", ["gov-2"]), ("占道", "举报市公安局和青田 执法局", ["police", "urban-2"]),
            // Others, and none.
            ("莲都执法局占道", "好运来饭店占道", nil), ("占道", "张三在青田县占道", nil),
        ] as [(String, String, [DepartmentCode]?)])
    func `a report that names its receivers in the text waits for a dispatcher`(
        title: String, body: String, kept: [DepartmentCode]?
    ) throws {
        let map = try Given.map([Given.entry(1, "01", to: "code:urban-2", supporting: ["code:police-2"])])
        let decision = map.resolve(Given.question(.report, region: "3302", title: title, body: body))
        if let kept {
            #expect(decision.outcome == .dispatcher(reason: .accusedUnclear))
            #expect(decision.conflict?.accused == kept)
            #expect(decision.conflict?.excluded.isEmpty == false)
        } else {
            #expect(decision.lead == "urban-2")
        }
        #expect(map.resolve(Given.question(.complaint, region: "3302", title: title, body: body)).lead == "urban-2")
    }

    @Test(arguments: [("温溪镇菜场门口占道", []), ("温溪镇干部占道", ["town-201"]), ("温溪镇政府", ["town-201"])] as [(String, [DepartmentCode])])
    func `a place is not its government`(text: String, named: [DepartmentCode]) throws {
        var departments = Given.departments.filter { $0.code != "town-201" }
        departments.append(
            Given.department(
                "town-201", "青田县温溪镇人民政府", "青田温溪镇", authority: "town", region: "330201", parent: "gov-2", aliases: ["温溪镇", "温溪镇政府"]))
        let map = try Given.map([], departments: departments)
        #expect(map.departments(namedIn: text, "") == named)
        #expect(map.departments(namedIn: "", "昨天在" + text) == named)
    }

    @Test func `nobody is proposed whom the text may accuse`() throws {
        let map = try Given.map(
            [Given.entry(1, "01", to: "code:urban-2")],
            keywords: [CategoryKeyword(category: "010101", keyword: "占道", weight: 1)])
        let decision = map.resolve(Given.question(.report, category: nil, region: "3302", body: "青田执法局占道"))
        #expect(decision.outcome == .dispatcher(reason: .categoryUnclear))
        #expect(decision.proposals.map(\.department) == [nil])
    }

    @Test func `a proposal too leads past the accused`() throws {
        let map = try Given.map(
            [Given.entry(1, "01", to: "code:urban-2")],
            keywords: [CategoryKeyword(category: "010101", keyword: "占道", weight: 1)])
        let decision = map.resolve(
            Given.question(.report, category: nil, region: "3302", body: "占道", against: .department("urban-2")))
        #expect(decision.outcome == .dispatcher(reason: .categoryUnclear))
        #expect(decision.proposals.map(\.department) == ["gov-2"])
        #expect(decision.conflict?.accused == ["urban-2"])
    }
}
