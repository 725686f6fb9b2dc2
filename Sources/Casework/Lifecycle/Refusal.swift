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
    case unknownCategory(member: String)
    case unknownRegion
    /// A report never goes to the department it accuses, or to one below it.
    case departmentIsAccused(member: String)
    /// It has the other half of a split. Who asks need not know of it.
    case departmentKeptApart(member: String)
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
    /// Asked after the limit was over: the clock of the stage stays overdue, whatever is granted.
    case limitPassed(Stage, Instant)
    /// The matter's limit cannot be lengthened: the rule grants none.
    case extensionNotGranted(rule: String)
    /// The rule's extensions are used up.
    case extensionsUsed(times: Int)
    /// The new day must lie after the present due day and not after the last that the rule grants.
    case extensionOutside(after: Day, through: Day)
    /// The day must lie ahead, and not further than the settings allow.
    case reviewDayOutside(member: String, after: Day, through: Day)
    /// The day that was asked for does not fit any more, for the same reasons: what was asked can only be refused.
    case requestOutdated(after: Day, through: Day)
    /// The rule that runs knows only these grounds for which its time stands still, or none.
    case groundNotKnown(rule: String, [SuspensionGround])
    case alreadyRequested(TimeRequest.Kind)
    case nothingRequested(TimeRequest.Kind)
    case decidesOwnRequest
    case alreadyComplex
    case noComplexLimit
    case alreadyParked
    case notParked
    /// Supporting departments have not answered, and the reply does not say why it does not wait.
    case supportOpen([DepartmentCode])
    case alreadySupporting(member: String)
    case notSupporting(DepartmentCode)
    case supportAnswered
    case unknownRegime(member: String)
    /// The regime does not know this step, or its time is over.
    case noSuchProcedure(Stage)
    case unknownParent
    case parentIsItself
    case parentHasEnded(CaseState)
    /// A report and what is none do not join, nor reports that accuse others: one's people must not read the other.
    case parentOfAnotherKind
    case parentNotDispatched
    /// A report is not split: it shows nobody who asks as it is.
    case alreadyReport
    case onlyConsultations
    case reopeningWindowPassed(Day)
    case reopeningsUsed(times: Int)
    /// The requester can do nothing more here in this state.
    case nothingToRate(CaseState)
    case cannotWithdraw(CaseState)
    case outcomeNotAnAnswer
    case alreadyRated
    /// A case is closed when its requester has been asked, has spoken, or has let the limit pass.
    case requesterNotHeard(until: Instant)
    /// The calendar moves no due instant of the case.
    case nothingToRecount
    /// An ended case is taken up again only when the requester says so.
    case reopeningNotAsked
    case cardIsWithdrawn
    case entryStateForbids(AccountabilityCommand.Action, AccountabilityEntry.State)
    /// Whoever drafted an accountability entry does not publish it.
    case publishesOwnDraft
    /// The list of time limits has no rule for a stage on the day of receipt.
    case noTimeLimit(Stage)
    /// The line has not set a number that decides this.
    case notSet(Setting)
}
