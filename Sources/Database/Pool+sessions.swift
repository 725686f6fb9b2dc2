import Logging
import Synchronization

// What sessions tell the pool, from their own threads.
extension Pool {
    func connected(_ session: Session) {
        state.withLock { state in
            state.connecting -= 1
            state.backoff.reset()
            state.notBefore = nil
        }
        release(session)
    }

    func failed(_ session: Session, reason: String) {
        logger.warning("database connection failed", metadata: ["reason": "\(reason)"])
        let refused = state.withLock { state -> [Request] in
            state.sessions[ObjectIdentifier(session)] = nil
            state.connecting -= 1
            state.lastFailure = reason
            // Several that fail together are one failure.
            let now = ContinuousClock.now
            if !state.isBackingOff(at: now) { state.notBefore = now + state.backoff.next() }
            return refusing(&state)
        }
        refused.forEach { $0.refuse(.unavailable(reason)) }
    }

    /// The connection is free: the next in the queue has it.
    func release(_ session: Session) {
        let (isClosed, next) = state.withLock { state -> (Bool, Waiter?) in
            if state.isClosed { return (true, nil) }
            if let waiter = state.waiters.popFirst() { return (false, waiter) }
            state.idle.append(session)
            return (false, nil)
        }
        if isClosed { session.stop() }
        if let next { session.submit(next.request) }
    }

    /// The connection died while idle; the request that it was given goes to another, before all others.
    ///
    /// The others may be as dead, and each says so in its turn.
    func lost(_ session: Session, before request: Request) {
        logger.info("idle database connection lost")
        let (idle, opened, refused, error) = state.withLock { state -> (Session?, Session?, [Request], DatabaseError) in
            state.sessions[ObjectIdentifier(session)] = nil
            if state.isClosed { return (nil, nil, [request] + refusing(&state), .closed) }
            if let idle = state.idle.popLast() { return (idle, nil, [], .closed) }
            state.waiters.prepend(Waiter(request: request, deadline: .now + configuration.checkoutTimeout))
            if state.isBackingOff(at: .now) { return (nil, nil, refusing(&state), .unavailable(state.lastFailure)) }
            return (nil, openOne(&state), [], .closed)
        }
        idle?.submit(request)
        opened?.start()
        refused.forEach { $0.refuse(error) }
        if request.ticket.isCancelled { withdraw(request.ticket) }
    }

    /// The connection is gone; whoever waits gets another in its place.
    func remove(_ session: Session) {
        let (replacement, refused, reason) = state.withLock { state -> (Session?, [Request], String) in
            guard state.sessions.removeValue(forKey: ObjectIdentifier(session)) != nil else { return (nil, [], "") }
            // A closed pool has refused all who waited.
            if state.isClosed || state.isBackingOff(at: .now) { return (nil, refusing(&state), state.lastFailure) }
            return (openOne(&state), [], "")
        }
        refused.forEach { $0.refuse(.unavailable(reason)) }
        replacement?.start()
    }

    /// Nobody waits for a connection that nobody is going to make.
    private func refusing(_ state: inout State) -> [Request] {
        guard state.sessions.isEmpty else { return [] }
        state.drains.values.forEach { $0.resume(returning: true) }
        state.drains = [:]
        return state.waiters.removeAll().map(\.request)
    }
}
