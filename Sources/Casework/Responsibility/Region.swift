/// A place of the jurisdiction.
public struct Region: Hashable, Sendable {
    public let code: RegionCode
    public let name: String
    public let level: RegionLevel
    /// What the place is called: 地级市, 市辖区, 县, 县级市, 街道, 镇, 乡.
    public let kind: String
    /// The region in which it lies; nil for the whole jurisdiction.
    public let parent: RegionCode?
    /// Other names in use, "景宁" for 景宁畲族自治县.
    public let aliases: [String]
    /// Those of its names that are ordinary words too. In prose they count only directly after the name of the region above:
    /// "要求新建镇卫生院" asks for a clinic to be built and does not speak of 新建镇.
    public let ordinaryWords: [String]

    public init(
        code: RegionCode, name: String, level: RegionLevel, kind: String, parent: RegionCode?, aliases: [String] = [],
        ordinaryWords: [String] = []
    ) {
        self.code = code
        self.name = name
        self.level = level
        self.kind = kind
        self.parent = parent
        self.aliases = aliases
        self.ordinaryWords = ordinaryWords
    }
}

/// The levels of territory; deeper compares as greater.
public enum RegionLevel: String, CaseIterable, Comparable, Sendable {
    case city, county, township

    /// 0 for the city, 1 for a county, 2 for a township.
    public var depth: Int {
        switch self {
        case .city: 0
        case .county: 1
        case .township: 2
        }
    }

    public var chineseName: String {
        switch self {
        case .city: "市"
        case .county: "县（市、区）"
        case .township: "乡镇（街道）"
        }
    }

    public static func < (left: Self, right: Self) -> Bool { left.depth < right.depth }
}
