import Statistics
import WorkingTime

/// Open clocks past due by stage, counted at most every ten seconds whoever asks how often.
actor OverdueGauge {
    private static let age = Duration.seconds(10)
    private var counted: (at: ContinuousClock.Instant, values: [(stage: String, count: Int)])?
    private var counting: Task<[(stage: String, count: Int)], any Error>?

    /// The last count, or a new one if that is old. Without its database the line has most to tell:
    /// what cannot be counted is left out.
    func values(_ statistics: Statistics, at now: Instant) async -> [(stage: String, count: Int)] {
        if let counted, ContinuousClock.now - counted.at < Self.age { return counted.values }
        let task = counting ?? Task { try await statistics.overdueByStage(at: now) }
        counting = task
        let values = try? await task.value
        counting = nil
        if let values { counted = (.now, values) }
        return values ?? []
    }
}
