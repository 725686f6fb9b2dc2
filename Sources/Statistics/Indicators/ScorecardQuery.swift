import Casework
import WorkingTime

/// What a scorecard is asked for.
public struct ScorecardQuery: Sendable {
    public enum Grouping: String, CaseIterable, Sendable {
        case department, category, region, month
    }

    public let days: ClosedRange<Day>
    public let grouping: Grouping
    /// Nil for all, and the line itself with them.
    public let departments: [DepartmentCode]?

    public init(days: ClosedRange<Day>, grouping: Grouping, departments: [DepartmentCode]?) {
        self.days = days
        self.grouping = grouping
        self.departments = departments
    }

    /// The calendar months that the period touches. A longer period is the sum of its months.
    var parts: [MonthPart] {
        var parts: [MonthPart] = []
        var month = Month(containing: days.lowerBound)
        while month.first <= days.upperBound {
            parts.append(MonthPart(month: month, days: max(month.first, days.lowerBound)...min(month.last, days.upperBound)))
            month = month.next
        }
        return parts
    }

    func group(of place: TallyPlace, in month: Month) -> ScorecardGroup {
        switch grouping {
        case .department: .department(place.department)
        case .category: .category(place.category)
        case .region: .region(place.region)
        case .month: .month(month)
        }
    }
}

/// What a line of a scorecard is about.
public enum ScorecardGroup: Hashable, Sendable {
    /// Nil for the line itself.
    case department(DepartmentCode?)
    case category(CategoryCode?)
    case region(RegionCode?)
    case month(Month)

    /// Nil for what no department, category or region has.
    public var code: String? {
        switch self {
        case .department(let code): code?.rawValue
        case .category(let code): code?.rawValue
        case .region(let code): code?.rawValue
        case .month(let month): month.description
        }
    }
}

/// Figures by group, and over all.
public struct Scorecards: Sendable {
    public struct Part: Sendable {
        public let month: Month
        public let days: ClosedRange<Day>
        /// When the month was sealed, if these are its frozen figures.
        public let sealedAt: Instant?
        /// Those of its last day; of the seal, where it is sealed.
        public let weights: ScorecardWeights
    }

    public let parts: [Part]
    public let total: Tally
    /// In the order of the codes; what has none comes last.
    public let items: [(group: ScorecardGroup, tally: Tally)]

    /// Those of the period's end.
    public var weights: ScorecardWeights { parts[parts.count - 1].weights }

    /// By which the figures of a group are weighed: a month by its own, whatever the period's end has.
    public func weights(of group: ScorecardGroup) -> ScorecardWeights {
        guard case .month(let month) = group, let part = parts.first(where: { $0.month == month }) else { return weights }
        return part.weights
    }
}
