/// When the words of a request are clear enough to route it without a dispatcher. Data, kept beside the keywords.
public struct ClassificationSettings: Hashable, Sendable {
    /// The least score at which a proposal can be clear.
    public let clearScore: Double
    /// How many times the score of the best rival (one that leads elsewhere) the first must reach.
    public let clearRatio: Double
    /// What a keyword in the title weighs against one in the body.
    public let titleWeight: Double

    public init(clearScore: Double = 4, clearRatio: Double = 1.5, titleWeight: Double = 3) {
        self.clearScore = clearScore
        self.clearRatio = clearRatio
        self.titleWeight = titleWeight
    }
}
