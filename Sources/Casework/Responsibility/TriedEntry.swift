import WorkingTime

/// An entry of the map that was looked at for a request, and why it won or lost.
public struct TriedEntry: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable { case won, lost }

    public let id: Int
    public let verdict: Verdict
    public let why: Why

    public init(id: Int, verdict: Verdict, why: Why) {
        self.id = id
        self.verdict = verdict
        self.why = why
    }

    /// A decision keeps no more of them than this.
    public static let limit = 16

    public enum Why: Hashable, Sendable, CustomStringConvertible {
        /// Of those that fit, none is closer to the matter.
        case mostSpecific
        /// It won; its authority has no department at the level named, but at a higher one.
        case foundHigher(AuthorityCode, wanted: RegionLevel, found: RegionLevel)
        /// It leads to the same department wherever in the known region it happened.
        case sameEverywhere
        /// It stands for everything below a coarse category.
        case sameInBranch
        case broaderCategory(than: Int)
        case broaderRegion(than: Int)
        case kindsNotNamed(than: Int)
        /// Equal to the winner and of one mind with it, or to others that disagree.
        case equalTo(Int)
        case otherKinds
        case otherRegion(RegionCode)
        case notYetValid(from: Day)
        case noLongerValid(after: Day)
        case noDepartment(AuthorityCode, RegionLevel)
        /// It fits, but needs to know the place more closely.
        case placeNeeded(RegionLevel)
    }
}

extension TriedEntry.Why {
    /// A stable name for storage.
    public var code: String {
        switch self {
        case .mostSpecific: "most_specific"
        case .foundHigher: "found_higher"
        case .sameEverywhere: "same_everywhere"
        case .sameInBranch: "same_in_branch"
        case .broaderCategory: "broader_category"
        case .broaderRegion: "broader_region"
        case .kindsNotNamed: "kinds_not_named"
        case .equalTo: "equal_to"
        case .otherKinds: "other_kinds"
        case .otherRegion: "other_region"
        case .notYetValid: "not_yet_valid"
        case .noLongerValid: "no_longer_valid"
        case .noDepartment: "no_department"
        case .placeNeeded: "place_needed"
        }
    }

    public var description: String {
        switch self {
        case .mostSpecific: "the most specific entry that fits"
        case .foundHigher(let authority, let wanted, let found):
            "the most specific entry that fits; \(authority) has no department at \(wanted.rawValue) level here, so that of the \(found.rawValue)"
        case .sameEverywhere: "leads to the same department everywhere in the known region"
        case .sameInBranch: "everything below the category leads to its department"
        case .broaderCategory(let id): "entry \(id) names a deeper category"
        case .broaderRegion(let id): "entry \(id) names a deeper region"
        case .kindsNotNamed(let id): "entry \(id) names the kind"
        case .equalTo(let id): "equal to entry \(id)"
        case .otherKinds: "does not cover the kind"
        case .otherRegion(let region): "covers region \(region) only"
        case .notYetValid(let day): "valid from \(day) only"
        case .noLongerValid(let day): "valid until \(day) only"
        case .noDepartment(let authority, let level): "\(authority) has no department here at \(level.rawValue) level or above"
        case .placeNeeded(let level): "needs to know the \(level.rawValue)"
        }
    }

    public var chineseDescription: String {
        switch self {
        case .mostSpecific: "符合条件的条目中最具体"
        case .foundHigher(let authority, let wanted, let found):
            "符合条件的条目中最具体；\(authority)在当地无\(wanted.chineseName)一级机构，由\(found.chineseName)一级承办"
        case .sameEverywhere: "已知区域内各处承办单位相同"
        case .sameInBranch: "该分类下各项承办单位相同"
        case .broaderCategory(let id): "条目\(id)的事项分类更具体"
        case .broaderRegion(let id): "条目\(id)的区域更具体"
        case .kindsNotNamed(let id): "条目\(id)指明了诉求类型"
        case .equalTo(let id): "与条目\(id)同级"
        case .otherKinds: "不适用于该诉求类型"
        case .otherRegion(let region): "仅适用于区域\(region)"
        case .notYetValid(let day): "自\(day)起生效"
        case .noLongerValid(let day): "有效期至\(day)"
        case .noDepartment(let authority, let level): "\(authority)在当地无\(level.chineseName)及以上机构"
        case .placeNeeded(let level): "须知所在\(level.chineseName)"
        }
    }
}
