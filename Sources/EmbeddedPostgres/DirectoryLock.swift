import Glibc
import Synchronization

/// `hotline.lock`: held by the server that owns the directory, released by the kernel when that server ends in
/// whatever way. PostgreSQL never inherits it, so an orphan left by a killed server does not hold it.
final class DirectoryLock: Sendable {
    private let file: Mutex<Int32>

    /// - Throws: ``EmbeddedPostgresError/inUse(directory:pid:)`` with the holder's pid.
    init(_ directory: String) throws(EmbeddedPostgresError) {
        let path = directory + "/hotline.lock"
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard file >= 0 else { throw .failed("open", path) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let busy = errno == EWOULDBLOCK
            let failure = EmbeddedPostgresError.failed("flock", path)
            let holder = Int32(Files.text(of: file).prefix { $0 != "\n" })
            close(file)
            if busy { throw .inUse(directory: directory, pid: holder) }
            throw failure
        }
        let pid = "\(getpid())\n"
        ftruncate(file, 0)
        _ = pid.withCString { pwrite(file, $0, strlen($0), 0) }
        self.file = Mutex(file)
    }

    deinit {
        release()
    }

    func release() {
        file.withLock { file in
            guard file >= 0 else { return }
            // Unlocked by word, not only by closing: a child just being spawned holds a copy until its exec.
            flock(file, LOCK_UN)
            close(file)
            file = -1
        }
    }
}
