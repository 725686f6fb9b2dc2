import Glibc
import Logging
import Testing

@testable import EmbeddedPostgres

/// Each test has a folder of its own under /tmp, which the cluster's user may pass through.
@Suite struct EmbeddedPostgresTests {
    @Test func `the first start makes a durable cluster that listens on a Unix socket only`() async throws {
        try await withDirectory { directory in
            let postgres = given(directory)
            let conninfo = try await postgres.start()
            #expect(conninfo == "host=\(directory)/cluster port=5432 user=hotline dbname=hotline")
            let shown = try await psql(
                conninfo,
                "select concat_ws(' ', current_user, usesuper, current_setting('server_encoding'), "
                    + "'[' || current_setting('listen_addresses') || ']', current_setting('fsync'), "
                    + "current_setting('synchronous_commit'), current_setting('full_page_writes'), "
                    + "current_setting('timezone'), current_setting('jit')) from pg_user where usename = current_user")
            #expect(shown == "hotline f UTF8 [] on on on Asia/Shanghai off")
            await postgres.stop()
            #expect(Cluster(directory: directory).postmaster == nil)
        }
    }

    @Test func `the second start keeps the data`() async throws {
        try await withDirectory { directory in
            let first = given(directory)
            _ = try await start(first, then: "create table kept as select 7 as number")
            await first.stop()
            let second = given(directory)
            #expect(try await start(second, then: "select number from kept") == "7")
            await second.stop()
        }
    }

    @Test func `a killed postmaster is recovered from, with what was committed`() async throws {
        try await withDirectory { directory in
            let first = given(directory)
            let conninfo = try await first.start()
            _ = try await psql(conninfo, "create table kept as select 7 as number")
            kill(try #require(Cluster(directory: directory).postmaster).pid, SIGKILL)
            await first.untilEnded()
            await first.stop()
            #expect(Files.exists(directory + "/cluster/postmaster.pid"))
            let second = given(directory)
            #expect(try await start(second, then: "select number from kept") == "7")
            await second.stop()
        }
    }

    @Test func `workers that outlive a killed postmaster are ended before the next start`() async throws {
        try await withDirectory { directory in
            let first = given(directory)
            let conninfo = try await first.start()
            // Computes without ever looking at its postmaster.
            let busy = try await ChildProcess.start(
                Command(psqlPath(), ["-X", "-d", conninfo, "-c", "select count(*) from generate_series(1, 100000000000)"]))
            let cluster = Cluster(directory: directory)
            while try await psql(conninfo, "select count(*) from pg_stat_activity where query like '%00000000)'") != "1" {
                try #require(busy.exit == nil, "the long query has ended")
            }
            kill(try #require(cluster.postmaster).pid, SIGKILL)
            await first.untilEnded()
            await first.stop()
            let second = given(directory)
            #expect(try await start(second, then: "select 1") == "1")
            await second.stop()
            #expect(await busy.exit(within: .seconds(5)) != nil)
        }
    }

    @Test func `an orphaned postmaster is shut down and started anew`() async throws {
        try await withDirectory { directory in
            let orphaned = given(directory)
            _ = try await start(orphaned, then: "create table kept as select 7 as number")
            let orphan = try #require(Cluster(directory: directory).postmaster).pid
            // What a killed server leaves when its postmaster outlives it: the process without the lock.
            orphaned.abandonLock()
            let next = given(directory)
            #expect(try await start(next, then: "select number from kept") == "7")
            #expect(Cluster(directory: directory).postmaster?.pid != orphan)
            await next.stop()
        }
    }

    @Test func `a directory that a live server holds is refused with its pid`() async throws {
        try await withDirectory { directory in
            let first = given(directory)
            let conninfo = try await first.start()
            await #expect(throws: EmbeddedPostgresError.inUse(directory: directory, pid: getpid())) {
                _ = try await given(directory).start()
            }
            #expect(try await psql(conninfo, "select 1") == "1")
            await first.stop()
        }
    }

    @Test func `a path too long for a socket, with spaces and a comma, gets a private socket folder`() async throws {
        try await withDirectory { directory in
            let long = directory + "/资料 库, " + String(repeating: "x", count: 120)
            let postgres = given(long)
            let conninfo = try await postgres.start()
            #expect(try await psql(conninfo, "select 1") == "1")
            let place = try #require(conninfo.firstMatch(of: /host=(\S+)/)).output.1
            var info = stat()
            #expect(lstat(String(place), &info) == 0)
            #expect(info.st_mode & 0o777 == 0o700)
            await postgres.stop()
            rmdir(String(place))
        }
    }

    @Test func `a folder of the socket's name that somebody else made is refused`() async throws {
        try await withDirectory { directory in
            let cluster = Cluster(directory: directory + "/" + String(repeating: "x", count: 120))
            let user = try ClusterUser.forCluster(at: cluster.path)
            let place = try cluster.socketDirectory(for: user)
            chmod(place, 0o755)
            #expect(throws: EmbeddedPostgresError.socketDirectoryTaken(place)) { try cluster.socketDirectory(for: user) }
            rmdir(place)
        }
    }

    @Test func `a cluster of another major version is refused`() async throws {
        try await withDirectory { directory in
            mkdir(directory + "/cluster", 0o700)
            try write("9\n", to: directory + "/cluster/PG_VERSION")
            if geteuid() == 0, let user = ClusterUser(named: "postgres") { chown(directory + "/cluster", user.uid, user.gid) }
            let installed = try await Installation.find(for: nil, at: directory).major
            await #expect {
                _ = try await given(directory).start()
            } throws: { error in
                guard case .versionMismatch(_, "9", let found) = error as? EmbeddedPostgresError else { return false }
                return found.contains(installed)
            }
        }
    }

