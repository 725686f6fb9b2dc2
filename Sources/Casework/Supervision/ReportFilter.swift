import WorkingTime

/// What every report, and the overdue list as it changes, may be narrowed to.
/// The lists of codes are already those of whole subtrees.
public struct ReportFilter: Sendable, Hashable {
    /// What the asker may know of. A department's people see what concerns their departments, and of
    /// a case that has left them since no more than that.
    public var scope: CaseScope
    public var departments: [DepartmentCode]?
    public var stage: Stage?
    public var kind: Kind?
    public var regions: [RegionCode]?
    public var categories: [CategoryCode]?
    /// The period: from this instant on.
    public var from: Instant?
    /// The period: before this instant.
    public var before: Instant?

    public init(scope: CaseScope) { self.scope = scope }
}
