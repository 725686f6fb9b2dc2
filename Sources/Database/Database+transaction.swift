extension Database {
    /// Runs `body` in a transaction, commits when it returns and rolls back when it throws.
    ///
    /// After a serialisation failure, a deadlock or a change of the schema under a prepared statement the whole body runs
    /// again, up to eight times in all: it must have no other effects than those on the database. The failure is
    /// recognised even where the body has turned it into an error of its own.
    ///
    /// - Throws: what the body throws, or a `DatabaseError` of BEGIN or COMMIT; `.cancelled` when the task has been
    ///   cancelled by the time the body returns, and nothing is then committed.
    public nonisolated(nonsending) func transaction<T: Sendable>(
        isolation: IsolationLevel = .readCommitted, readOnly: Bool = false,
        _ body: nonisolated(nonsending) (Transaction) async throws -> T
    ) async throws -> T {
        let attempts = 8
        var attempt = 1
        while true {
            let transaction = try await Transaction.begin(on: pool, isolation, readOnly: readOnly)
            let failure: any Error
            var cause: DatabaseError?
            do {
                let value = try await body(transaction)
                if Task.isCancelled { throw DatabaseError.cancelled }
                do throws(DatabaseError) {
                    try await transaction.commit()
                    return value
                } catch {
                    failure = error
                    cause = error
                }
            } catch {
                failure = error
                cause = await transaction.rollback()
            }
            guard cause?.isWorthRepeating ?? false, attempt < attempts, !Task.isCancelled else { throw failure }
            // Those who collided do not meet again at once.
            try? await Task.sleep(for: .milliseconds(Int.random(in: 0...(2 << min(attempt, 6)))))
            attempt += 1
        }
    }
}
