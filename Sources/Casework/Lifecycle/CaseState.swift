/// Where a case stands. Supporting departments, urges, supervision orders, extensions, complex classification and parking
/// are overlays, not states.
public enum CaseState: String, CaseIterable, Sendable, Hashable {
    /// Waits for a dispatcher, or passes at once when the responsibility map is certain.
    /// Can transition to: `dispatched`, `answered_directly`, `refused`, `merged`, `withdrawn`.
    case received
    /// Sent to a lead department; the sign clock runs.
    /// Left by the department (accepts, says "not ours", or asks the requester for a correction).
    /// Can transition to: `handling`, `returning`, `suspended`, `withdrawn`.
    case dispatched
    /// The department says "not ours", with a legal reason and whose it is; the total clock keeps running.
    /// Left by a dispatcher's ruling.
    /// Can transition to: `dispatched`, `withdrawn`.
    case returning
    /// Accepted; the department works on it.
    /// Can transition to: `suspended`, `replied`, `returning` (inside the return limit only), `refused` (by a dispatcher), `withdrawn`;
    /// `dispatched`, where a report is taken from whom it accuses.
    case handling
    /// Rests for a named reason until the day on which that is looked at again; the remainder of the limit is kept.
    /// Left by the department or a supervisor, or by the line itself on that day.
    /// Can transition to: `handling`, `withdrawn` (also where a correction never came); `dispatched`, as above.
    case suspended
    /// The requester is answered and feedback is given; waits for a supervisor's review.
    /// Can transition to: `callback`, `handling` (sent back with reasons); `dispatched`, as above.
    case replied
    /// Reviewed; waits for what the requester says, or for the limit.
    /// Can transition to: `closed`, `handling` (rework); `dispatched`, as above.
    case callback
    /// Ended with an outcome.
    /// Can transition to: `handling` (reopened within the window).
    case closed
    /// 直办: a consultation answered at once, without a department.
    /// Can transition to: `received` (reopened).
    case answeredDirectly = "answered_directly"
    /// 不予受理: not taken up, with the ground and the right route.
    /// Can transition to: `handling` or, where no department had it, `received` (reopened).
    case refused
    /// 并案: a repeat that joined its parent, whose answer is its own.
    /// Can transition to: `received` (reopened: it is another matter after all).
    case merged
    /// 撤回: taken back by its requester. A report goes on instead.
    /// Can transition to: `handling`, where nobody had signed it `dispatched`, or, where no department had it, `received` (reopened).
    case withdrawn

    public var isEnded: Bool {
        switch self {
        case .closed, .answeredDirectly, .refused, .merged, .withdrawn: true
        case .received, .dispatched, .returning, .handling, .suspended, .replied, .callback: false
        }
    }
}

extension CaseState {
    /// Where it can go in one step.
    public var transitions: Set<CaseState> {
        switch self {
        case .received: [.dispatched, .answeredDirectly, .refused, .merged, .withdrawn]
        case .dispatched: [.handling, .returning, .suspended, .withdrawn]
        case .returning: [.dispatched, .withdrawn]
        case .handling: [.suspended, .replied, .returning, .refused, .withdrawn, .dispatched]
        case .suspended: [.handling, .withdrawn, .dispatched]
        case .replied: [.callback, .handling, .dispatched]
        case .callback: [.closed, .handling, .dispatched]
        case .closed: [.handling]
        case .answeredDirectly, .merged: [.received]
        case .refused: [.handling, .received]
        case .withdrawn: [.handling, .dispatched, .received]
        }
    }
}

/// What a case came to. Closing is not solving.
public enum Outcome: String, CaseIterable, Sendable, Hashable {
    case solved, explained, interim
    case refused, merged, withdrawn

    /// Those that a department's answer or a supervisor's closing can claim; the others come with their state.
    public static let answers: Set<Outcome> = [.solved, .explained, .interim]
}
