/// One figure of a scorecard, with what is needed to compute it again.
public struct Figure: Hashable, Sendable {
    public let indicator: Indicator
    public let count: Count
    /// Nil for the composite, which has none.
    public let numerator: Double?
    public let denominator: Int?
    /// Rounded to six decimals; nil where nothing was counted: that is neither 0 nor 100 %.
    public let value: Double?
    /// Over fewer cases than a figure should rest on.
    public let few: Bool
}

/// How long cases took, in seconds of working time.
public struct HandlingTime: Hashable, Sendable {
    public let cases: Int
    public let total: Int
    /// To the nearest second. All three are nil where no case was closed.
    public let mean: Int?
    /// By nearest rank: the least time within which half of the cases were closed.
    public let median: Int?
    /// The least time within which nine of ten cases were closed.
    public let p90: Int?
    public let few: Bool
}

extension Tally {
    /// A figure for each indicator but the handling time, in their order.
    public func figures(_ weights: ScorecardWeights) -> [Figure] {
        Indicator.allCases.filter { $0 != .handlingTime }.map { figure($0, weights) }
    }

    private func figure(_ indicator: Indicator, _ weights: ScorecardWeights) -> Figure {
        if indicator == .composite { return composite(weights) }
        let count = count(indicator)
        let numerator = Double(count.met) + weights.basically * Double(count.partly)
        return Figure(
            indicator: indicator, count: count, numerator: Self.rounded(numerator), denominator: count.counted,
            value: count.counted > 0 ? Self.rounded(numerator / Double(count.counted)) : nil, few: count.counted < weights.minimumCases)
    }

    private func composite(_ weights: ScorecardWeights) -> Figure {
        let parts: [(Indicator, Double)] = [
            (.contact, weights.contact), (.resolution, weights.resolution), (.satisfaction, weights.satisfaction),
        ]
        var sum = 0.0
        for (indicator, weight) in parts {
            let count = count(indicator)
            sum += weight * (Double(count.met) + weights.basically * Double(count.partly)) / Double(count.counted)
        }
        let least = parts.map { self.count($0.0).counted }.min() ?? 0
        return Figure(
            indicator: .composite, count: Count(), numerator: nil, denominator: nil, value: least > 0 ? Self.rounded(sum) : nil,
            few: least < weights.minimumCases)
    }

    public func handlingTime(_ weights: ScorecardWeights) -> HandlingTime {
        let sorted = handlingSeconds.sorted()
        let total = sorted.reduce(0, +)
        let rank = { (tenths: Int) in sorted.isEmpty ? nil : sorted[(sorted.count * tenths + 9) / 10 - 1] }
        return HandlingTime(
            cases: sorted.count, total: total, mean: sorted.isEmpty ? nil : (2 * total + sorted.count) / (2 * sorted.count),
            median: rank(5), p90: rank(9), few: sorted.count < weights.minimumCases)
    }

    private static func rounded(_ value: Double) -> Double { (value * 1_000_000).rounded() / 1_000_000 }
}
