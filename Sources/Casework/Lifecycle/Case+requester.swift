/// Why somebody is shown who asks.
public enum RequesterPurpose: String, Sendable {
    case handling
    case callback = "calling back about"
}

extension Case {
    /// Handlers of complaints see contact details only while they handle, supervisors while they are to call back; of what is or
    /// ever was a report nobody sees any. Nil: there is no reason.
    /// - Parameter isToBeCalled: a sample was drawn of which it is one, and its requester has not been reached.
    public func reasonToKnowRequester(for staff: Staff, isToBeCalled: Bool) -> RequesterPurpose? {
        guard !filedAsReport, kind != .report else { return nil }
        if state == .handling || state == .suspended, staff.holds(anyOf: [.handler, .departmentHead]), staff.department == lead {
            return .handling
        }
        let waits = state == .callback || state == .closed && isToBeCalled
        return waits && staff.holds(.supervisor) ? .callback : nil
    }
}
