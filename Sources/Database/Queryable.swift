/// What statements can be sent to: the pool, or a transaction.
public protocol Queryable: Sendable {
    /// Runs one statement and returns its rows.
    ///
    /// - Throws: any `DatabaseError` but `.decoding`.
    func query(_ sql: SQL) async throws(DatabaseError) -> [Row]

    /// Runs one statement and returns the number of rows it affected.
    ///
    /// - Throws: any `DatabaseError` but `.decoding`.
    @discardableResult
    func execute(_ sql: SQL) async throws(DatabaseError) -> Int
}
