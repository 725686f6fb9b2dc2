/// What an account may do. An account can hold several; the schema keeps handling apart from
/// receiving and assessing.
public enum Role: String, CaseIterable, Sendable, Hashable {
    /// 话务员: records calls, letters and counter visits on behalf of a requester.
    case `operator`
    /// 派单员: classifies, dispatches, rules on returns.
    case dispatcher
    /// 经办人: works the queue of the department.
    case handler
    /// Head of a department: everything a handler may, and the department's figures.
    case departmentHead = "department_head"
    /// 督办员: reviews, urges, issues supervision orders, reads the overdue report.
    case supervisor
    /// Decides requests to see a sealed identity.
    case custodian
    /// Reads the trail and changes nothing.
    case auditor
    /// Keeps accounts and lists; reads no case text.
    case administrator
}
