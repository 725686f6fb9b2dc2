import Casework
import Testing
import WorkingTime

struct ResponsibilityMapTests {
    @Test func `the lists are found by code, and their trees walked`() throws {
        let map = try Given.map([Given.entry(3, "01", to: "code:gov"), Given.entry(1, "02", to: "code:gov")])
        #expect(map.region("330201")?.name == "温溪镇")
        #expect(map.category("010102")?.name == "噪声")
        #expect(map.category("010102")?.level == 3)
        #expect(map.department("urban-2")?.shortName == "青田执法局")
        #expect(map.responsibility(3)?.category == "01")
        #expect(map.responsibility(2) == nil)
        #expect(map.subtree(of: "gov-1" as DepartmentCode) == ["gov-1", "urban-1", "urban-1-squad"])
        #expect(map.subtree(of: "3302" as RegionCode) == ["3302", "330201", "330202"])
        #expect(map.lineage(of: "330201") == ["330201", "3302", "33"])
        #expect(map.branch(of: "0101") == ["0101", "010101", "010102"])
        #expect(map.leafCategories.map(\.code) == ["010101", "010102", "010201", "020101", "020102"])
        #expect(
            map.branch(of: "99").isEmpty && map.subtree(of: "99" as RegionCode).isEmpty && map.subtree(of: "x" as DepartmentCode).isEmpty)
    }

    @Test(
        arguments: [
            ("urban-1-squad", "urban-1"), ("gov-1", "gov"), ("gov", "watch"), ("watch", "gov"), ("nobody", nil),
        ] as [(DepartmentCode, DepartmentCode?)])
    func `each department has a supervisor`(department: DepartmentCode, supervisor: DepartmentCode?) throws {
        #expect(try Given.map([]).supervisor(of: department) == supervisor)
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        var regions = Given.regions
        var categories = Given.categories
        var departments = Given.departments
        var entries: [Responsibility] = []
        var keywords: [CategoryKeyword] = []
        let error: ResponsibilityMapError
        var testDescription: String { error.description }
    }

    static let broken: [Broken] = [
        Broken(regions: Given.regions + [Given.regions[0]], error: .duplicateRegion("33")),
        Broken(
            regions: [Region(code: "a", name: "甲", level: .county, kind: "县", parent: "z")], departments: [],
            error: .unknownRegionParent("a", parent: "z")),
        Broken(
            regions: [
                Region(code: "a", name: "甲", level: .county, kind: "县", parent: "b"),
                Region(code: "b", name: "乙", level: .county, kind: "县", parent: "a"),
            ], departments: [], error: .misplacedRegion("a", parent: "b")),
        Broken(categories: [Category(code: "010", name: "")], error: .malformedCategory("010")),
        Broken(categories: [Category(code: "0a", name: "")], error: .malformedCategory("0a")),
        Broken(categories: [Category(code: "", name: "")], error: .malformedCategory("")),
        Broken(categories: Given.categories + [Given.categories[1]], error: .duplicateCategory("0101")),
        Broken(categories: [Category(code: "0101", name: "")], error: .missingCategoryParent("0101", parent: "01")),
        Broken(departments: Given.departments + [Given.departments[0]], error: .duplicateDepartment("gov")),
        Broken(departments: [Given.department("a", "甲", "甲", region: "99", parent: nil)], error: .unknownDepartmentRegion("a", "99")),
        Broken(
            departments: [Given.department("a", "甲", "甲", region: "33", parent: "z")], error: .unknownDepartmentParent("a", parent: "z")),
        Broken(
            departments: [
                Given.department("a", "甲", "甲", region: "33", parent: "b"), Given.department("b", "乙", "乙", region: "33", parent: "a"),
            ], error: .departmentCycle("a")),
        Broken(entries: [Given.entry(1, "01", to: "code:gov"), Given.entry(1, "02", to: "code:gov")], error: .duplicateResponsibility(1)),
        Broken(entries: [Given.entry(1, "99", to: "code:gov")], error: .unknownCategory(1, "99")),
        Broken(entries: [Given.entry(1, "01", in: "99", to: "code:gov")], error: .unknownRegion(1, "99")),
        Broken(entries: [Given.entry(1, "01", to: "code:z")], error: .unknownDepartment(1, "z")),
        Broken(entries: [Given.entry(1, "01", to: "code:gov", supporting: ["code:z"])], error: .unknownDepartment(1, "z")),
        Broken(entries: [Given.entry(1, "01", to: "auth:z@city")], error: .unknownAuthority(1, "z")),
        Broken(entries: [Given.entry(1, "01", to: "code:gov", from: "2026-01-02", to: "2026-01-01")], error: .endsBeforeItStarts(1)),
        Broken(keywords: [CategoryKeyword(category: "99", keyword: "a", weight: 1)], error: .unknownKeywordCategory("99", keyword: "a")),
        Broken(keywords: [CategoryKeyword(category: "01", keyword: "", weight: 1)], error: .emptyKeyword("01")),
        Broken(keywords: [CategoryKeyword(category: "01", keyword: "a", weight: 0)], error: .keywordWeight("01", keyword: "a")),
        Broken(keywords: [CategoryKeyword(category: "01", keyword: "a", weight: .nan)], error: .keywordWeight("01", keyword: "a")),
    ]

    @Test(arguments: broken)
    func `lists that contradict themselves make no map`(broken: Broken) {
        #expect(throws: broken.error) {
            try ResponsibilityMap(
                regions: broken.regions, categories: broken.categories, departments: broken.departments,
                responsibilities: broken.entries, keywords: broken.keywords, settings: ClassificationSettings(), version: 1)
        }
        #expect(!broken.error.description.isEmpty)
    }

    @Test func `an empty map answers everything with the dispatcher`() throws {
        let map = try ResponsibilityMap(
            regions: [], categories: [], departments: [], responsibilities: [], keywords: [], settings: ClassificationSettings(), version: 1
        )
        #expect(map.resolve(Given.question(title: "a", body: "b", address: "c")).outcome == .dispatcher(reason: .categoryUnknown))
    }

    @Test(
        arguments: [
            ("code:331100-police", Assignee.department("331100-police")),
            ("auth:police@county", .authority("police", level: .county)),
            ("code:", nil), ("auth:police", nil), ("auth:@county", nil), ("auth:police@village", nil), ("auth:a@b@city", nil),
            ("police", nil), ("", nil),
        ] as [(String, Assignee?)])
    func `an assignee has a text form`(text: String, assignee: Assignee?) {
        #expect(Assignee(text) == assignee)
        if let assignee { #expect(assignee.description == text) }
    }

    @Test(
        arguments: [
            (["2026-01-01", "2026-01-31"], ["2026-01-31", ""], "2026-01-31", "2026-01-31"),
            (["2026-01-01", "2026-01-31"], ["2026-02-01", ""], nil, nil),
            (["2026-01-01", ""], ["2027-01-01", ""], "2027-01-01", nil),
        ] as [([String], [String], String?, String?)])
    func `overlaps are found to the day`(first: [String], second: [String], from: String?, to: String?) throws {
        func end(_ text: String) -> String? { text.isEmpty ? nil : text }
        let map = try Given.map([
            Given.entry(1, "01", to: "code:gov", from: first[0], to: end(first[1])),
            Given.entry(2, "01", to: "code:urban", from: second[0], to: end(second[1])),
        ])
        let overlaps = map.overlaps()
        #expect(overlaps.count == (from == nil ? 0 : 1))
        #expect(overlaps.first?.from == from.map(day))
        #expect(overlaps.first?.to == to.map(day))
    }

    @Test func `entries of another rank or other kinds do not overlap`() throws {
        let map = try Given.map([
            Given.entry(1, "01", to: "code:gov"), Given.entry(2, "01", to: "code:urban", kinds: [.report]),
            Given.entry(3, "01", to: "code:police", kinds: [.complaint]), Given.entry(4, "01", in: "3301", to: "code:gov-1"),
            Given.entry(5, "0101", to: "code:urban"), Given.entry(6, "01", to: "code:watch", kinds: [.complaint, .suggestion]),
        ])
        #expect(map.overlaps().map { [$0.first, $0.second] } == [[3, 6]])
    }

    @Test func `gaps are leaves and places with no department for some kind`() throws {
        let map = try Given.map([
            Given.entry(1, "0101", to: "code:urban"),
            Given.entry(2, "0102", in: "3302", to: "code:urban-2"),
            Given.entry(3, "020101", to: "auth:town@township"),
            Given.entry(4, "020102", to: "code:police", kinds: Set(Kind.allCases.dropLast())),
            Given.entry(5, "020102", in: "33", to: "code:gov", kinds: [.commendation], to: "2026-05-01"),
        ])
        let places = Given.regions.filter { $0.level > .city }.map(\.code).sorted()
        let gaps = map.gaps(on: day("2026-05-01"))
        #expect(gaps.filter { $0.category == "010101" || $0.category == "020102" }.isEmpty)
        #expect(gaps.filter { $0.category == "010201" }.map(\.region) == places.filter { !$0.rawValue.hasPrefix("3302") })
        #expect(gaps.filter { $0.category == "020101" }.map(\.region) == places.filter { $0 != "330201" && $0 != "3302" })
        #expect(map.gaps(on: day("2026-05-02")).filter { $0.category == "020102" }.map(\.region) == places)
    }
}
