public import Logging
import Synchronization

/// PostgreSQL as a pool of connections.
///
/// Connections open when they are first needed, each on a thread of its own, and are handed out in the order of asking.
/// Statements are prepared once for each connection and text. A cancelled task cancels its statement.
public final class Database: Queryable, Sendable {
    let pool: Pool
    /// Nothing once the database is closed.
    private let listeners = Mutex<[ObjectIdentifier: Listener]?>([:])

    public init(_ configuration: DatabaseConfiguration, logger: Logger) {
        pool = Pool(configuration, logger: logger)
    }

    deinit {
        pool.abandon()
        stopListeners()
    }

    public func query(_ sql: SQL) async throws(DatabaseError) -> [Row] {
        try await run(sql).rows
    }

    @discardableResult
    public func execute(_ sql: SQL) async throws(DatabaseError) -> Int {
        try await run(sql).affectedRows
    }

    /// One round trip to the server.
    public func ping() async throws(DatabaseError) {
        _ = try await run("select 1")
    }

    public var statistics: PoolStatistics { pool.statistics }

    /// Refuses new work with `.closed`, lets running statements and transactions end for up to `limit`, cancels what is
    /// left, and closes the connections: within a second more, those too whose server does not answer.
    public func close(within limit: Duration = .seconds(5)) async {
        stopListeners()
        await pool.close(within: limit)
    }

    private func run(_ sql: SQL) async throws(DatabaseError) -> ResultSet {
        let (text, parameters) = (sql.text, sql.parameters)
        return try await pool.ask(.single) { wire, _ throws(DatabaseError) in try wire.run(text, parameters) }
    }
}

extension Pool {
    func ask<Answer: Sendable>(_ span: Request.Span, work: @escaping Request.Work<Answer>) async throws(DatabaseError) -> Answer {
        try await Request.ask(span, submit: submit, withdraw: withdraw, work: work)
    }
}

// MARK: - Listening

extension Database {
    /// Notifications of the channels, on a connection of its own outside the pool.
    ///
    /// The connection is made again after each loss. What was notified meanwhile is lost, so that after each
    /// `.connected` the listener must read again what it watches. The same event follows when a listener is so slow
    /// that notifications had to be dropped. The stream ends when the database is closed.
    public func listen(_ channels: [String]) -> AsyncStream<ListenEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: ListenEvent.self, bufferingPolicy: .bufferingNewest(1024))
        guard let listener = Listener(pool.configuration, channels: channels, logger: pool.logger, continuation) else {
            continuation.finish()
            return stream
        }
        let key = ObjectIdentifier(listener)
        continuation.onTermination = { [weak self] _ in
            listener.stop()
            _ = self?.listeners.withLock { $0?.removeValue(forKey: key) }
        }
        let isOpen = listeners.withLock { listeners in
            listeners?[key] = listener
            return listeners != nil
        }
        if isOpen { listener.start() } else { continuation.finish() }
        return stream
    }

    private func stopListeners() {
        let all = listeners.withLock { listeners in
            defer { listeners = nil }
            return listeners.map { Array($0.values) } ?? []
        }
        all.forEach { $0.stop() }
    }
}
