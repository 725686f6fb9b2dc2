import WorkingTime

/// Why a command was not carried out. Nothing changed.
public enum Refusal: Error, Sendable, Hashable {
    /// No role of the account may do this.
    case roleMayNot(CaseAction)
    /// Another department leads the case.
    case anotherDepartmentLeads
    /// The case stands where this cannot be done.
    case stateForbids(CaseAction, CaseState)
    case alreadySigned
    case alreadyClaimed
    case notClaimed
    /// The right to return ended at the given instant.
    case returnLimitPassed(Instant)
    /// The department used its one return in this case.
    case alreadyReturned
    /// The dispatcher has designated the department: no further return.
    case designated(dispatches: Int)
    case returnToItself
    case unknownDepartment(member: String)
    case unknownCategory
    case unknownRegion
    /// A report never goes to the department it accuses, or to one below it.
    case departmentIsAccused(member: String)
    /// The report would have to leave the department that leads, and nobody is left to receive it.
    case nobodyAboveTheAccused(member: String)
    /// The map has no certain answer and no department was named.
    case departmentNeeded
    case reasonNeeded
    case finishedOutsideHandling
    case promiseNeedsInterim
    case interimNeedsPromise
    case orderStateForbids(OrderAction, SupervisionOrder.State)
    case notLead(DepartmentCode)
    /// The list of time limits has no rule for a stage on the day of receipt.
    case noTimeLimit(Stage)
}
