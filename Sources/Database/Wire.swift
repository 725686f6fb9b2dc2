import CPostgres
import Glibc

/// A `PGconn`. It belongs to one thread, and its calls block that thread.
final class Wire {
    struct ConnectFailure: Error {
        let reason: String
    }

    let connection: OpaquePointer
    let canceller: Canceller?
    var statements = StatementCache()
    /// The error that put the current transaction into its failed state.
    var firstFailure: DatabaseError?
    /// Set where the protocol is out of step and the connection must not be used again.
    var isSpoiled = false
    private let statementTimeout: Duration
    private let farewell: UnsafeMutablePointer<Bool>

    static func connect(_ configuration: DatabaseConfiguration) -> Result<Wire, ConnectFailure> {
        guard let connection = ConnectionSettings(configuration).connect() else {
            return .failure(ConnectFailure(reason: "out of memory"))
        }
        guard PQstatus(connection) == CONNECTION_OK else {
            defer { PQfinish(connection) }
            let message = String(cString: PQerrorMessage(connection))
            return .failure(ConnectFailure(reason: message.split { $0 == "\n" || $0 == "\t" }.joined(separator: " ")))
        }
        return .success(Wire(connection, statementTimeout: configuration.statementTimeout))
    }

    private init(_ connection: OpaquePointer, statementTimeout: Duration) {
        self.connection = connection
        self.statementTimeout = statementTimeout
        canceller = Canceller(connection)
        farewell = .allocate(capacity: 1)
        farewell.initialize(to: false)
        // An error outside any statement arrives as a notice: it is the server ending the session. Other notices are dropped.
        PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let severity = PQresultErrorField(result, HOTLINE_PG_DIAG_SEVERITY) else { return }
                if strcmp(severity, "FATAL") == 0 { context?.assumingMemoryBound(to: Bool.self).pointee = true }
            }, farewell)
    }

    func close() {
        PQfinish(connection)
    }

    deinit { farewell.deallocate() }

    var isBroken: Bool { isSpoiled || PQstatus(connection) == CONNECTION_BAD }

    /// Whether the server has left while nothing was under way; nothing is sent to find out.
    var hasDied: Bool {
        while !isBroken, !farewell.pointee, isReadable {
            if PQconsumeInput(connection) == 0 { return true }
            // Parses what came.
            _ = PQisBusy(connection)
        }
        return isBroken || farewell.pointee
    }

    private var isReadable: Bool {
        var descriptor = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    var isInTransaction: Bool { PQtransactionStatus(connection) != PQTRANS_IDLE }

    /// Leaves no transaction open behind whoever used the connection.
    func settle() {
        firstFailure = nil
        guard !isBroken, isInTransaction else { return }
        if PQtransactionStatus(connection) == PQTRANS_ACTIVE {
            isSpoiled = true
            return
        }
        PQclear(PQexec(connection, "rollback"))
        if isInTransaction { isSpoiled = true }
    }
}

// MARK: - Answers

extension Wire {
    /// Takes over an answer of libpq.
    func check(_ result: OpaquePointer?, since start: ContinuousClock.Instant) throws(DatabaseError) -> ResultSet {
        guard let result else {
            isSpoiled = true
            throw .connectionLost
        }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            return ResultSet(owning: result)
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(result)
            isSpoiled = true
            throw .server(ServerError(sqlState: "0A000", message: "COPY cannot be run as a plain statement"))
        default:
            defer { PQclear(result) }
            throw note(failure(of: result, since: start))
        }
    }

    /// Remembers the first failure within a transaction.
    private func note(_ error: DatabaseError) -> DatabaseError {
        if firstFailure == nil, PQtransactionStatus(connection) == PQTRANS_INERROR { firstFailure = error }
        return error
    }

    private func failure(of result: OpaquePointer, since start: ContinuousClock.Instant) -> DatabaseError {
        if PQstatus(connection) == CONNECTION_BAD { return .connectionLost }
        func field(_ code: Int32) -> String? {
            PQresultErrorField(result, code).map { String(cString: $0) }
        }
        let sqlState = field(HOTLINE_PG_DIAG_SQLSTATE) ?? "XX000"
        let message = field(HOTLINE_PG_DIAG_MESSAGE) ?? "unknown error"
        if sqlState == "57014" {
            // The same code for both; the message may be in any language, the clock is not.
            let isLate = statementTimeout > .zero && start.duration(to: .now) >= statementTimeout
            return isLate || message.contains("statement timeout") ? .statementTimeout : .cancelled
        }
        // 0A000 comes from elsewhere too; the function's name is in no language.
        let isStalePlan = sqlState == "26000" || (sqlState == "0A000" && field(HOTLINE_PG_DIAG_FUNCTION) == "RevalidateCachedQuery")
        return .server(
            ServerError(
                sqlState: sqlState, message: message, detail: field(HOTLINE_PG_DIAG_DETAIL),
                constraint: field(HOTLINE_PG_DIAG_CONSTRAINT), table: field(HOTLINE_PG_DIAG_TABLE), column: field(HOTLINE_PG_DIAG_COLUMN),
                position: field(HOTLINE_PG_DIAG_POSITION).flatMap { Int($0) }, isStalePlan: isStalePlan))
    }
}
