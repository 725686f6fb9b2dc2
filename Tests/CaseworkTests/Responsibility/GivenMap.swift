import Casework
import WorkingTime

extension RegionCode: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
}
extension CategoryCode: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
}
extension DepartmentCode: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
}
extension AuthorityCode: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
}

func day(_ text: String) -> Day { Day(text) ?? Day(daysSince1970: .min) }

/// One city with four counties, as small as the rules allow.
enum Given {
    static let regions: [Region] = [
        Region(code: "33", name: "丽水市", level: .city, kind: "地级市", parent: nil, aliases: ["丽水"]),
        Region(code: "3301", name: "莲都区", level: .county, kind: "市辖区", parent: "33", aliases: ["莲都"]),
        Region(code: "330101", name: "白云街道", level: .township, kind: "街道", parent: "3301", aliases: ["白云"]),
        Region(code: "330102", name: "太平乡", level: .township, kind: "乡", parent: "3301", aliases: ["太平"]),
        Region(code: "3302", name: "青田县", level: .county, kind: "县", parent: "33", aliases: ["青田"]),
        Region(code: "330201", name: "温溪镇", level: .township, kind: "镇", parent: "3302", aliases: ["温溪"]),
        Region(code: "330202", name: "海口镇", level: .township, kind: "镇", parent: "3302", aliases: ["海口"]),
        Region(code: "3303", name: "龙泉市", level: .county, kind: "县级市", parent: "33", aliases: ["龙泉"]),
        Region(code: "330301", name: "剑池街道", level: .township, kind: "街道", parent: "3303", aliases: ["剑池"]),
        Region(code: "330302", name: "太平镇", level: .township, kind: "镇", parent: "3303", aliases: ["太平"]),
        Region(code: "3304", name: "景宁畲族自治县", level: .county, kind: "县", parent: "33", aliases: ["景宁", "景宁县"]),
        Region(code: "330401", name: "新建镇", level: .township, kind: "镇", parent: "3304", aliases: ["新建"], ordinaryWords: ["新建镇"]),
    ]

    static let categories: [Category] = [
        Category(code: "01", name: "城乡建设"), Category(code: "0101", name: "市容"), Category(code: "010101", name: "占道经营"),
        Category(code: "010102", name: "噪声"), Category(code: "0102", name: "房屋"), Category(code: "010201", name: "违建"),
        Category(code: "02", name: "公安"), Category(code: "0201", name: "治安"), Category(code: "020101", name: "赌博"),
        Category(code: "020102", name: "养犬"),
    ]

    static let departments: [Department] = [
        department("gov", "丽水市人民政府", "市政府", region: "33", parent: nil),
        department("watch", "丽水市监察委员会", "市监委", kind: "supervision", region: "33", parent: "gov"),
        department("police", "丽水市公安局", "市公安局", authority: "police", region: "33", parent: "gov"),
        department("urban", "丽水市综合行政执法局", "市执法局", authority: "urban", region: "33", parent: "gov", aliases: ["市城管局", "城管局"]),
        department("gov-1", "莲都区人民政府", "莲都区政府", region: "3301", parent: "gov"),
        department("gov-2", "青田县人民政府", "青田县政府", region: "3302", parent: "gov"),
        department("urban-1", "莲都区综合行政执法局", "莲都执法局", authority: "urban", region: "3301", parent: "gov-1"),
        department("urban-1-squad", "莲都区综合行政执法局直属中队", "直属中队", authority: "urban", region: "3301", parent: "urban-1"),
        department("urban-2", "青田县综合行政执法局", "青田执法局", authority: "urban", region: "3302", parent: "gov-2"),
        department("police-2", "青田县公安局", "青田县公安局", authority: "police", region: "3302", parent: "gov-2"),
        department("town-201", "温溪镇人民政府", "温溪镇政府", authority: "town", region: "330201", parent: "gov-2"),
    ]

    static func department(
        _ code: DepartmentCode, _ name: String, _ shortName: String, kind: String = "bureau", authority: AuthorityCode? = nil,
        region: RegionCode, parent: DepartmentCode?, aliases: [String] = []
    ) -> Department {
        Department(
            code: code, name: name, shortName: shortName, kind: kind, authority: authority, region: region, parent: parent,
            attested: true, aliases: aliases)
    }

    static func entry(
        _ id: Int, _ category: CategoryCode, in region: RegionCode = "33", to assignee: String, kinds: Set<Kind> = [],
        supporting: [String] = [], from: String = "2016-01-01", to end: String? = nil
    ) -> Responsibility {
        Responsibility(
            id: id, category: category, kinds: kinds, region: region, assignee: Assignee(assignee) ?? .department("unreadable"),
            supporting: supporting.compactMap { Assignee($0) }, validFrom: day(from), validTo: end.map(day))
    }

    static func map(
        _ entries: [Responsibility], keywords: [CategoryKeyword] = [], settings: ClassificationSettings = ClassificationSettings(),
        departments: [Department] = departments
    ) throws -> ResponsibilityMap {
        try ResponsibilityMap(
            regions: regions, categories: categories, departments: departments, responsibilities: entries, keywords: keywords,
            settings: settings, version: 7)
    }

    static func question(
        _ kind: Kind = .complaint, category: CategoryCode? = "010101", region: RegionCode? = nil, title: String = "", body: String = "",
        address: String? = nil, against: Against? = nil, on date: String = "2026-05-01"
    ) -> RoutingQuestion {
        RoutingQuestion(
            kind: kind, category: category, region: region, title: title, body: body, address: address, against: against, on: day(date))
    }
}
