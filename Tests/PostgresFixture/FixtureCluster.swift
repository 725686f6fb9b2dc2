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
        // Measured beside a writing neighbour: 45 ms by file_copy, 85 ms by wal_log, which writes all of it twice.
        try await postgres.administer(["create database \"\(name)\" owner hotline\(source) strategy file_copy"])
        guard let conninfo = postgres.conninfo(database: name) else {
            throw EmbeddedPostgresError.statementFailed(output: "the fixture's cluster is not running")
        }
        return conninfo
    }

    private static func start() async throws -> EmbeddedPostgres {
        let prefix = "hotline-fixture-\(geteuid())"
        // What dead test processes left: their exit handler does not run when they crash.
        for place in ["/dev/shm", "/tmp"] {
            EmbeddedPostgres.temporaryDirectories(prefix: prefix, in: place).forEach(EmbeddedPostgres.discardIfAbandoned)
        }
        let directory = try EmbeddedPostgres.temporaryDirectory(prefix: prefix, in: place())
        fixtureDirectory.withLock { $0 = directory }
        atexit {
            if let directory = fixtureDirectory.withLock({ $0 }) { EmbeddedPostgres.discard(directory) }
        }
        let postgres = EmbeddedPostgres(directory: directory, settings: settings, logger: Logger(label: "fixture"))
        _ = try await postgres.start()
        return postgres
    }

    /// Memory where there is enough of it (containers often have 64 MB): a copy takes 40 ms there, on a busy disk 150 to 450 ms.
    private static func place() -> String {
        var info = statvfs()
        let isLarge = statvfs("/dev/shm", &info) == 0 && UInt64(info.f_bavail) * UInt64(info.f_frsize) >= 4 << 30
        return isLarge && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    }

    private static let settings = [
        "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off",
        "max_connections": "400", "shared_buffers": "64MB", "max_wal_size": "512MB",
        "wal_level": "minimal", "max_wal_senders": "0", "wal_init_zero": "off",
    ]
}

/// For the exit handler, a C function that can hold nothing of its own.
private let fixtureDirectory = Mutex<String?>(nil)
