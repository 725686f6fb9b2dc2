import Glibc
import Logging
import Synchronization

/// A private PostgreSQL: makes a cluster in a folder, runs it as a child, and stops it.
///
/// The cluster listens on a Unix socket only. It is durable as PostgreSQL is by default. It survives crashes
/// of either side, and the folder is held by at most one live server.
public final class EmbeddedPostgres: Sendable {
    private let directory: String
    private let settings: [String: String]
    private let logger: Logger
    private let running = Mutex<Running?>(nil)

    /// - Parameters:
    ///   - directory: such as `DATA_DIR/postgres`; made at the first start.
    ///   - settings: of PostgreSQL, for this run, before those of the cluster's own files.
    public init(directory: String, settings: [String: String] = [:], logger: Logger) {
        self.directory = directory
        self.settings = settings
        self.logger = logger
    }

    /// Starts the cluster, after making or recovering it, and waits until it accepts connections, however long a
    /// recovery takes. Cancellation stops it.
    /// - Returns: a libpq conninfo, `host=… port=5432 user=hotline dbname=hotline`.
    public func start() async throws(EmbeddedPostgresError) -> String {
        // The cluster's user must pass through the folder; what is private in it has a mode of its own.
        try Files.makeDirectory(directory, mode: geteuid() == 0 ? 0o711 : 0o700)
        let cluster = Cluster(directory: try Files.resolved(directory))
        let lock = try DirectoryLock(cluster.directory)
        let user = try ClusterUser.forCluster(at: cluster.path)
        try await user.requireReach(of: cluster.directory)
        let made = try cluster.majorVersion()
        let installation = try await Installation.find(for: made, at: cluster.path)
        try await cluster.endLeftovers(of: user)
        if made == nil {
            logger.notice("a PostgreSQL cluster is being made", metadata: ["directory": "\(cluster.path)"])
            try await cluster.make(with: installation, as: user, syncs: settings["fsync"] != "off")
        }
        let socketDirectory = try cluster.socketDirectory(for: user)
        let child = try await launch(cluster, installation, user, socketDirectory)
        try await untilReady(child, cluster)
        logger.info("PostgreSQL is ready", metadata: ["pid": "\(child.pid)", "version": "\(installation.major)"])
        running.withLock {
            $0 = Running(child: child, lock: lock, installation: installation, socketDirectory: socketDirectory)
        }
        return Self.conninfo(socketDirectory: socketDirectory, user: "hotline", database: "hotline")
    }

    /// Stops the cluster: a fast shutdown, which ends open connections and leaves nothing to recover; after
    /// 2.5 seconds an immediate one, which the next start recovers from. Does nothing when not running.
    public func stop() async {
        let stopped = running.withLock { state in
            defer { state = nil }
            return state
        }
        guard let stopped else { return }
        await end(stopped.child)
        stopped.lock.release()
    }

    /// Waits until PostgreSQL has ended, whether by ``stop()`` or by itself; returns at once when not running.
    /// For a server that wants to end, and be restarted, when its database is gone.
    public func untilEnded() async {
        guard let child = running.withLock({ $0?.child }) else { return }
        while await child.exit(within: .seconds(1)) == nil, !Task.isCancelled {}
    }

    /// The conninfo of another database of the running cluster; nil when not running.
    package func conninfo(database: String) -> String? {
        running.withLock { $0 }.map { Self.conninfo(socketDirectory: $0.socketDirectory, user: "hotline", database: database) }
    }

    /// Runs statements as superuser, each in its own transaction, by psql.
    package func administer(_ statements: [String], database: String = "postgres") async throws(EmbeddedPostgresError) {
        guard let running = running.withLock({ $0 }) else { throw .statementFailed(output: "PostgreSQL is not running") }
        let conninfo = Self.conninfo(socketDirectory: running.socketDirectory, user: "postgres", database: database)
        let options = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", conninfo] + statements.flatMap { ["-c", $0] }
        let exit = try await Command(running.installation.programs + "/psql", options).result()
        guard exit.code == 0 else { throw .statementFailed(output: exit.output) }
    }

    /// For tests: forgets the running cluster without ending it, as a server does that is killed.
    func abandonLock() {
        running.withLock { state in
            state?.lock.release()
            state = nil
        }
    }

    private struct Running {
        let child: ChildProcess
        let lock: DirectoryLock
        let installation: Installation
        let socketDirectory: String
    }

    private func launch(
        _ cluster: Cluster, _ installation: Installation, _ user: ClusterUser, _ socketDirectory: String
    ) async throws(EmbeddedPostgresError) -> ChildProcess {
        let chosen = settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let fixed = [
            "listen_addresses=", "unix_socket_directories=\(socketDirectory)", "unix_socket_permissions=0700", "port=5432", Cluster.mark,
        ]
        let options = ["-D", cluster.path] + (chosen + fixed).flatMap { ["-c", $0] }
        var command = user.command(installation.programs + "/postgres", options)
        command.outputFile = cluster.startLog
        return try await ChildProcess.start(command)
    }

    private func untilReady(_ child: ChildProcess, _ cluster: Cluster) async throws(EmbeddedPostgresError) {
        while true {
            let settled = await becomesTrue(within: .seconds(5)) {
                child.exit != nil || Task.isCancelled || cluster.postmaster.map { $0.pid == child.pid && $0.isReady } == true
            }
            if child.exit != nil {
                let output = Files.text(at: cluster.startLog) ?? ""
                throw .startFailed(output: String(output.suffix(2_000)), log: cluster.path + "/log")
            }
            if Task.isCancelled {
                await end(child)
                throw .cancelled
            }
            if settled { return }
            logger.notice("PostgreSQL is still starting", metadata: ["log": "\(cluster.path)/log"])
        }
    }

    private func end(_ child: ChildProcess) async {
        for (signal, limit) in [(SIGINT, Duration.milliseconds(2500)), (SIGQUIT, .seconds(1)), (SIGKILL, .seconds(1))] {
            child.signal(signal)
            if await child.exit(within: limit) != nil { return }
            logger.warning("PostgreSQL did not end in time", metadata: ["pid": "\(child.pid)", "signal": "\(signal)"])
        }
    }

    static func conninfo(socketDirectory: String, user: String, database: String) -> String {
        "host=\(quoted(socketDirectory)) port=5432 user=\(user) dbname=\(quoted(database))"
    }

    private static func quoted(_ value: String) -> String {
        guard value.contains(where: { $0 == " " || $0 == "'" || $0 == "\\" }) else { return value }
        let escaped = value.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
        return "'\(escaped)'"
    }
}
