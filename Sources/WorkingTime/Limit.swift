/// How much time somebody has: "5 working days".
public struct Limit: Hashable, Sendable {
    public let amount: Int
    public let unit: LimitUnit

    /// The amounts that a limit can have. The longest limit read in a law is 60 days; the bound keeps
    /// arithmetic and explanations of whatever is asked for small.
    public static let amounts = 1...10_000

    /// Nil when the amount is not one of `amounts`.
    public init?(amount: Int, unit: LimitUnit) {
        guard Limit.amounts.contains(amount) else { return nil }
        self.amount = amount
        self.unit = unit
    }

    /// The amount as it is counted: days for day limits, microseconds for hour limits.
    var count: Int64 {
        unit.countsDays ? Int64(amount) : Int64(amount) * Instant.microsecondsPerHour
    }
}

extension Limit: CustomStringConvertible {
    public var description: String { "\(amount) \(unit.rawValue)" }
}
