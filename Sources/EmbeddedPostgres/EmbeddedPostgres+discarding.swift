import Glibc

/// For throw-away clusters of tests, which end with their process. These calls block: they run where nothing else does.
extension EmbeddedPostgres {
    /// Ends what runs on the folder, without a shutdown, and deletes the folder.
    package static func discard(_ directory: String) {
        let cluster = Cluster(directory: directory)
        if let owner = Files.owner(of: cluster.path) {
            var left = cluster.processes(of: owner)
            let postmaster = cluster.postmaster?.pid
            if let postmaster, left.contains(postmaster) { kill(postmaster, SIGQUIT) }
            for _ in 0..<600 where !left.isEmpty {
                usleep(5_000)
                left = cluster.processes(of: owner)
            }
            for pid in left { kill(pid, SIGKILL) }
        }
        var pid: pid_t = 0
        let arguments = SpawnFiles.cStrings(["rm", "-rf", "--", directory])
        defer { arguments.forEach { free($0) } }
        if posix_spawn(&pid, "/bin/rm", nil, nil, arguments, nil) == 0 { waitpid(pid, nil, 0) }
    }

    /// Discards the folder when the process that held its lock is gone. A folder that was never locked is left
    /// alone: its process may be about to do that.
    package static func discardIfAbandoned(_ directory: String) {
        guard Files.owner(of: directory) == geteuid(), Files.exists(directory + "/hotline.lock") else { return }
        guard let lock = try? DirectoryLock(directory) else { return }
        discard(directory)
        lock.release()
    }

    /// A new folder `PLACE/PREFIX-XXXXXX` that the cluster's user may pass through.
    package static func temporaryDirectory(prefix: String, in place: String = "/tmp") throws(EmbeddedPostgresError) -> String {
        var template = Array("\(place)/\(prefix)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .failed("mkdtemp", place) }
        chmod(template, 0o711)
        return template.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The folders that ``temporaryDirectory(prefix:in:)`` made.
    package static func temporaryDirectories(prefix: String, in place: String = "/tmp") -> [String] {
        Files.names(in: place).filter { $0.hasPrefix(prefix + "-") }.map { place + "/" + $0 }
    }
}
