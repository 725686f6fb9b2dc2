/// The finest groups for which figures are kept: all that a scorecard shows is a sum over them.
public struct TallyPlace: Hashable, Sendable {
    /// Nil for what the line itself owes, before a department has the case.
    public let department: DepartmentCode?
    /// At the first level; nil while a case has no category.
    public let category: CategoryCode?
    /// The county, or the city where no county is known; nil while a case has no place.
    public let region: RegionCode?

    public init(department: DepartmentCode?, category: CategoryCode?, region: RegionCode?) {
        self.department = department
        self.category = category
        self.region = region
    }
}

/// How often something was counted, and how often it was as it should be, or, for the indicators of
/// what is avoided, as it should not.
public struct Count: Hashable, Sendable {
    public var met: Int
    /// Of ratings: basically satisfied, which counts by a weight.
    public var partly: Int
    public var counted: Int

    public init(met: Int = 0, partly: Int = 0, counted: Int = 0) {
        self.met = met
        self.partly = partly
        self.counted = counted
    }

    public static func += (left: inout Count, right: Count) {
        left.met += right.met
        left.partly += right.partly
        left.counted += right.counted
    }
}

/// What was counted for one group.
public struct Tally: Hashable, Sendable {
    public var counts: [Indicator: Count]
    /// Working seconds of each case that was closed, in any order: percentiles need them all.
    public var handlingSeconds: [Int]

    public init(counts: [Indicator: Count] = [:], handlingSeconds: [Int] = []) {
        self.counts = counts
        self.handlingSeconds = handlingSeconds
    }

    public func count(_ indicator: Indicator) -> Count { counts[indicator] ?? Count() }

    public static func += (left: inout Tally, right: Tally) {
        left.counts.merge(right.counts) { one, other in
            var sum = one
            sum += other
            return sum
        }
        left.handlingSeconds += right.handlingSeconds
    }
}
