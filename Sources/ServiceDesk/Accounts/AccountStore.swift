import Casework
import CaseworkSQL
import Database
import WorkingTime

/// The accounts' rows.
enum AccountStore {
    static func find(digest: [UInt8], in database: some Queryable) async throws -> (staff: Staff, expiresAt: Instant)? {
        let rows = try await database.query(
            """
            select a.id, a.name, a.roles, a.department, t.expires_at
            from account_tokens t join accounts a on a.id = t.account
            where t.digest = \(digest) and t.revoked_at is null
            """)
        guard let row = rows.first else { return nil }
        let (id, name, roles, department, expiresAt) = try row.decode((AccountID, String, [String], DepartmentCode?, Instant).self)
        return (Staff(id: id, name: name, roles: Set(roles.compactMap(Role.init)), department: department), expiresAt)
    }

    /// Of these tokens those that are in force, each with its bearer.
    static func find(digests: [[UInt8]], at now: Instant, in database: some Queryable) async throws -> [[UInt8]: Staff] {
        let rows = try await database.query(
            """
            select t.digest, a.id, a.name, a.roles, a.department
            from account_tokens t join accounts a on a.id = t.account
            where t.digest = any(\(digests)) and t.revoked_at is null and t.expires_at > \(now)
            """)
        var found: [[UInt8]: Staff] = [:]
        for row in rows {
            let (digest, id, name, roles, department) = try row.decode(([UInt8], AccountID, String, [String], DepartmentCode?).self)
            found[digest] = Staff(id: id, name: name, roles: Set(roles.compactMap(Role.init)), department: department)
        }
        return found
    }

    static func add(
        name: String, roles: Set<Role>, department: DepartmentCode?, digest: [UInt8], at now: Instant, until end: Instant,
        in transaction: Transaction
    ) async throws -> AccountID {
        let rows = try await transaction.query(
            """
            insert into accounts (name, roles, department, created_at)
            values (\(name), \(roles.map(\.rawValue).sorted()), \(department?.rawValue), \(now)) returning id
            """)
        guard let id = try rows.first?.decode(Int.self) else { throw DeskError.failed("account not inserted") }
        try await transaction.execute(
            """
            insert into account_tokens (digest, account, created_at, expires_at) values (\(digest), \(id), \(now), \(end))
            """)
        return AccountID(rawValue: id)
    }

    static func addToken(
        digest: [UInt8], to name: String, at now: Instant, until end: Instant, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            insert into account_tokens (digest, account, created_at, expires_at)
            select \(digest), id, \(now), \(end) from accounts where name = \(name)
            """)
    }

    static func list(in database: some Queryable) async throws -> [Account] {
        try await database.query(
            """
            select a.name, a.roles, a.department, max(t.expires_at) filter (where t.revoked_at is null)
            from accounts a left join account_tokens t on t.account = a.id
            group by a.id order by a.name
            """
        ).map { row in
            let (name, roles, department, expiresAt) = try row.decode((String, [String], String?, Instant?).self)
            return Account(name: name, roles: roles, department: department, tokenExpiresAt: expiresAt)
        }
    }

    /// Ends the tokens of an account. The number that were in force.
    static func revoke(name: String, at now: Instant, in database: some Queryable) async throws -> Int? {
        guard try await database.query("select 1 from accounts where name = \(name)").isEmpty == false else { return nil }
        return try await database.execute(
            """
            update account_tokens t set revoked_at = \(now)
            from accounts a where a.id = t.account and a.name = \(name) and t.revoked_at is null
            """)
    }
}
