/// Why a request waits for a dispatcher.
public enum DispatcherReason: Hashable, Sendable, CustomStringConvertible {
    /// No category was given and no keyword occurs.
    case categoryUnknown
    /// The words speak for several categories, or for one too faintly.
    case categoryUnclear
    /// Only a coarse category is known, and departments differ below it.
    case categoryTooBroad
    /// The department depends on a place that is not known, or not closely enough.
    case regionUnknown
    /// Several places are named that exclude each other.
    case regionAmbiguous([RegionCode])
    /// No entry of the map answers.
    case noEntryFits
    /// Entries of equal rank name different departments.
    case entriesDisagree([Int])
    /// The report accuses the body to which it would go, and nobody stands above it.
    case nobodyAboveTheAccused
    /// The report may accuse those who would receive it: it names them in its text, or it accuses a name that means no
    /// department of the list.
    case accusedUnclear

    /// A stable name for storage and figures.
    public var code: String {
        switch self {
        case .categoryUnknown: "category_unknown"
        case .categoryUnclear: "category_unclear"
        case .categoryTooBroad: "category_too_broad"
        case .regionUnknown: "region_unknown"
        case .regionAmbiguous: "region_ambiguous"
        case .noEntryFits: "no_entry_fits"
        case .entriesDisagree: "entries_disagree"
        case .nobodyAboveTheAccused: "nobody_above_the_accused"
        case .accusedUnclear: "accused_unclear"
        }
    }

    public var description: String {
        switch self {
        case .categoryUnknown: "no category was given and no keyword occurs"
        case .categoryUnclear: "the words do not decide between categories"
        case .categoryTooBroad: "departments differ within the category"
        case .regionUnknown: "the department depends on the place, which is not known closely enough"
        case .regionAmbiguous(let regions): "several places are named: \(regions.map(\.rawValue).joined(separator: ", "))"
        case .noEntryFits: "no entry of the responsibility map answers"
        case .entriesDisagree(let ids): "entries \(ids.map(String.init).joined(separator: ", ")) are equal and name different departments"
        case .nobodyAboveTheAccused: "the report accuses the body that would receive it, and nobody stands above"
        case .accusedUnclear: "whom the report accuses is not clear, and it may be those who would receive it"
        }
    }

    public var chineseDescription: String {
        switch self {
        case .categoryUnknown: "未选事项分类，正文亦无关键词"
        case .categoryUnclear: "仅凭文字不能确定事项分类"
        case .categoryTooBroad: "事项分类过粗，下级各项承办单位不同"
        case .regionUnknown: "承办单位取决于发生地，而发生地不明或过粗"
        case .regionAmbiguous(let regions): "提到多个不同区域：\(regions.map(\.rawValue).joined(separator: "、"))"
        case .noEntryFits: "权责清单中无对应条目"
        case .entriesDisagree(let ids): "条目\(ids.map(String.init).joined(separator: "、"))同级而承办单位不同"
        case .nobodyAboveTheAccused: "被举报单位即受理单位，且无上级单位"
        case .accusedUnclear: "被举报对象不明，可能涉及应受理单位"
        }
    }
}
