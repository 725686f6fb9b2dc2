/// A word whose appearance speaks for a category.
public struct CategoryKeyword: Hashable, Sendable {
    public let category: CategoryCode
    public let keyword: String
    /// Above zero; 1 is an ordinary hint.
    public let weight: Double

    public init(category: CategoryCode, keyword: String, weight: Double) {
        self.category = category
        self.keyword = keyword
        self.weight = weight
    }
}
