import WorkingTime

/// 平台参数: a number that the line sets for itself. Each has its row in `ops/lishui/settings.csv`.
public enum Setting: String, CaseIterable, Hashable, Sendable {
    case classificationClearScore = "classification_clear_score"
    case classificationClearRatio = "classification_clear_ratio"
    case classificationTitleWeight = "classification_title_weight"
    /// How often a case is dispatched before only a dispatcher designates its department.
    case maximumDispatches = "maximum_dispatches"
    /// How long after a due instant the red card follows the yellow one.
    case redCardAfter = "red_card_after"
    case warningBeforeDue = "warning_before_due"
    /// How long after its end a case can be taken up again.
    case reopenWindow = "reopen_window"
    /// How often the requester reopens a case without speaking to a supervisor.
    case requesterReopenings = "requester_reopenings"
    /// How many dissatisfied requesters' words send a case back by themselves.
    case automaticReworks = "automatic_reworks"
    case longestSuspension = "longest_suspension"
    case longestParking = "longest_parking"
    /// What a requester is given at least for correcting a request.
    case shortestCorrection = "shortest_correction"
    case reworkBeforeSupervision = "rework_before_supervision"
    case repeatRequestsBeforeSupervision = "repeat_requests_before_supervision"
    /// How long after a month's end its figures can be appealed against.
    case sealedMonthAppealLimit = "sealed_month_appeal_limit"
    /// A figure over fewer cases is flagged.
    case scorecardMinimumCases = "scorecard_minimum_cases"
    /// The share of closed cases that is called once more.
    case callbackSampleShare = "callback_sample_share"
    case satisfactionBasicallyWeight = "satisfaction_basically_weight"
    case compositeContactWeight = "composite_contact_weight"
    case compositeResolutionWeight = "composite_resolution_weight"
    case compositeSatisfactionWeight = "composite_satisfaction_weight"

    public enum Measure: Hashable, Sendable, CustomStringConvertible {
        /// A number above zero.
        case score
        /// A number from 0 to 1.
        case share
        /// A whole number.
        case count(ClosedRange<Int>)
        /// A length of time in one of these units.
        case length([LimitUnit])

        public func admits(_ value: Double) -> Bool {
            switch self {
            case .score: value > 0 && value.isFinite
            case .share: (0...1).contains(value)
            case .count(let counts): Int(exactly: value).map(counts.contains) ?? false
            case .length: Int(exactly: value).map(Limit.amounts.contains) ?? false
            }
        }

        /// Empty for a plain number.
        public var units: [LimitUnit] {
            if case .length(let units) = self { units } else { [] }
        }

        /// What it admits.
        public var description: String {
            switch self {
            case .score: "a number above zero"
            case .share: "a number from 0 to 1"
            case .count(let counts): "a whole number from \(counts.lowerBound) to \(counts.upperBound)"
            case .length: "a whole number from \(Limit.amounts.lowerBound) to \(Limit.amounts.upperBound)"
            }
        }
    }

    public var measure: Measure {
        switch self {
        case .classificationClearScore, .classificationClearRatio, .classificationTitleWeight: .score
        case .callbackSampleShare, .satisfactionBasicallyWeight, .compositeContactWeight, .compositeResolutionWeight,
            .compositeSatisfactionWeight:
            .share
        case .maximumDispatches, .reworkBeforeSupervision, .repeatRequestsBeforeSupervision: .count(1...Self.most)
        case .requesterReopenings, .automaticReworks, .scorecardMinimumCases: .count(0...Self.most)
        case .redCardAfter, .warningBeforeDue: .length(LimitUnit.allCases)
        case .reopenWindow, .longestSuspension, .longestParking, .shortestCorrection: .length([.calendarDay])
        case .sealedMonthAppealLimit: .length([.workingDay, .calendarDay])
        }
    }

    /// More than any line has cases of one cause; the bound keeps a slip of the pen from being counted with.
    private static let most = 1_000_000
}
