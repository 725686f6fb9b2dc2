/// Why lists do not make a map. Each names the row by its code or number.
public enum ResponsibilityMapError: Error, Equatable, Sendable, CustomStringConvertible {
    case duplicateRegion(RegionCode)
    case unknownRegionParent(RegionCode, parent: RegionCode)
    /// The parent must stand at a higher level than the region.
    case misplacedRegion(RegionCode, parent: RegionCode)
    case malformedCategory(CategoryCode)
    case duplicateCategory(CategoryCode)
    case missingCategoryParent(CategoryCode, parent: CategoryCode)
    case duplicateDepartment(DepartmentCode)
    case unknownDepartmentRegion(DepartmentCode, RegionCode)
    case unknownDepartmentParent(DepartmentCode, parent: DepartmentCode)
    case departmentCycle(DepartmentCode)
    case duplicateResponsibility(Int)
    case unknownCategory(Int, CategoryCode)
    case unknownRegion(Int, RegionCode)
    case unknownDepartment(Int, DepartmentCode)
    /// No department has this authority anywhere.
    case unknownAuthority(Int, AuthorityCode)
    case endsBeforeItStarts(Int)
    case unknownKeywordCategory(CategoryCode, keyword: String)
    case emptyKeyword(CategoryCode)
    case keywordWeight(CategoryCode, keyword: String)

    public var description: String {
        switch self {
        case .duplicateRegion(let code): "region \(code) occurs twice"
        case .unknownRegionParent(let code, let parent): "region \(code) lies in \(parent), which is not in the list"
        case .misplacedRegion(let code, let parent): "region \(code) lies in \(parent), which is not at a higher level"
        case .malformedCategory(let code): "category \(code) is not a code of two, four or six digits"
        case .duplicateCategory(let code): "category \(code) occurs twice"
        case .missingCategoryParent(let code, let parent): "category \(code) lacks its parent \(parent)"
        case .duplicateDepartment(let code): "department \(code) occurs twice"
        case .unknownDepartmentRegion(let code, let region): "department \(code) is of region \(region), which is not in the list"
        case .unknownDepartmentParent(let code, let parent): "department \(code) is under \(parent), which is not in the list"
        case .departmentCycle(let code): "department \(code) is above itself"
        case .duplicateResponsibility(let id): "responsibility \(id) occurs twice"
        case .unknownCategory(let id, let code): "responsibility \(id) names category \(code), which is not in the list"
        case .unknownRegion(let id, let code): "responsibility \(id) names region \(code), which is not in the list"
        case .unknownDepartment(let id, let code): "responsibility \(id) names department \(code), which is not in the list"
        case .unknownAuthority(let id, let code): "responsibility \(id) names authority \(code), which no department has"
        case .endsBeforeItStarts(let id): "responsibility \(id) ends before it starts"
        case .unknownKeywordCategory(let code, let keyword): "keyword \(keyword) names category \(code), which is not in the list"
        case .emptyKeyword(let code): "category \(code) has an empty keyword"
        case .keywordWeight(let code, let keyword): "keyword \(keyword) of category \(code) has a weight that is not above zero"
        }
    }
}
