import Casework
import WorkingTime

/// What a report is asked for.
public struct ReportQuery: Sendable, Hashable {
    public var report: Report
    public var filter: ReportFilter
    /// Nil for now.
    public var asOf: Instant?
    public var after: ReportCursor?
    public var limit = 100
    public var counted = false

    public init(_ report: Report, _ filter: ReportFilter) {
        self.report = report
        self.filter = filter
    }
}

/// The reports, each with what is its own to ask.
public enum Report: Sendable, Hashable {
    /// Clocks past due, worst first: open ones, and those that ended late.
    case overdue
    /// Clocks that run and fall due by the instant, most urgent first.
    case dueSoon(until: Instant)
    /// Supervision orders that wait for their end, highest level first.
    case orders(SupervisionOrder.Level?)
    case orderTotals
    /// Return requests and their rulings, newest first.
    case returns(ReturnStanding?)
    case returnTotals
    /// What departments asked of time and what was decided, newest first.
    case extensions(TimeRequest.Kind?, TimeRequestStanding?)
    case extensionTotals
    /// Cases that repeats joined, most repeated first.
    case repeats
    /// How many cases have how many repeats.
    case repeatTotals
    /// Cases dispatched twice or more, most often first.
    case pingPong
    /// How departments keep the limit for signing, most often late first.
    case lateSigning
    /// Due instants that a change of the calendar moved, newest first: of any change, or of one.
    case dueMoves(calendarVersion: Int?)
}

/// Where a return request stands.
public enum ReturnStanding: String, CaseIterable, Sendable, Hashable {
    case open, upheld, rejected
    /// The requester took the case back before anybody ruled.
    case lapsed
}

/// Where a request for time stands.
public enum TimeRequestStanding: String, CaseIterable, Sendable, Hashable {
    case open, granted, rejected
    /// It no longer mattered before anybody decided.
    case lapsed
}

/// Where a page ended. The instant stays the same through all pages, so that their order is stable
/// while rows change.
public struct ReportCursor: Sendable, Hashable {
    public let asOf: Instant
    /// What the report is ordered by, of the last row.
    public let keys: [Int]

    public init(asOf: Instant, keys: [Int]) {
        self.asOf = asOf
        self.keys = keys
    }
}

public struct ReportPage: Sendable {
    public let asOf: Instant
    public let columns: [ReportColumn]
    /// A value for each column.
    public let rows: [[ReportValue]]
    public let next: ReportCursor?
    public let total: Int?
}

/// Overdue clocks of one department and stage.
public struct OverdueTotal: Sendable {
    /// Nil for the line itself, while no department has the case.
    public let department: DepartmentCode?
    public let stage: Stage
    public let open: Int
    public let metLate: Int
    /// Microseconds past due of the worst.
    public let worst: Int
}
