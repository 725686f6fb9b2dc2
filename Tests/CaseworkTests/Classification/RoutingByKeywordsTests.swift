import Casework
import Testing

struct RoutingByKeywordsTests {
    static let keywords: [CategoryKeyword] = [
        CategoryKeyword(category: "010101", keyword: "占道", weight: 2), CategoryKeyword(category: "010101", keyword: "摊贩", weight: 2),
        CategoryKeyword(category: "010102", keyword: "噪声", weight: 2), CategoryKeyword(category: "010102", keyword: "KTV", weight: 2),
        CategoryKeyword(category: "010201", keyword: "违建", weight: 2), CategoryKeyword(category: "0101", keyword: "市容", weight: 3),
        CategoryKeyword(category: "020101", keyword: "赌博", weight: 4), CategoryKeyword(category: "020102", keyword: "狗", weight: 1),
    ]

    /// Everything of 0101 goes to one department; 0102 and 02 go elsewhere.
    static func decide(_ title: String, _ body: String, settings: ClassificationSettings = ClassificationSettings()) throws
        -> RoutingDecision
    {
        let entries = [
            Given.entry(1, "0101", to: "code:urban"), Given.entry(2, "0102", to: "code:gov"), Given.entry(3, "02", to: "code:police"),
        ]
        return try Given.map(entries, keywords: keywords, settings: settings)
            .resolve(Given.question(category: nil, region: "33", title: title, body: body))
    }

    @Test func `clear words route and say by which`() throws {
        let decision = try Self.decide("", "摊贩占道")
        #expect(decision.lead == "urban")
        #expect(decision.isAutomatic)
        #expect(decision.category == "010101")
        #expect(decision.basis.contains(.categoryByKeywords(["摊贩", "占道"])))
        #expect(decision.proposals == [CategoryProposal(category: "010101", score: 4, evidence: ["摊贩", "占道"], department: "urban")])
    }

    @Test(arguments: [
        ("占道", "", true), ("", "占道", false), ("", "占道占道占道", false), ("占道", "占道", true), ("", "占道摊贩", true),
    ])
    func `a keyword counts once, thrice in the title`(title: String, body: String, clear: Bool) throws {
        let decision = try Self.decide(title, body)
        #expect((decision.lead == "urban") == clear)
        #expect(decision.proposals[0].score == (title.isEmpty ? (body == "占道摊贩" ? 4 : 2) : 6))
        if !clear { #expect(decision.outcome == .dispatcher(reason: .categoryUnclear)) }
    }

    @Test(arguments: [
        // 4 against 2, 4 against 3: the ratio 1.5 lies between.
        ("占道摊贩违建", 1.5, true), ("占道摊贩违建", 2, true), ("占道摊贩违建", 2.1, false),
        ("占道摊贩赌博", 1.5, false), ("占道摊贩赌博", 1, true),
    ])
    func `a rival that leads elsewhere must stay behind`(body: String, ratio: Double, clear: Bool) throws {
        let decision = try Self.decide("", body, settings: ClassificationSettings(clearScore: 4, clearRatio: ratio))
        #expect((decision.lead != nil) == clear)
    }

    @Test func `a rival that leads to the same department is none`() throws {
        let decision = try Self.decide("", "占道摊贩噪声ktv")
        #expect(decision.lead == "urban")
        #expect(decision.proposals.map(\.category) == ["010101", "010102"])
    }

    @Test func `a category above the best is no rival`() throws {
        let map = try Given.map(
            [Given.entry(1, "0101", to: "code:gov"), Given.entry(2, "010101", to: "code:urban")], keywords: Self.keywords)
        let decision = map.resolve(Given.question(category: nil, region: "33", body: "市容：占道，摊贩"))
        #expect(decision.lead == "urban")
    }

    @Test func `unclear words give the dispatcher the best three`() throws {
        let decision = try Self.decide("", "占道、噪声、违建，还有狗")
        #expect(decision.outcome == .dispatcher(reason: .categoryUnclear))
        #expect(decision.proposals.map(\.category) == ["010101", "010102", "010201"])
        #expect(decision.proposals.map(\.department) == ["urban", "urban", "gov"])
        #expect(decision.unknown == ["the category"])
        #expect(!decision.isAutomatic)
        #expect(decision.category == nil)
    }

    @Test func `no keyword at all`() throws {
        let decision = try Self.decide("你好", "没有什么事")
        #expect(decision.outcome == .dispatcher(reason: .categoryUnknown))
        #expect(decision.proposals.isEmpty)
    }

    @Test func `a clear category still needs its place`() throws {
        let map = try Given.map([Given.entry(1, "01", to: "auth:urban@county")], keywords: Self.keywords)
        let open = map.resolve(Given.question(category: nil, body: "占道摊贩"))
        #expect(open.outcome == .dispatcher(reason: .regionUnknown))
        #expect(open.category == "010101")
        #expect(open.proposals.map(\.department) == [nil])
        #expect(map.resolve(Given.question(category: nil, body: "青田县占道摊贩")).lead == "urban-2")
    }

    @Test func `a category given leaves the words aside`() throws {
        let map = try Given.map([Given.entry(1, "01", to: "code:urban"), Given.entry(2, "02", to: "code:police")], keywords: Self.keywords)
        let decision = map.resolve(Given.question(category: "02", region: "33", title: "占道摊贩"))
        #expect(decision.lead == "police")
        #expect(decision.proposals.isEmpty)
        #expect(!decision.isAutomatic)
    }
}
