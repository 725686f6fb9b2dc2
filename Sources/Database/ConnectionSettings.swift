import CPostgres
import Glibc

/// The keywords and values that a connection is made with, in the order in which libpq reads them.
struct ConnectionSettings {
    private(set) var values: [(keyword: String, value: String)]

    /// What the connection string says.
    ///
    /// - Returns: nil where libpq cannot read it.
    init?(parsing conninfo: String) {
        guard let options = PQconninfoParse(conninfo, nil) else { return nil }
        defer { PQconninfoFree(options) }
        values = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values.append((String(cString: keyword), String(cString: value))) }
            option += 1
        }
    }

    /// Our defaults, then the connection string, then what we insist on: the last one of a keyword wins.
    init(_ configuration: DatabaseConfiguration) {
        let stated = ConnectionSettings(parsing: configuration.conninfo)?.values.first { $0.keyword == "options" }?.value ?? ""
        let limit = configuration.statementTimeout.milliseconds
        values = [
            ("connect_timeout", "5"),
            // A peer that vanished without a word is noticed within a minute.
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
            ("fallback_application_name", configuration.applicationName),
            ("dbname", configuration.conninfo),
            ("client_encoding", "UTF8"),
            ("options", "\(stated) -c statement_timeout=\(limit) -c timezone=UTC -c jit=off -c max_parallel_workers_per_gather=0"),
        ]
    }

    /// Connects; blocks the thread until the server has answered.
    func connect() -> OpaquePointer? {
        let keywords = values.map { strdup($0.keyword) } + [nil]
        let texts = values.map { strdup($0.value) } + [nil]
        defer { (keywords + texts).forEach { Glibc.free($0) } }
        // 1: the value of dbname may be a whole connection string.
        return PQconnectdbParams(keywords.map { UnsafePointer($0) }, texts.map { UnsafePointer($0) }, 1)
    }
}

extension Duration {
    /// Whole milliseconds, at least 1 for any time above zero.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        return self > .zero ? max(1, milliseconds) : 0
    }
}
