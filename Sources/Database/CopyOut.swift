/// The output of a COPY … TO STDOUT, in chunks of about 32 KiB that break lines anywhere.
///
/// The statement starts with the first chunk that is asked for, and waits when the reader is slow. Leaving the loop, or
/// cancelling the task, stops it. Each iterator runs the statement anew.
public struct CopyOut: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = DatabaseError

    let pool: Pool
    let sql: SQL
    let timeout: Duration

    public func makeAsyncIterator() -> Iterator {
        Iterator(reader: Reader(pool: pool, sql: sql, timeout: timeout))
    }

    public struct Iterator: AsyncIteratorProtocol {
        let reader: Reader

        public mutating func next() async throws(DatabaseError) -> [UInt8]? {
            try await reader.next()
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(DatabaseError) -> [UInt8]? {
            try await reader.next()
        }
    }

    /// Lives as long as the iterator; its end is the reader's leaving.
    final class Reader: Sendable {
        private let start: @Sendable () -> Void
        private let stop: @Sendable () -> Void
        private let buffer: CopyBuffer

        init(pool: Pool, sql: SQL, timeout: Duration) {
            let buffer = CopyBuffer()
            let ticket = Ticket(onInterrupt: { buffer.abandon() })
            self.buffer = buffer
            start = {
                do throws(DatabaseError) {
                    let text = try sql.textWithLiterals()
                    pool.submit(Self.request(text, ticket, timeout: timeout, into: buffer))
                } catch {
                    buffer.finish(error)
                }
            }
            stop = {
                buffer.abandon()
                ticket.cancel()
                pool.withdraw(ticket)
            }
        }

        deinit { stop() }

        func next() async throws(DatabaseError) -> [UInt8]? {
            if buffer.isFirstRead { start() }
            return try await withTaskCancellationHandler {
                await buffer.next()
            } onCancel: {
                stop()
            }.get()
        }

        private static func request(_ text: String, _ ticket: Ticket, timeout: Duration, into buffer: CopyBuffer) -> Request {
            Request(
                span: .single, ticket: ticket,
                perform: { wire, _ in
                    do throws(DatabaseError) {
                        try wire.copyOut(text, timeout: timeout, into: buffer)
                        return Request.Completion(failed: false) { buffer.finish(nil) }
                    } catch {
                        let error = error
                        return Request.Completion(failed: true) { buffer.finish(error) }
                    }
                },
                refuse: { buffer.finish($0) })
        }
    }
}

extension Database {
    /// Streams the output of a whole `copy (…) to stdout …` statement.
    ///
    /// COPY takes no parameters: those of `sql` are written into its text as quoted literals. It runs in a read-only
    /// transaction and holds a connection until it ends.
    ///
    /// - Parameter timeout: takes the place of `statementTimeout`, since the time that the reader takes counts too.
    public func copyOut(_ sql: SQL, timeout: Duration = .seconds(600)) -> CopyOut {
        CopyOut(pool: pool, sql: sql, timeout: timeout)
    }
}
