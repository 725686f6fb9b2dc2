/// Where a case stands. Supporting departments, urges and supervision orders are overlays, not states.
public enum CaseState: String, CaseIterable, Sendable, Hashable {
    /// Waits for a dispatcher, or passes at once when the responsibility map is certain.
    /// Can transition to: `dispatched`.
    case received
    /// Sent to a lead department; the sign clock runs.
    /// Left by the department (accepts, or says "not ours").
    /// Can transition to: `handling`, `returning`.
    case dispatched
    /// The department says "not ours", with a legal reason and whose it is; the total clock keeps running.
    /// Left by a dispatcher's ruling.
    /// Can transition to: `dispatched`.
    case returning
    /// Accepted; the department works on it.
    /// Can transition to: `replied`, `returning` (inside the return limit only).
    case handling
    /// The requester is answered and feedback is given; waits for a supervisor's review.
    /// Can transition to: `callback`, `handling` (sent back with reasons).
    case replied
    /// Reviewed; waits for what the requester says, or for the limit.
    /// Can transition to: `closed`.
    case callback
    /// Ended with an outcome.
    case closed
}

/// What the department says the answer amounts to. Closing is not solving.
public enum Outcome: String, CaseIterable, Sendable, Hashable {
    case solved, explained, interim
}
