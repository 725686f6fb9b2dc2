import Glibc

extension Cluster {
    /// Makes the cluster with role and database `hotline`, all or nothing.
    ///
    /// Who may connect: whoever can enter the socket's folder (mode 700: the cluster's user and root), and of these PostgreSQL
    /// asks the kernel for the caller's name (`peer`) and lets in only those two. No other local user passes
    /// either check, there is no password to leak, and no network port. When root hands the cluster to
    /// `postgres`, the administrators of a system cluster under the same user can reach this one.
    /// The server's role is no superuser: it owns its database, no more.
    /// - Parameter syncs: false only for throw-away clusters.
    func make(with installation: Installation, as user: ClusterUser, syncs: Bool) async throws(EmbeddedPostgresError) {
        try await require(Command("/bin/rm", ["-rf", "--", unfinishedPath]))
        guard mkdir(unfinishedPath, 0o700) == 0 else { throw .failed("mkdir", unfinishedPath) }
        guard lchown(unfinishedPath, user.uid, user.gid) == 0 else { throw .failed("chown", unfinishedPath) }
        let options = [
            "--pgdata=\(unfinishedPath)", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8",
            "--auth=peer", "--data-checksums", "--no-instructions",
        ]
        try await require(user.command(installation.programs + "/initdb", options + (syncs ? [] : ["--no-sync"])))
        try await write(Self.settings, to: "postgresql.conf", appends: true, as: user)
        try await write(Self.access, to: "pg_hba.conf", as: user)
        try await write(Self.names(for: user), to: "pg_ident.conf", as: user)
        // Single-user mode: the database is there before anybody can connect. One statement a line.
        let statements =
            "create role hotline login\ncreate database hotline owner hotline\nrevoke connect on database postgres from public\n"
        let single = ["--single", "-D", unfinishedPath] + (syncs ? [] : ["-c", "fsync=off"]) + ["postgres"]
        let exit = try await require(user.command(installation.programs + "/postgres", single, input: statements))
        // Single-user mode goes on after an error and ends with 0.
        if exit.output.contains("ERROR:") { throw .initializationFailed(output: exit.output) }
        guard rename(unfinishedPath, path) == 0 else { throw .failed("rename", unfinishedPath) }
        try syncDirectory()
    }

    /// Appended once, when the cluster is made: the file is the operator's from then on.
    static let settings = """

        # Hotline's choices.
        # Durability (fsync, synchronous_commit, full_page_writes) is PostgreSQL's default and stays so.
        shared_buffers = '256MB'
        max_connections = '100'
        jit = 'off'
        timezone = 'Asia/Shanghai'
        log_timezone = 'Asia/Shanghai'
        # One file a weekday, overwritten a week later.
        logging_collector = 'on'
        log_directory = 'log'
        log_filename = 'postgres-%a.log'
        log_rotation_age = '1d'
        log_rotation_size = '0'
        log_truncate_on_rotation = 'on'
        # The detail of an error quotes rows, and rows quote people.
        log_error_verbosity = 'terse'

        """

    private static let access = """
        # The Unix socket only, and only the names in pg_ident.conf.
        local all all peer map=hotline

        """

    private static func names(for user: ClusterUser) -> String {
        let system = Set(["root", user.name]).sorted()
        let lines = system.flatMap { name in
            ["hotline", "postgres"].map { "hotline \"\(name)\" \($0)\n" }
        }
        return "# map, operating-system user, database role\n" + lines.joined()
    }

    /// Written as the cluster's user: root must not follow what that user may have put there.
    private func write(
        _ text: String, to name: String, appends: Bool = false, as user: ClusterUser
    ) async throws(EmbeddedPostgresError) {
        try await require(
            user.command("/bin/sh", ["-c", "cat \(appends ? ">>" : ">") \"$1\"", "sh", unfinishedPath + "/" + name], input: text))
    }

    @discardableResult
    private func require(_ command: Command) async throws(EmbeddedPostgresError) -> ChildProcess.Exit {
        let exit = try await command.result()
        guard exit.code == 0 else { throw .initializationFailed(output: String(exit.output.suffix(2_000))) }
        return exit
    }

    private func syncDirectory() throws(EmbeddedPostgresError) {
        let file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0, fsync(file) == 0 else { throw .failed("fsync", directory) }
        close(file)
    }
}
