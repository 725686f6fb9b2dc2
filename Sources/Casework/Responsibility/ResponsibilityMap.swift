import WorkingTime

/// Regions, categories, departments and who is responsible for what: one immutable snapshot with the indexes that resolution needs.
public struct ResponsibilityMap: Sendable {
    /// In the order of their codes.
    public let regions: [Region]
    public let categories: [Category]
    public let departments: [Department]
    /// In the order of their ids.
    public let responsibilities: [Responsibility]
    public let settings: ClassificationSettings
    public let version: Int

    let territory: Territory
    let registry: DepartmentRegistry
    let classifier: KeywordClassifier
    let addresses: AddressMatcher
    private let categoryIndex: [CategoryCode: Category]
    private let branches: [CategoryCode: [CategoryCode]]
    /// Positions of the entries for a category or one above it, deepest category first, then by id.
    private let covering: [CategoryCode: [Int]]

    /// Checks that all references lead somewhere and that no tree bites its tail.
    public init(
        regions: [Region], categories: [Category], departments: [Department], responsibilities: [Responsibility],
        keywords: [CategoryKeyword], settings: ClassificationSettings, version: Int
    ) throws(ResponsibilityMapError) {
        territory = try Territory(regions)
        registry = try DepartmentRegistry(departments, in: territory)
        categoryIndex = try Self.index(categories)
        try Self.check(responsibilities, categories: categoryIndex, territory: territory, registry: registry)
        try Self.check(keywords, categories: categoryIndex)

        self.regions = regions.sorted { $0.code < $1.code }
        self.categories = categories.sorted { $0.code < $1.code }
        self.departments = departments.sorted { $0.code < $1.code }
        self.responsibilities = responsibilities.sorted { $0.id < $1.id }
        self.settings = settings
        self.version = version
        branches = Dictionary(
            self.categories.flatMap { category in category.code.withAncestors.map { ($0, [category.code]) } }, uniquingKeysWith: +)
        covering = Self.covering(self.categories, self.responsibilities)
        classifier = KeywordClassifier(keywords: keywords, titleWeight: settings.titleWeight)
        addresses = AddressMatcher(regions: self.regions, territory: territory)
    }

    /// The same lists with other entries. All else is shared, so that it takes a millisecond and not a tenth of a second.
    init(_ map: ResponsibilityMap, with entries: [Responsibility]) throws(ResponsibilityMapError) {
        try Self.check(entries, categories: map.categoryIndex, territory: map.territory, registry: map.registry)
        regions = map.regions
        categories = map.categories
        departments = map.departments
        responsibilities = entries.sorted { $0.id < $1.id }
        settings = map.settings
        version = map.version
        territory = map.territory
        registry = map.registry
        classifier = map.classifier
        addresses = map.addresses
        categoryIndex = map.categoryIndex
        branches = map.branches
        covering = Self.covering(map.categories, responsibilities)
    }

    private static func covering(_ categories: [Category], _ entries: [Responsibility]) -> [CategoryCode: [Int]] {
        let naming = Dictionary(grouping: entries.indices) { entries[$0].category }
        return Dictionary(
            uniqueKeysWithValues: categories.map { ($0.code, $0.code.withAncestors.flatMap { naming[$0] ?? [] }) })
    }
}

extension ResponsibilityMap {
    public func region(_ code: RegionCode) -> Region? { territory.region(code) }
    public func category(_ code: CategoryCode) -> Category? { categoryIndex[code] }
    public func department(_ code: DepartmentCode) -> Department? { registry.department(code) }

    /// The entry with this id, valid or not.
    public func responsibility(_ id: Int) -> Responsibility? {
        var low = 0
        var high = responsibilities.count
        while low < high {
            let middle = (low + high) / 2
            if responsibilities[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < responsibilities.count && responsibilities[low].id == id ? responsibilities[low] : nil
    }

    /// Categories with none below them, by code.
    public var leafCategories: [Category] { categories.filter { branch(of: $0.code).count == 1 } }

    /// The category and all below it, by code; empty if it is unknown.
    public func branch(of category: CategoryCode) -> [CategoryCode] { branches[category] ?? [] }

    /// The region and all that lie in it, by code; empty if it is unknown.
    public func subtree(of region: RegionCode) -> [RegionCode] { territory.subtree(of: region) }

    /// The region and those in which it lies, from the deepest; empty if it is unknown.
    public func lineage(of region: RegionCode) -> [RegionCode] { territory.lineage(of: region) }

    /// The department and all below it, by code; empty if it is unknown.
    public func subtree(of department: DepartmentCode) -> [DepartmentCode] { registry.subtree(of: department) }

    /// The department above; for one at the top the supervision body; nil for the supervision body itself if nothing is above it.
    public func supervisor(of department: DepartmentCode) -> DepartmentCode? { registry.supervisor(of: department) }

    /// The body that receives reports against the top: of the departments of that kind the one of the widest region.
    public var supervisionBody: DepartmentCode? { registry.supervisionBody }

    /// The entries valid on that day, by id: who was responsible on that day.
    public func entries(on day: Day) -> [Responsibility] { responsibilities.filter { $0.isValid(on: day) } }

    /// Positions in `responsibilities` of the entries for the category or one above it.
    func entriesCovering(_ category: CategoryCode) -> [Int] { covering[category] ?? [] }
}

extension CategoryCode {
    /// The category and those above it, from the deepest.
    var withAncestors: [CategoryCode] {
        var codes = [self]
        while let above = codes[codes.count - 1].parent { codes.append(above) }
        return codes
    }
}

extension ResponsibilityMap {
    private static func index(_ categories: [Category]) throws(ResponsibilityMapError) -> [CategoryCode: Category] {
        var index: [CategoryCode: Category] = [:]
        for category in categories {
            guard category.code.isWellFormed else { throw .malformedCategory(category.code) }
            guard index.updateValue(category, forKey: category.code) == nil else { throw .duplicateCategory(category.code) }
        }
        for category in categories {
            if let parent = category.parent, index[parent] == nil {
                throw .missingCategoryParent(category.code, parent: parent)
            }
        }
        return index
    }

    private static func check(
        _ entries: [Responsibility], categories: [CategoryCode: Category], territory: Territory, registry: DepartmentRegistry
    ) throws(ResponsibilityMapError) {
        var ids: Set<Int> = []
        for entry in entries {
            guard ids.insert(entry.id).inserted else { throw .duplicateResponsibility(entry.id) }
            guard categories[entry.category] != nil else { throw .unknownCategory(entry.id, entry.category) }
            guard territory.region(entry.region) != nil else { throw .unknownRegion(entry.id, entry.region) }
            if let end = entry.validTo, end < entry.validFrom { throw .endsBeforeItStarts(entry.id) }
            for assignee in [entry.assignee] + entry.supporting {
                switch assignee {
                case .department(let code):
                    guard registry.department(code) != nil else { throw .unknownDepartment(entry.id, code) }
                case .authority(let code, _):
                    guard registry.has(code) else { throw .unknownAuthority(entry.id, code) }
                }
            }
        }
    }

    private static func check(
        _ keywords: [CategoryKeyword], categories: [CategoryCode: Category]
    ) throws(ResponsibilityMapError) {
        for keyword in keywords {
            guard categories[keyword.category] != nil else {
                throw .unknownKeywordCategory(keyword.category, keyword: keyword.keyword)
            }
            guard !keyword.keyword.isEmpty else { throw .emptyKeyword(keyword.category) }
            guard keyword.weight > 0, keyword.weight.isFinite else {
                throw .keywordWeight(keyword.category, keyword: keyword.keyword)
            }
        }
    }
}
