import Glibc

extension Cluster {
    /// Marks the processes that this module started, in their command line.
    static let mark = "cluster_name=hotline-embedded"

    /// Ends what an earlier run left behind. To be called with the directory's lock held: then no live server
    /// owns these processes. A postmaster that was orphaned gets a fast shutdown; workers without a postmaster
    /// (it was killed) are told to quit, since PostgreSQL refuses to start beside them.
    func endLeftovers(of user: ClusterUser) async throws(EmbeddedPostgresError) {
        for pid in processes(in: unfinishedPath, of: user.uid) { kill(pid, SIGKILL) }
        let noted = postmaster?.pid
        if let noted, processes(of: user.uid).contains(noted) {
            let commandLine = Files.text(at: "/proc/\(noted)/cmdline") ?? ""
            guard commandLine.contains(Self.mark) || !processes(of: user.uid).contains(noted) else {
                throw .foreignPostmaster(cluster: path, pid: noted)
            }
            kill(noted, SIGINT)
            if await areGone(within: .seconds(8), user) { return }
        }
        for (signal, limit) in [(SIGQUIT, Duration.seconds(5)), (SIGKILL, .seconds(5))] {
            for pid in processes(of: user.uid) { kill(pid, signal) }
            if await areGone(within: limit, user) { return removeStaleNote(noted) }
        }
        throw .leftover(cluster: path, pids: processes(of: user.uid))
    }

    private func areGone(within limit: Duration, _ user: ClusterUser) async -> Bool {
        await becomesTrue(within: limit) { processes(of: user.uid).isEmpty }
    }

    /// After a crash the pid in postmaster.pid may belong to a stranger by now, and PostgreSQL would refuse to
    /// start because of it. It is removed only when no process at all runs on the cluster; otherwise
    /// PostgreSQL's own check of the shared memory stays the judge.
    private func removeStaleNote(_ noted: pid_t?) {
        guard let noted, kill(noted, 0) == 0 || errno == EPERM else { return }
        unlink(path + "/postmaster.pid")
    }

    /// The `postgres` processes of this user that work on the cluster: each of them changes into its folder.
    func processes(of user: uid_t) -> [pid_t] {
        processes(in: path, of: user)
    }

    private func processes(in folder: String, of user: uid_t) -> [pid_t] {
        Files.names(in: "/proc").compactMap { pid_t($0) }.filter { pid in
            guard Files.owner(of: "/proc/\(pid)") == user, Files.link(at: "/proc/\(pid)/cwd") == folder else { return false }
            let program = Files.link(at: "/proc/\(pid)/exe") ?? ""
            return program.split(separator: "/").last?.hasPrefix("postgres") == true
        }
    }
}
