/// The published contract and the pages that show it, read once at the start.
public struct Contract: Sendable {
    /// OpenAPI 3.1, YAML.
    public let openAPI: [UInt8]
    /// HTML made of it, with no foreign assets.
    public let docs: [UInt8]
    /// HTML: every problem code with its status, meaning and way out.
    public let problems: [UInt8]
    /// HTML: every indicator of the scorecards with its rule.
    public let indicators: [UInt8]

    public init(openAPI: [UInt8], docs: [UInt8], problems: [UInt8], indicators: [UInt8]) {
        self.openAPI = openAPI
        self.docs = docs
        self.problems = problems
        self.indicators = indicators
    }
}
