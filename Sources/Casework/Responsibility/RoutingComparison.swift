/// What a change of the map would have done to one request.
public struct RoutingComparison: Hashable, Sendable {
    public enum Effect: String, CaseIterable, Sendable {
        case unchanged
        /// The same department leads, others support it.
        case supportingChanged = "supporting_changed"
        /// Another department leads.
        case moved
        /// A department leads where a dispatcher had to decide.
        case newlyCertain = "newly_certain"
        /// A dispatcher must decide where a department led.
        case newlyUncertain = "newly_uncertain"
    }

    public let effect: Effect
    /// Who leads by the map as it is; nil for the dispatcher's queue.
    public let from: DepartmentCode?
    /// Who leads by the changed map.
    public let to: DepartmentCode?

    public init(from before: RoutingDecision, to after: RoutingDecision) {
        from = before.lead
        to = after.lead
        effect =
            switch (before.lead, after.lead) {
            case (nil, nil): .unchanged
            case (nil, _?): .newlyCertain
            case (_?, nil): .newlyUncertain
            case (let from?, let to?) where from != to: .moved
            default: Set(before.supporting) == Set(after.supporting) ? .unchanged : .supportingChanged
            }
    }
}
