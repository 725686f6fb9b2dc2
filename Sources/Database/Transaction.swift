/// A transaction that is open on one connection. After its end every call throws `.closed`.
public struct Transaction: Queryable {
    private let session: Session
    private let lease: UInt64

    /// Takes a connection from the pool and opens a transaction on it.
    static func begin(on pool: Pool, _ isolation: IsolationLevel, readOnly: Bool) async throws(DatabaseError) -> Transaction {
        let text = "begin isolation level \(isolation.rawValue), \(readOnly ? "read only" : "read write")"
        return try await pool.ask(.opening) { wire, session throws(DatabaseError) in
            wire.firstFailure = nil
            try wire.simple(text)
            return Transaction(session: session, lease: session.lease)
        }
    }

    public func query(_ sql: SQL) async throws(DatabaseError) -> [Row] {
        try await run(sql).rows
    }

    @discardableResult
    public func execute(_ sql: SQL) async throws(DatabaseError) -> Int {
        try await run(sql).affectedRows
    }

    /// Runs a text of any number of statements, without parameters.
    ///
    /// - Throws: `.server` with SQLSTATE 25P01 when the text itself ends the transaction; its statements may then stand.
    public func script(_ text: String) async throws(DatabaseError) {
        try await ask { wire, _ throws(DatabaseError) in
            try wire.simple(text)
            guard wire.isInTransaction else {
                throw .server(ServerError(sqlState: "25P01", message: "the script ended the transaction it ran in"))
            }
        }
    }

    /// Makes it lasting. Not cancellable: half-way there is no knowing.
    func commit() async throws(DatabaseError) {
        try await Request.insist(.closing(lease: lease), submit: session.submit) { wire, _ throws(DatabaseError) in
            let answer: ResultSet
            do throws(DatabaseError) {
                answer = try wire.simple("commit")
            } catch .unavailable {
                throw .unavailable("the connection was lost during commit; whether it took effect is unknown")
            }
            // After a failed statement COMMIT is answered by a rollback, without any error.
            guard answer.commandTag == "COMMIT" else {
                throw wire.firstFailure ?? .server(ServerError(sqlState: "25P02", message: "the transaction had failed before commit"))
            }
        }
    }

    /// Undoes it.
    ///
    /// - Returns: the failure that had stopped the transaction on the server, whatever became of it since.
    func rollback() async -> DatabaseError? {
        let failure = try? await Request.insist(.closing(lease: lease), submit: session.submit) { wire, _ throws(DatabaseError) in
            let failure = wire.firstFailure
            wire.settle()
            return failure
        }
        return failure ?? nil
    }

    private func run(_ sql: SQL) async throws(DatabaseError) -> ResultSet {
        let (text, parameters) = (sql.text, sql.parameters)
        return try await ask { wire, _ throws(DatabaseError) in try wire.run(text, parameters) }
    }

    private func ask<Answer: Sendable>(_ work: @escaping Request.Work<Answer>) async throws(DatabaseError) -> Answer {
        try await Request.ask(.within(lease: lease), submit: session.submit, withdraw: { _ in }, work: work)
    }
}
