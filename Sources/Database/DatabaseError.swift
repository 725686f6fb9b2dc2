/// What can go wrong between this program and PostgreSQL.
public enum DatabaseError: Error, Sendable, Equatable {
    /// The server refused the statement.
    case server(ServerError)
    /// No connection could be made, or the one in use was lost; the statement may or may not have taken effect.
    /// Worth another try later.
    case unavailable(String)
    /// Every connection stayed busy for the time limit; nothing was sent.
    case checkoutTimeout
    /// The statement ran into `statementTimeout` and was stopped.
    case statementTimeout
    /// The task was cancelled, or an operator cancelled the statement.
    case cancelled
    /// A cell is not what the program expected: NULL, another type, no such column, or another number of columns.
    case decoding(column: String, expected: String)
    /// The database, or the transaction, has ended.
    case closed
}

/// What the server said. `message` and `detail` may quote stored or sent values: they belong in the log at most.
public struct ServerError: Error, Sendable, Equatable {
    /// Five characters, as "23505".
    public let sqlState: String
    public let message: String
    public let detail: String?
    public let constraint: String?
    public let table: String?
    public let column: String?
    /// Where in the statement's text, counted in characters from 1.
    public let position: Int?
    /// A prepared statement no longer fits the schema; prepared anew it may.
    let isStalePlan: Bool

    public init(
        sqlState: String, message: String, detail: String? = nil, constraint: String? = nil, table: String? = nil,
        column: String? = nil, position: Int? = nil
    ) {
        self.init(
            sqlState: sqlState, message: message, detail: detail, constraint: constraint, table: table, column: column,
            position: position, isStalePlan: false)
    }

    init(
        sqlState: String, message: String, detail: String?, constraint: String?, table: String?, column: String?, position: Int?,
        isStalePlan: Bool
    ) {
        self.sqlState = sqlState
        self.message = message
        self.detail = detail
        self.constraint = constraint
        self.table = table
        self.column = column
        self.position = position
        self.isStalePlan = isStalePlan
    }
}

extension DatabaseError {
    /// The name of the violated constraint.
    public var constraint: String? { serverError?.constraint }

    /// The server's five characters.
    public var sqlState: String? { serverError?.sqlState }

    public var serverError: ServerError? {
        if case .server(let error) = self { error } else { nil }
    }

    static let connectionLost = Self.unavailable("the connection to the database was lost")

    static let nulInText = Self.server(ServerError(sqlState: "22021", message: "a statement cannot hold a NUL character"))

    var isStalePlan: Bool { serverError?.isStalePlan ?? false }

    /// Serialisation failure, deadlock, or a plan that the schema has outrun: the same transaction may succeed the next time.
    var isWorthRepeating: Bool {
        guard let serverError else { return false }
        return serverError.sqlState == "40001" || serverError.sqlState == "40P01" || serverError.isStalePlan
    }
}

extension DatabaseError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .server(let error): error.description
        case .unavailable(let reason): "database unavailable: \(reason)"
        case .checkoutTimeout: "no database connection became free in time"
        case .statementTimeout: "the statement exceeded its time limit"
        case .cancelled: "the statement was cancelled"
        case .decoding(let column, let expected): "column \(column) cannot be read as \(expected)"
        case .closed: "the database or the transaction has been closed"
        }
    }
}

extension ServerError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Safe to show: names of the schema, and the message only in the classes whose messages quote no values.
    public var description: String {
        var text = "SQLSTATE \(sqlState)"
        if ["08", "25", "40", "42", "53", "57"].contains(sqlState.prefix(2)) { text += ": \(message)" }
        if let constraint { text += ", constraint \(constraint)" }
        if let table { text += ", table \(table)" }
        if let column { text += ", column \(column)" }
        return text
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: ["sqlState": sqlState]) }
}
