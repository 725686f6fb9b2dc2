/// How the category or the region was known.
public enum RoutingBasis: Hashable, Sendable, CustomStringConvertible {
    case categoryGiven
    case categoryByKeywords([String])
    /// The category is coarse, but everything below it leads to one department.
    case categoryByBranch
    case regionGiven
    case regionByAddress([String])
    case regionByText([String])
    /// No place is known, and the answer is the same at each.
    case regionNotNeeded

    /// A stable name for storage.
    public var code: String {
        switch self {
        case .categoryGiven: "category_given"
        case .categoryByKeywords: "category_by_keywords"
        case .categoryByBranch: "category_by_branch"
        case .regionGiven: "region_given"
        case .regionByAddress: "region_by_address"
        case .regionByText: "region_by_text"
        case .regionNotNeeded: "region_not_needed"
        }
    }

    /// The words that were found, if words were.
    public var evidence: [String] {
        switch self {
        case .categoryByKeywords(let words), .regionByAddress(let words), .regionByText(let words): words
        case .categoryGiven, .categoryByBranch, .regionGiven, .regionNotNeeded: []
        }
    }

    public var description: String {
        switch self {
        case .categoryGiven: "the category was given"
        case .categoryByKeywords(let words): "the category was found by the keywords \(words.joined(separator: ", "))"
        case .categoryByBranch: "everything below the category leads to one department"
        case .regionGiven: "the region was given"
        case .regionByAddress(let words): "the region was found in the address: \(words.joined(separator: ", "))"
        case .regionByText(let words): "the region was found in the text: \(words.joined(separator: ", "))"
        case .regionNotNeeded: "the answer is the same in every region"
        }
    }

    public var chineseDescription: String {
        switch self {
        case .categoryGiven: "事项分类由诉求人选定"
        case .categoryByKeywords(let words): "事项分类由关键词识别：\(words.joined(separator: "、"))"
        case .categoryByBranch: "该分类下各项均由同一单位承办"
        case .regionGiven: "区域由诉求人选定"
        case .regionByAddress(let words): "区域由地址识别：\(words.joined(separator: "、"))"
        case .regionByText(let words): "区域由正文识别：\(words.joined(separator: "、"))"
        case .regionNotNeeded: "各区域承办单位相同，无需确定区域"
        }
    }
}
