import Logging
import PostgresFixture
import Testing

@testable import Database

/// The database that all tests of this process use: a libpq connection string.
func testConninfo() async throws -> String {
    try await theDatabase.value
}

private let theDatabase = Task { try await PostgresFixture.conninfo() }

/// A pool of two connections on the test server; whoever takes it closes it.
func testDatabase() async throws -> Database {
    try await testDatabase { _ in }
}

func testDatabase(schema: String? = nil, _ adjust: (inout DatabaseConfiguration) -> Void) async throws -> Database {
    var conninfo = try await testConninfo()
    if let schema {
        let separator = conninfo.contains("?") ? "&" : "?"
        conninfo += conninfo.contains("://") ? "\(separator)options=-csearch_path%3D\(schema)" : " options='-c search_path=\(schema)'"
    }
    var configuration = DatabaseConfiguration(conninfo: conninfo, maximumConnections: 2, checkoutTimeout: .seconds(20))
    adjust(&configuration)
    return Database(configuration, logger: silent)
}

/// Runs the body with a pool that is closed afterwards, and checks that nobody kept a connection.
func withDatabase(
    schema: String? = nil, _ adjust: (inout DatabaseConfiguration) -> Void = { _ in }, _ body: (Database) async throws -> Void
) async throws {
    let database = try await testDatabase(schema: schema, adjust)
    do {
        try await body(database)
        try await eventually { database.statistics.open == database.statistics.idle && database.statistics.waiting == 0 }
    } catch {
        await database.close(within: .zero)
        throw error
    }
    await database.close()
    #expect(database.statistics == PoolStatistics(open: 0, idle: 0, waiting: 0))
}

/// Runs the body with the name of a schema that is made for it and dropped afterwards.
func withSchema(_ body: (String) async throws -> Void) async throws {
    let schema = "test_\(UInt64.random(in: 0 ... .max))"
    try await withDatabase { database in
        try await database.execute("create schema \(unsafeSQL: schema)")
        do {
            try await body(schema)
        } catch {
            try await database.execute("drop schema \(unsafeSQL: schema) cascade")
            throw error
        }
        try await database.execute("drop schema \(unsafeSQL: schema) cascade")
    }
}

struct NeverCame: Error {}

/// Waits for a condition, half a minute at most.
func eventually(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw NeverCame() }
        await Task.yield()
    }
}

/// The process of the server that serves this connection.
func backend(of queryable: some Queryable) async throws -> Int {
    try await queryable.query("select pg_backend_pid()")[0].decode(Int.self)
}

/// Ends a process of the server and waits until it has gone.
func terminate(_ backend: Int) async throws {
    try await withDatabase { database in
        try await database.execute("select pg_terminate_backend(\(Int32(clamping: backend)), 10000)")
    }
}

/// Waits until a backend does what `condition` says of its row in pg_stat_activity.
func activity(of backend: Int, _ condition: SQL) async throws {
    try await withDatabase { database in
        try await eventually {
            try await !database.query("select 1 from pg_stat_activity where pid = \(Int32(clamping: backend)) and \(condition)").isEmpty
        }
    }
}

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
