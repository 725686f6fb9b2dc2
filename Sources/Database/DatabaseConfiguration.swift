/// Where the database is and how it is used.
public struct DatabaseConfiguration: Sendable {
    /// A libpq connection string: `postgresql://…`, or `host=… dbname=…`. May hold a password.
    public var conninfo: String
    public var maximumConnections: Int
    /// How long one statement may run; set on the server at connection start.
    public var statementTimeout: Duration
    /// How long a task waits for a free connection.
    public var checkoutTimeout: Duration
    /// What `pg_stat_activity` shows, unless the connection string names another.
    public var applicationName: String

    public init(
        conninfo: String, maximumConnections: Int = 8, statementTimeout: Duration = .seconds(30),
        checkoutTimeout: Duration = .seconds(5), applicationName: String = "hotline"
    ) {
        precondition(maximumConnections > 0, "a pool needs at least one connection")
        self.conninfo = conninfo
        self.maximumConnections = maximumConnections
        self.statementTimeout = statementTimeout
        self.checkoutTimeout = checkoutTimeout
        self.applicationName = applicationName
    }
}

extension DatabaseConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where the connections go, without the password.
    public var description: String {
        let shown = ["host", "hostaddr", "port", "dbname", "user", "sslmode"]
        let settings = ConnectionSettings(parsing: conninfo)?.values.filter { shown.contains($0.keyword) } ?? []
        let place = settings.map { "\($0.keyword)=\($0.value)" }.joined(separator: " ")
        return "\(place.isEmpty ? "•••" : place) (at most \(maximumConnections) connections)"
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
