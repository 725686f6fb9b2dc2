import Synchronization

/// One wish of one task, from the moment it waits until it is answered: what a cancellation gets hold of.
final class Ticket: Sendable {
    private enum State {
        case waiting
        case running(Session)
        case cancelled
        case ended
    }

    private let state = Mutex(State.waiting)
    private let onInterrupt: @Sendable () -> Void

    /// - Parameter onInterrupt: called when running work is to stop, for work that waits for something else than the server.
    init(onInterrupt: @escaping @Sendable () -> Void = {}) {
        self.onInterrupt = onInterrupt
    }

    /// The session's thread takes the work up.
    ///
    /// - Returns: false when it was cancelled before.
    func begin(on session: Session) -> Bool {
        state.withLock { state in
            guard case .waiting = state else { return false }
            state = .running(session)
            return true
        }
    }

    func end() {
        state.withLock { $0 = .ended }
    }

    var isCancelled: Bool {
        state.withLock { if case .cancelled = $0 { true } else { false } }
    }

    /// Cancels waiting work, interrupts running work, and leaves ended work alone.
    func cancel() {
        let session: Session? = state.withLock { state in
            switch state {
            case .waiting:
                state = .cancelled
                return nil
            case .running(let session): return session
            case .cancelled, .ended: return nil
            }
        }
        if let session {
            session.interrupt(self)
            onInterrupt()
        }
    }
}
