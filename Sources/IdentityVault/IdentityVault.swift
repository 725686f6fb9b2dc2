import Cryptography
import Database
import WorkingTime

/// The requesters' identities: sealed at rest, apart from the cases, opened only against a
/// recorded reason. It knows bytes, not people: what is inside is the caller's.
public struct IdentityVault: Sendable {
    private let key: SecretKey

    public init(key: SecretKey) {
        self.key = key.derived("requester identities")
    }

    /// An identity ready to be stored, and the opaque key by which a case refers to it.
    public struct Sealed: Sendable {
        public let token: [UInt8]
        public let bytes: [UInt8]
    }

    public func seal(_ plain: [UInt8]) throws(CryptographyError) -> Sealed {
        let token = try Random.bytes(16)
        return Sealed(token: token, bytes: try AES256GCM.seal(plain, authenticating: token, with: key))
    }

    /// The statement that stores identities given by a query of (token, sealed, sealed_at), to
    /// stand as one part of the caller's statement.
    public func deposit(_ rows: SQL) -> SQL {
        "insert into requester_identities (token, sealed, sealed_at) \(rows)"
    }

    /// Opens an identity and records who did, why and when, in the caller's transaction. Nil if
    /// the identity was erased.
    public func open(
        _ token: [UInt8], for account: Int, purpose: String, at now: Instant, in transaction: Transaction
    ) async throws -> [UInt8]? {
        let rows = try await transaction.query(
            """
            with opening as (
                insert into identity_openings (token, account, purpose, opened_at)
                select token, \(account), \(purpose), \(now) from requester_identities where token = \(token)
            )
            select sealed from requester_identities where token = \(token)
            """)
        guard let sealed = try rows.first?.decode([UInt8].self) else { return nil }
        return try AES256GCM.open(sealed, authenticating: token, with: key)
    }
}
