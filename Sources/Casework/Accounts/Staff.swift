/// The identity of an account.
public struct AccountID: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
}

/// Somebody who signed in, as the rules see them.
public struct Staff: Sendable, Hashable {
    public let id: AccountID
    public let name: String
    public let roles: Set<Role>
    /// The department the account works for. Handlers and heads always have one.
    public let department: DepartmentCode?

    public init(id: AccountID, name: String, roles: Set<Role>, department: DepartmentCode?) {
        self.id = id
        self.name = name
        self.roles = roles
        self.department = department
    }

    public func holds(_ role: Role) -> Bool { roles.contains(role) }
    public func holds(anyOf wanted: Set<Role>) -> Bool { !roles.isDisjoint(with: wanted) }
}
