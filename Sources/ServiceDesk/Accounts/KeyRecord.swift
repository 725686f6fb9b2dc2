import Cryptography
import Database

/// By what a database knows its master key: a digest that tells nothing of the key.
public struct KeyRecord: Sendable {
    private let database: Database

    public init(_ database: Database) { self.database = database }

    /// Whether some key has been used with the database.
    public var exists: Bool {
        get async throws { try await !database.query("select 1 from master_key").isEmpty }
    }

    /// Records the key of the first start, and knows it at every later one.
    /// - Throws: `DeskError.anotherKey`; `DatabaseError`.
    func hold(_ key: SecretKey) async throws {
        let fingerprint = key.derived("fingerprint").withUnsafeBytes { SHA256.digest($0) }
        try await database.execute("insert into master_key (fingerprint) values (\(fingerprint)) on conflict do nothing")
        let known = try await database.query("select fingerprint from master_key").first?.decode([UInt8].self)
        guard let known, constantTimeEquals(known, fingerprint) else { throw DeskError.anotherKey }
    }
}
