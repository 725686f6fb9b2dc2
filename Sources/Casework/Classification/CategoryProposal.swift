/// A category that the words of a request speak for.
public struct CategoryProposal: Hashable, Sendable {
    public let category: CategoryCode
    /// The sum of the weights of the distinct keywords found, those in the title multiplied.
    public let score: Double
    /// The keywords found, in the order of the text.
    public let evidence: [String]
    /// The department it would lead to, if the rest of the question suffices to say so.
    public let department: DepartmentCode?

    public init(category: CategoryCode, score: Double, evidence: [String], department: DepartmentCode?) {
        self.category = category
        self.score = score
        self.evidence = evidence
        self.department = department
    }
}
