import Casework
import WorkingTime

/// What came to light after a month was sealed.
public struct Corrections: Sendable {
    public let sealedAt: Instant
    public let items: [Correction]
}

/// One figure of a sealed month that would be another now.
public struct Correction: Sendable {
    /// A figure as far as it can be compared: of the handling time the seconds, the cases and their mean.
    public struct Side: Hashable, Sendable {
        public let numerator: Double?
        public let denominator: Int?
        public let value: Double?
    }

    public let group: ScorecardGroup
    public let indicator: Indicator
    public let sealed: Side
    public let now: Side

    /// Now less sealed; nil where either is nothing.
    public var difference: Double? {
        guard let sealed = sealed.value, let now = now.value else { return nil }
        return ((now - sealed) * 1_000_000).rounded() / 1_000_000
    }

    /// One for each indicator whose figure differs.
    static func all(_ group: ScorecardGroup, _ before: Tally, _ after: Tally, weights: ScorecardWeights) -> [Correction] {
        zip(sides(before, weights), sides(after, weights)).filter { $0.0.side != $0.1.side }
            .map { Correction(group: group, indicator: $0.indicator, sealed: $0.side, now: $1.side) }
    }

    private static func sides(_ tally: Tally, _ weights: ScorecardWeights) -> [(indicator: Indicator, side: Side)] {
        let time = tally.handlingTime(weights)
        return tally.figures(weights).map { ($0.indicator, Side(numerator: $0.numerator, denominator: $0.denominator, value: $0.value)) }
            + [(.handlingTime, Side(numerator: Double(time.total), denominator: time.cases, value: time.mean.map(Double.init)))]
    }
}
