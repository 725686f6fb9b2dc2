import CPostgres
import Logging

/// One connection and the thread that owns it.
///
/// The thread connects, then serves requests in order until the connection breaks or is no longer wanted.
/// Nothing else ever touches the `PGconn`, but for libpq's cancel handle, which is made for other threads.
final class Session: Sendable {
    private struct State {
        var requests = Queue<Request>()
        var running: Ticket?
        /// Numbers the times that the connection is handed out: who comes with an old number is refused.
        var lease: UInt64 = 0
        var canceller: Canceller?
        var isInterrupting = false
        var isStopping = false
        /// Why no more requests are taken.
        var ended: DatabaseError?
    }

    private let gate = Gate(State())
    private let pool: Pool
    private let configuration: DatabaseConfiguration

    init(pool: Pool, configuration: DatabaseConfiguration) {
        self.pool = pool
        self.configuration = configuration
    }

    func start() {
        let started = OwnedThread.start { [self] in main() }
        if !started { pool.failed(self, reason: "no thread for the connection") }
    }

    var lease: UInt64 { gate.withLock { $0.lease } }

    /// Puts a request behind the others.
    func submit(_ request: Request) {
        let refusal: DatabaseError? = gate.change { state in
            if let ended = state.ended { return ended }
            switch request.span {
            case .single, .opening: break
            case .within(let lease):
                guard lease == state.lease else { return .closed }
            case .closing(let lease):
                guard lease == state.lease else { return .closed }
                // From here on nothing slips in behind COMMIT.
                state.lease += 1
            }
            state.requests.append(request)
            return nil
        }
        if let refusal { request.refuse(refusal) }
    }

    /// Ends the thread once it has nothing left to do.
    func stop() {
        gate.change { $0.isStopping = true }
    }

    /// Interrupts what is running and takes no more.
    func abort() {
        let running: Ticket? = gate.change { state in
            state.ended = .closed
            state.isStopping = true
            return state.running
        }
        running?.cancel()
    }

    /// Cuts the connection, where interrupting has not helped.
    func sever() {
        let canceller = gate.withLock { $0.canceller }
        canceller?.sever()
    }

    /// Cancels the running statement if it is this ticket's; returns at once.
    func interrupt(_ ticket: Ticket) {
        let canceller: Canceller? = gate.withLock { state in
            guard state.running === ticket, !state.isInterrupting, let canceller = state.canceller else { return nil }
            state.isInterrupting = true
            return canceller
        }
        guard let canceller else { return }
        let started = OwnedThread.start { [self] in insist(on: ticket, canceller) }
        if !started { gate.change { $0.isInterrupting = false } }
    }

    /// A request that reaches the server just before the statement does nothing, so it is repeated until the statement has ended.
    private func insist(on ticket: Ticket, _ canceller: Canceller) {
        var hasEnded: Bool?
        while hasEnded == nil {
            canceller.cancel()
            hasEnded = gate.wait(milliseconds: 100) { $0.running === ticket ? nil : true }
        }
        gate.change { $0.isInterrupting = false }
    }
}

// MARK: - On the thread

extension Session {
    private func main() {
        switch Wire.connect(configuration) {
        case .failure(let failure):
            gate.withLock { $0.ended = .unavailable(failure.reason) }
            pool.failed(self, reason: failure.reason)
        case .success(let wire):
            gate.withLock { $0.canceller = wire.canceller }
            pool.connected(self)
            while let request = nextRequest() {
                guard serve(request, on: wire) else { break }
            }
            end(wire)
        }
    }

    private func nextRequest() -> Request? {
        gate.wait { state -> Request?? in
            // What is left then is refused at the end.
            if state.ended != nil { return .some(nil) }
            guard let request = state.requests.popFirst() else { return state.isStopping ? .some(nil) : nil }
            // In one step, so that whoever aborts the session finds either the queue or what runs.
            state.running = request.ticket
            return .some(request)
        }
    }

    /// - Returns: false when the connection is of no more use.
    private func serve(_ request: Request, on wire: Wire) -> Bool {
        var isFirst = false
        switch request.span {
        case .single, .opening: isFirst = true
        case .within, .closing: break
        }
        // Nothing has been sent yet, so another connection may serve it as if this one had never been tried.
        if isFirst, wire.hasDied {
            gate.withLock { $0.running = nil }
            pool.lost(self, before: request)
            return false
        }
        guard request.ticket.begin(on: self) else {
            return finish(request, Request.Completion(failed: true) { request.refuse(.cancelled) }, on: wire)
        }
        let completion = request.perform(wire, self)
        request.ticket.end()
        return finish(request, completion, on: wire)
    }

    private func finish(_ request: Request, _ completion: Request.Completion, on wire: Wire) -> Bool {
        // A cancel request under way must not hit the next statement.
        let wasInterrupted = gate.withLock { state in
            state.running = nil
            return state.isInterrupting
        }
        if wasInterrupted {
            gate.change { _ in }
            gate.wait { $0.isInterrupting ? nil : () }
        }
        let isOver =
            switch request.span {
            case .single, .closing: true
            case .opening: completion.failed
            case .within: false
            }
        if isOver { wire.settle() }
        if wire.isBroken {
            gate.withLock { $0.ended = $0.ended ?? .connectionLost }
            pool.remove(self)
        } else if isOver {
            gate.withLock { $0.lease += 1 }
            pool.release(self)
        }
        completion.resume()
        return !wire.isBroken
    }

    private func end(_ wire: Wire) {
        let (left, ended) = gate.withLock { state in
            let ended = state.ended ?? .closed
            state.ended = ended
            state.canceller = nil
            return (state.requests.removeAll(), ended)
        }
        left.forEach { $0.refuse(ended) }
        wire.close()
        pool.remove(self)
    }
}
