import WorkingTime

/// The numbers by which figures are weighed and flagged.
public struct ScorecardWeights: Hashable, Sendable {
    /// What one who is basically satisfied counts, between 0 and 1.
    public let basically: Double
    public let contact: Double
    public let resolution: Double
    public let satisfaction: Double
    /// A figure over fewer cases is flagged.
    public let minimumCases: Int

    public init(basically: Double, contact: Double, resolution: Double, satisfaction: Double, minimumCases: Int) {
        self.basically = basically
        self.contact = contact
        self.resolution = resolution
        self.satisfaction = satisfaction
        self.minimumCases = minimumCases
    }

    /// Those that hold on `day`; nil unless all are set.
    public init?(_ settings: Settings, on day: Day) {
        guard let basically = settings.number(.satisfactionBasicallyWeight, on: day),
            let contact = settings.number(.compositeContactWeight, on: day),
            let resolution = settings.number(.compositeResolutionWeight, on: day),
            let satisfaction = settings.number(.compositeSatisfactionWeight, on: day),
            let minimum = settings.whole(.scorecardMinimumCases, on: day)
        else { return nil }
        self.init(basically: basically, contact: contact, resolution: resolution, satisfaction: satisfaction, minimumCases: minimum)
    }
}
