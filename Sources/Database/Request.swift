/// A piece of work for a connection's thread, and the way back to whoever asked.
struct Request: Sendable {
    enum Span {
        /// Takes a connection from the pool and gives it back.
        case single
        /// Takes a connection from the pool and, when it succeeds, keeps it.
        case opening
        /// On the connection that is kept under this lease.
        case within(lease: UInt64)
        /// The same, and then the connection goes back to the pool.
        case closing(lease: UInt64)
    }

    /// What has come of it; `resume` is called once the connection is free again, so that the task finds it.
    struct Completion {
        let failed: Bool
        let resume: @Sendable () -> Void
    }

    let span: Span
    let ticket: Ticket
    let perform: @Sendable (Wire, Session) -> Completion
    let refuse: @Sendable (DatabaseError) -> Void
}

extension Request {
    typealias Work<Answer> = @Sendable (Wire, Session) throws(DatabaseError) -> Answer

    /// Suspends the task until the work is done, and withdraws or interrupts it when the task is cancelled.
    static func ask<Answer: Sendable>(
        _ span: Span, submit: (Request) -> Void, withdraw: @escaping @Sendable (Ticket) -> Void, work: @escaping Work<Answer>
    ) async throws(DatabaseError) -> Answer {
        let ticket = Ticket()
        return try await withTaskCancellationHandler {
            await wait(span, ticket: ticket, submit: submit, work: work)
        } onCancel: {
            ticket.cancel()
            withdraw(ticket)
        }.get()
    }

    /// Suspends the task until the work is done, whether the task is cancelled or not.
    static func insist<Answer: Sendable>(
        _ span: Span, submit: (Request) -> Void, work: @escaping Work<Answer>
    ) async throws(DatabaseError) -> Answer {
        try await wait(span, ticket: Ticket(), submit: submit, work: work).get()
    }

    private static func wait<Answer: Sendable>(
        _ span: Span, ticket: Ticket, submit: (Request) -> Void, work: @escaping Work<Answer>
    ) async -> Result<Answer, DatabaseError> {
        // Unsafe spares the bookkeeping of a checked one; every request is performed or refused exactly once,
        // since each owner (pool queue, session queue, session thread) takes it out before it passes it on.
        await withUnsafeContinuation { continuation in
            let perform: @Sendable (Wire, Session) -> Completion = { wire, session in
                do throws(DatabaseError) {
                    let answer = try work(wire, session)
                    return Completion(failed: false) { continuation.resume(returning: .success(answer)) }
                } catch {
                    let error = error
                    return Completion(failed: true) { continuation.resume(returning: .failure(error)) }
                }
            }
            submit(Request(span: span, ticket: ticket, perform: perform) { continuation.resume(returning: .failure($0)) })
        }
    }
}
