/// How a due instant came about, step by step. The counts of the steps add up to the limit.
public struct Explanation: Hashable, Sendable {
    public let limit: Limit
    /// Nil while the clock stands still.
    public let due: DueDate?
    public let steps: [ExplanationStep]
}

/// The steps so far; neighbouring days of the same kind become one step.
struct ExplanationDraft {
    private(set) var steps: [ExplanationStep] = []

    mutating func add(_ day: Day, as reason: ExplanationStep.Reason, counted: Int64 = 0) {
        add(day, through: day, as: reason, counted: counted)
    }

    /// `last` is nil for a pause that lasts.
    mutating func add(_ first: Day, through last: Day?, as reason: ExplanationStep.Reason, counted: Int64 = 0) {
        let dayBefore = ExplanationStep.Bound.day(first.advanced(by: -1))
        var step = ExplanationStep(from: .day(first), to: last.map { .day($0) }, reason: reason, counted: counted)
        if let previous = steps.last, previous.reason == reason, previous.to == dayBefore {
            steps.removeLast()
            step = ExplanationStep(from: previous.from, to: step.to, reason: reason, counted: previous.counted + counted)
        }
        steps.append(step)
    }

    /// `end` is nil for a pause that lasts.
    mutating func add(_ start: Instant, until end: Instant?, as reason: ExplanationStep.Reason, counted: Int64 = 0) {
        steps.append(ExplanationStep(from: .instant(start), to: end.map { .instant($0) }, reason: reason, counted: counted))
    }
}
