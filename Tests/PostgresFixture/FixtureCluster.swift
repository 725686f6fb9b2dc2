import EmbeddedPostgres
import Glibc
import Logging
import Synchronization

/// The cluster of this test process. Not durable: what it holds ends with the process.
actor FixtureCluster {
    static let shared = FixtureCluster()

    private var starting: Task<EmbeddedPostgres, any Error>?
    private var templates: [String: Task<Void, any Error>] = [:]
    private var count = 0

    func database() async throws -> String {
        let postgres = try await postgres()
        return try await create(nextName("fixture"), from: nil, in: postgres)
    }

    func clone(of template: String, prepare: @escaping @Sendable (String) async throws -> Void) async throws -> String {
        let postgres = try await postgres()
        let preparing =
            templates[template]
            ?? Task {
                let conninfo = try await self.create(template, from: nil, in: postgres)
                try await prepare(conninfo)
                // A template that somebody is connected to cannot be copied.
                try await postgres.administer(["alter database \"\(template)\" allow_connections false"])
            }
        templates[template] = preparing
        try await preparing.value
        return try await create(nextName(template), from: template, in: postgres)
    }

    private func postgres() async throws -> EmbeddedPostgres {
        let task = starting ?? Task { try await Self.start() }
        starting = task
        return try await task.value
    }

    private func nextName(_ stem: String) -> String {
        count += 1
        return "\(stem)_\(count)"
    }

    private nonisolated func create(_ name: String, from template: String?, in postgres: EmbeddedPostgres) async throws -> String {
        let source = template.map { " template \"\($0)\"" } ?? ""
        try await postgres.administer(["create database \"\(name)\" owner hotline\(source) strategy wal_log"])
        guard let conninfo = postgres.conninfo(database: name) else {
            throw EmbeddedPostgresError.statementFailed(output: "the fixture's cluster is not running")
        }
        return conninfo
    }

    private static func start() async throws -> EmbeddedPostgres {
        let prefix = "hotline-fixture-\(geteuid())"
        // What dead test processes left: their exit handler does not run when they crash.
        EmbeddedPostgres.temporaryDirectories(prefix: prefix).forEach(EmbeddedPostgres.discardIfAbandoned)
        let directory = try EmbeddedPostgres.temporaryDirectory(prefix: prefix)
        fixtureDirectory.withLock { $0 = directory }
        atexit {
            if let directory = fixtureDirectory.withLock({ $0 }) { EmbeddedPostgres.discard(directory) }
        }
        let postgres = EmbeddedPostgres(directory: directory, settings: settings, logger: Logger(label: "fixture"))
        _ = try await postgres.start()
        return postgres
    }

    private static let settings = [
        "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off",
        "max_connections": "400", "shared_buffers": "64MB", "max_wal_size": "4GB",
    ]
}

/// For the exit handler, a C function that can hold nothing of its own.
private let fixtureDirectory = Mutex<String?>(nil)
