import Casework
import WorkingTime

/// What the overdue report is asked for. The lists of codes are already those of the whole subtree.
public struct OverdueQuery: Sendable, Hashable {
    /// What the asker may know of. A department's people see the lateness of their departments, and
    /// of a case that has left them since no more than that.
    public var scope: CaseScope
    /// Narrowed to clocks that run against these departments; nil for all in scope.
    public var departments: [DepartmentCode]?
    public var stage: Stage?
    public var kind: Kind?
    public var regions: [RegionCode]?
    /// Nil for now.
    public var asOf: Instant?
    public var after: OverdueCursor?
    public var limit = 100
    public var counted = false

    public init(scope: CaseScope) { self.scope = scope }
}

/// Where a page ended. The instant stays the same through all pages, so that their order is stable
/// while rows change.
public struct OverdueCursor: Sendable, Hashable {
    public let asOf: Instant
    /// Microseconds past due.
    public let lateness: Int
    public let caseID: Int
    public let ordinal: Int

    public init(asOf: Instant, lateness: Int, caseID: Int, ordinal: Int) {
        self.asOf = asOf
        self.lateness = lateness
        self.caseID = caseID
        self.ordinal = ordinal
    }
}

/// A clock past its due instant: still open at the report's instant, or met late.
public struct OverdueClock: Sendable {
    public let caseID: Int
    public let ordinal: Int
    public let number: String
    public let kind: Kind
    /// Title and state are nil for a case that the asker's departments no longer have.
    public let title: String?
    public let caseState: CaseState?
    public let region: RegionCode?
    public let department: DepartmentCode?
    public let stage: Stage
    public let rule: String
    public let startedAt: Instant
    public let dueAt: Instant
    /// Nil while it is open at the report's instant.
    public let endedAt: Instant?
    /// Microseconds past due.
    public let lateness: Int
}

public struct OverduePage: Sendable {
    public let asOf: Instant
    public let items: [OverdueClock]
    public let next: OverdueCursor?
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
