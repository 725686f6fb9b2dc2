/// Why the private cluster could not be started. `description` is safe to show to the operator:
/// it holds paths, process ids and PostgreSQL's own messages, never data.
public enum EmbeddedPostgresError: Error, Equatable, CustomStringConvertible {
    /// No `initdb` and `postgres` of version 15 or later; `found` are the majors that are there.
    case notInstalled(found: [Int])
    /// A program of the base system is missing; `package` is the Debian package that has it.
    case missingProgram(path: String, package: String)
    /// The server runs as root, and there is no system user to hand the cluster to.
    case noSystemUser(String)
    /// The server's own user id has no name in the user database, and PostgreSQL insists on one.
    case namelessUser(UInt32)
    /// The server runs as an ordinary user, and the cluster belongs to somebody else.
    case foreignCluster(directory: String, owner: String)
    /// `closed` may not be entered by the user that PostgreSQL runs as.
    case unreachable(closed: String, user: String)
    /// Another live server holds the directory.
    case inUse(directory: String, pid: Int32?)
    /// Somebody started a PostgreSQL on this cluster by hand.
    case foreignPostmaster(cluster: String, pid: Int32)
    /// Processes of an earlier run did not end when told to.
    case leftover(cluster: String, pids: [Int32])
    /// The cluster was made by another major version.
    case versionMismatch(cluster: String, made: String, installed: [Int])
    /// The folder is there, but holds no cluster.
    case notACluster(String)
    /// Another user sits on the socket folder's place.
    case socketDirectoryTaken(String)
    /// `initdb` failed, or the first statements did.
    case initializationFailed(output: String)
    /// PostgreSQL ended before it accepted connections.
    case startFailed(output: String, log: String)
    /// A system call failed.
    case system(call: String, path: String, reason: String)
    /// A statement of ``EmbeddedPostgres/administer(_:database:)`` failed.
    case statementFailed(output: String)
    /// The task was cancelled; everything that had been started is stopped.
    case cancelled

    public var description: String {
        switch self {
        case .notInstalled(let found):
            let seen = found.isEmpty ? "none" : found.map(String.init).joined(separator: ", ")
            return "PostgreSQL 15 or later is not installed (found: \(seen)); "
                + "install the Debian package: apt-get install postgresql"
        case .missingProgram(let path, let package):
            return "\(path) is missing; install the Debian package: apt-get install \(package)"
        case .noSystemUser(let name):
            return "PostgreSQL does not run as root, and there is no system user \"\(name)\" to run it as; "
                + "apt-get install postgresql makes it, or start as an ordinary user"
        case .namelessUser(let uid):
            return "user id \(uid) has no name in /etc/passwd, and PostgreSQL insists on one"
        case .foreignCluster(let directory, let owner):
            return "\(directory) belongs to user \(owner); start as that user or as root, or choose another --data-dir"
        case .unreachable(let closed, let user):
            return "PostgreSQL runs as user \(user), who may not enter \(closed); "
                + "choose a reachable folder with --data-dir (such as /var/lib/hotline), or: chmod o+x '\(closed)'"
        case .inUse(let directory, let pid):
            let holder = pid.map { "process \($0)" } ?? "another process"
            return "\(directory) is in use by \(holder); stop it first, or choose another --data-dir"
        case .foreignPostmaster(let cluster, let pid):
            return "a PostgreSQL that this server did not start (process \(pid)) runs on \(cluster); stop it first"
        case .leftover(let cluster, let pids):
            let list = pids.map { String($0) }.joined(separator: ", ")
            return "PostgreSQL processes of an earlier run on \(cluster) do not end: \(list)"
        case .versionMismatch(let cluster, let made, let installed):
            let list = installed.map { String($0) }.joined(separator: ", ")
            return "\(cluster) was made by PostgreSQL \(made), installed is \(list); "
                + "install postgresql-\(made), or move the data with pg_upgrade or pg_dump"
        case .notACluster(let path):
            return "\(path) exists, but is no PostgreSQL cluster; move it away"
        case .socketDirectoryTaken(let path):
            return "\(path) is needed for the database's socket, but belongs to another user; choose a shorter --data-dir"
        case .initializationFailed(let output):
            return "the PostgreSQL cluster could not be made: \(output)"
        case .startFailed(let output, let log):
            return "PostgreSQL did not start: \(output) (its log: \(log))"
        case .system(let call, let path, let reason):
            return "\(call) \(path): \(reason)"
        case .statementFailed(let output):
            return "the statement failed: \(output)"
        case .cancelled:
            return "the start was cancelled"
        }
    }
}