    @Test func `a setting that PostgreSQL refuses ends the start with its words and frees the directory`() async throws {
        try await withDirectory { directory in
            await #expect {
                _ = try await given(directory, ["max_connections": "many"]).start()
            } throws: {
                "\($0)".contains("max_connections")
            }
            let postgres = given(directory)
            let answer = try await start(postgres, then: "select 1")
            #expect(answer == "1")
            await postgres.stop()
        }
    }

    @Test func `a cancelled start leaves nothing running`() async throws {
        try await withDirectory { directory in
            let starting = Task { try await given(directory).start() }
            starting.cancel()
            await #expect(throws: EmbeddedPostgresError.cancelled) { _ = try await starting.value }
            let postgres = given(directory)
            let answer = try await start(postgres, then: "select 1")
            #expect(answer == "1")
            await postgres.stop()
        }
    }

    @Test(.enabled(if: geteuid() == 0)) func `as root the cluster belongs to postgres and nobody else may connect`() async throws {
        try await withDirectory { directory in
            let postgres = given(directory)
            let conninfo = try await postgres.start()
            let user = try #require(ClusterUser(named: "postgres"))
            #expect(Files.owner(of: directory) == 0)
            #expect(Files.owner(of: directory + "/cluster") == user.uid)
            let pid = try #require(Cluster(directory: directory).postmaster).pid
            #expect(Files.owner(of: "/proc/\(pid)") == user.uid)
            let stranger = ["-u", "nobody", "--", psqlPath(), "-X", "-d", conninfo, "-c", "select 1"]
            #expect(try await output(of: Command("/usr/sbin/runuser", stranger)).contains("Permission denied"))
            // The second check behind the folder's mode: PostgreSQL asks the kernel who calls.
            chmod(directory + "/cluster", 0o711)
            chmod(directory + "/cluster/.s.PGSQL.5432", 0o777)
            #expect(try await output(of: Command("/usr/sbin/runuser", stranger)).contains("Peer authentication failed"))
            await postgres.stop()
        }
    }

    @Test(.enabled(if: geteuid() == 0)) func `a folder that the cluster's user may not enter is named`() async throws {
        try await withDirectory { directory in
            chmod(directory, 0o700)
            await #expect(throws: EmbeddedPostgresError.unreachable(closed: directory, user: "postgres")) {
                _ = try await given(directory + "/data").start()
            }
        }
    }

    @Test(.enabled(if: geteuid() == 0)) func `without the system user root is told what is missing`() {
        #expect(throws: EmbeddedPostgresError.noSystemUser("hotline-nobody")) {
            try ClusterUser.forCluster(at: "/nonexistent", systemUser: "hotline-nobody")
        }
    }

    @Test func `no installation is an error that names the Debian package`() async throws {
        let error = await #expect(throws: EmbeddedPostgresError.notInstalled(found: [])) {
            try await Installation.find(for: nil, at: "/nonexistent", search: ["/nonexistent"])
        }
        #expect("\(try #require(error))".contains("apt-get install postgresql"))
    }

    @Test(arguments: [
        ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 15), ("postgres (PostgreSQL) 18beta1", 18), ("mysqld 8", nil),
    ])
    func `the major version is read`(_ version: String, _ major: Int?) {
        #expect(Installation.major(of: version) == major)
    }

    @Test(arguments: [
        ("/srv/hotline", "/srv/hotline"), ("/srv/hot line", "'/srv/hot line'"), (#"/srv/o'n\e"#, #"'/srv/o\'n\\e'"#),
    ])
    func `a conninfo quotes its folder`(_ folder: String, _ quoted: String) {
        let conninfo = EmbeddedPostgres.conninfo(socketDirectory: folder, user: "hotline", database: "hotline")
        #expect(conninfo == "host=\(quoted) port=5432 user=hotline dbname=hotline")
    }
}
