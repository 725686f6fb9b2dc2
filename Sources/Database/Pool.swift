import Logging
import Synchronization

/// Hands connections out in the order in which they are asked for, and opens them when they are first needed.
final class Pool: Sendable {
    struct Waiter {
        let request: Request
        let deadline: ContinuousClock.Instant
    }

    struct State {
        var sessions: [ObjectIdentifier: Session] = [:]
        var connecting = 0
        /// The last one used comes first: its caches are warm.
        var idle: [Session] = []
        var waiters = Queue<Waiter>()
        var backoff = Backoff()
        var notBefore: ContinuousClock.Instant?
        var lastFailure = ""
        var isExpiring = false
        var isClosed = false
        /// Who waits for the last connection to end.
        var drains: [Int: UnsafeContinuation<Bool, Never>] = [:]
        var drainCount = 0

        var connected: Int { sessions.count - connecting }

        func isBackingOff(at now: ContinuousClock.Instant) -> Bool {
            notBefore.map { now < $0 } ?? false
        }
    }

    private enum Step {
        case grant(Session)
        case open(Session)
        case wait
        case refuse(DatabaseError)
    }

    let configuration: DatabaseConfiguration
    let logger: Logger
    let state = Mutex(State())

    init(_ configuration: DatabaseConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    var statistics: PoolStatistics {
        state.withLock { PoolStatistics(open: $0.connected, idle: $0.idle.count, waiting: $0.waiters.count) }
    }

    /// Gives the request to a free connection, or puts it into the queue.
    func submit(_ request: Request) {
        let now = ContinuousClock.now
        let (step, startsExpiry) = state.withLock { state -> (Step, Bool) in
            if state.isClosed { return (.refuse(.closed), false) }
            if let session = state.idle.popLast() { return (.grant(session), false) }
            let isBackingOff = state.isBackingOff(at: now)
            if isBackingOff, state.sessions.isEmpty { return (.refuse(.unavailable(state.lastFailure)), false) }
            state.waiters.append(Waiter(request: request, deadline: now + configuration.checkoutTimeout))
            let startsExpiry = !state.isExpiring
            state.isExpiring = true
            guard !isBackingOff, let session = openOne(&state) else { return (.wait, startsExpiry) }
            return (.open(session), startsExpiry)
        }
        if startsExpiry { expireWaiters() }
        switch step {
        case .grant(let session): session.submit(request)
        case .open(let session): session.start()
        case .wait: break
        case .refuse(let error): request.refuse(error)
        }
        // Cancelled before it was in the queue, where the cancellation could not find it.
        if request.ticket.isCancelled { withdraw(request.ticket) }
    }

    /// Takes a cancelled request out of the queue.
    func withdraw(_ ticket: Ticket) {
        let waiter = state.withLock { $0.waiters.removeFirst { $0.request.ticket === ticket } }
        waiter?.request.refuse(.cancelled)
    }

    func openOne(_ state: inout State) -> Session? {
        guard state.sessions.count < configuration.maximumConnections, state.connecting < state.waiters.count else { return nil }
        let session = Session(pool: self, configuration: configuration)
        state.sessions[ObjectIdentifier(session)] = session
        state.connecting += 1
        return session
    }

    /// All waiters have the same patience, so that the first in the queue is the first to lose it.
    private func expireWaiters() {
        Task { [weak self] in
            while let deadline = self?.expire(at: .now) {
                try? await Task.sleep(until: deadline, clock: .continuous)
            }
        }
    }

    private func expire(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        let (expired, next) = state.withLock { state in
            var expired: [Request] = []
            while let first = state.waiters.first, first.deadline <= now {
                _ = state.waiters.popFirst()
                expired.append(first.request)
            }
            state.isExpiring = !state.waiters.isEmpty
            return (expired, state.waiters.first?.deadline)
        }
        expired.forEach { $0.refuse(.checkoutTimeout) }
        return next
    }
}
