import WorkingTime

/// Why something about a scorecard, its months or its samples was not done.
public enum ScorecardRefusal: Error, Sendable, Hashable {
    /// Only what has ended can be sealed or appealed.
    case monthNotEnded(Month)
    case monthSealed(Month)
    /// Appeals were taken until this instant.
    case appealLimitPassed(Instant)
    case alreadyAppealed
    case alreadyDecided
    /// Whoever was reached has said what they say; it is not asked again.
    case alreadyChecked
    /// A sample would have this many cases, more than anybody calls.
    case sampleTooLarge(Int, most: Int)
    /// There is no such department, or it is not the appellant's or below theirs.
    case notYourDepartment
}
