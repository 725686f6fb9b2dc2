import Casework
import CaseworkSQL
import Cryptography
import Database
import WorkingTime

/// An account as the administrator sees it.
public struct Account: Sendable {
    public let name: String
    public let roles: [String]
    public let department: String?
    /// When its token ends; nil when no token is in force.
    public let tokenExpiresAt: Instant?
}

/// Keeping accounts: for the command line and for the first start of a demonstration.
public struct Accounts: Sendable {
    private let database: Database

    public init(_ database: Database) { self.database = database }

    /// Makes an account and its bearer token: 256 random bits in hexadecimal, of which only the
    /// digest is kept.
    /// - Throws: `DatabaseError` with the constraint that was broken (a name taken, roles that exclude each other).
    public func add(
        name: String, roles: Set<Role>, department: DepartmentCode?, at now: Instant, days: Int
    ) async throws -> String {
        let token = try Self.makeToken()
        let end = Self.end(now, after: days)
        _ = try await database.transaction { transaction in
            try await AccountStore.add(
                name: name, roles: roles, department: department, digest: SHA256.digest(Array(token.utf8)), at: now, until: end,
                in: transaction)
        }
        return token
    }

    /// Ends the tokens of an account and gives it a new one; its roles and department stay. Nil if there is no such account.
    public func renew(name: String, at now: Instant, days: Int) async throws -> String? {
        let token = try Self.makeToken()
        let end = Self.end(now, after: days)
        return try await database.transaction { transaction in
            guard try await AccountStore.revoke(name: name, at: now, in: transaction) != nil else { return nil }
            try await AccountStore.addToken(digest: SHA256.digest(Array(token.utf8)), to: name, at: now, until: end, in: transaction)
            return token
        }
    }

    /// The id of an account by its name.
    public func id(of name: String) async throws -> AccountID? {
        try await database.query("select id from accounts where name = \(name)").first?.decode(AccountID.self)
    }

    private static func makeToken() throws(CryptographyError) -> String {
        try Random.bytes(32).map { byte in
            let text = String(byte, radix: 16)
            return text.utf8.count == 1 ? "0" + text : text
        }.joined()
    }

    private static func end(_ now: Instant, after days: Int) -> Instant {
        Instant(microseconds: now.microseconds + Int64(days) * 86_400_000_000)
    }

    public func list() async throws -> [Account] { try await AccountStore.list(in: database) }

    /// Ends the tokens of an account at once, in every process. Nil if there is no such account.
    public func revoke(name: String, at now: Instant) async throws -> Int? {
        try await AccountStore.revoke(name: name, at: now, in: database)
    }
}

extension ServiceDesk {
    /// Who bears the token, or nil: unknown, expired and revoked look alike.
    public func staff(bearing token: String, at now: Instant) async throws(DeskError) -> Staff? {
        try await desk { try await self.gate.staff(bearing: token, at: now) }
    }
}
