import Glibc

/// A cluster's place on disk: `DIRECTORY/cluster`, owned by the user that PostgreSQL runs as, mode 700.
struct Cluster: Sendable {
    /// The server's own folder, absolute and without links: the lock and the start log are here.
    let directory: String

    var path: String { directory + "/cluster" }
    /// A cluster in the making; it becomes `path` by one rename, so a half-made one is never taken for whole.
    var unfinishedPath: String { directory + "/cluster.new" }
    var startLog: String { directory + "/postgres-start.log" }

    /// The major version that made the cluster, nil when there is none yet.
    func majorVersion() throws(EmbeddedPostgresError) -> String? {
        guard Files.exists(path) else { return nil }
        guard let version = Files.text(at: path + "/PG_VERSION"), !version.isEmpty else { throw .notACluster(path) }
        return String(version.prefix { $0 != "\n" })
    }

    /// What PostgreSQL says of itself in postmaster.pid: its pid, and whether it accepts connections
    /// (the eighth line, which pg_ctl reads too).
    var postmaster: (pid: pid_t, isReady: Bool)? {
        guard let text = Files.text(at: path + "/postmaster.pid") else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let pid = pid_t(first) else { return nil }
        return (pid, lines.count > 7 && lines[7].hasPrefix("ready"))
    }

    /// The folder of the Unix socket. Nobody but its owner and root may enter it.
    ///
    /// Mostly the cluster itself. A socket's path has room for 107 bytes, and a comma would make two hosts of it in libpq:
    /// then it is a folder of its own, named after the path, under /run for root and under /tmp for others.
    func socketDirectory(for user: ClusterUser) throws(EmbeddedPostgresError) -> String {
        let socket = path + "/.s.PGSQL.5432"
        if socket.utf8.count <= 107, !path.contains(where: { $0 == "," || $0 == "\"" }) { return path }
        let place = (geteuid() == 0 ? "/run" : "/tmp") + "/hotline-" + String(Self.hash(path), radix: 16)
        try claim(place, for: user)
        return place
    }

    /// Somebody else may have made the folder in /tmp first, to stand between server and database.
    private func claim(_ place: String, for user: ClusterUser) throws(EmbeddedPostgresError) {
        if mkdir(place, 0o700) == 0 {
            guard lchown(place, user.uid, user.gid) == 0 else { throw .failed("chown", place) }
        } else if errno != EEXIST {
            throw .failed("mkdir", place)
        }
        var info = stat()
        guard lstat(place, &info) == 0 else { throw .failed("stat", place) }
        guard info.st_mode & S_IFMT == S_IFDIR, info.st_uid == user.uid, info.st_mode & 0o777 == 0o700 else {
            throw .socketDirectoryTaken(place)
        }
    }

    /// FNV-1a, 64 bits: a name that stays the same over restarts.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
