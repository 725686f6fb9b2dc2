import Glibc

/// The few things that the commands do with files.
enum Files {
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String
        var description: String { "\(path): \(reason)" }
        init(_ path: String) {
            self.path = path
            reason = String(cString: strerror(errno))
        }
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Makes a folder and those above it. Others may pass through but not look: what is private in it
    /// has a mode of its own.
    static func makeDirectory(_ path: String) throws {
        if exists(path) || path.isEmpty { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeDirectory(String(path[..<slash])) }
        guard mkdir(path, 0o711) == 0 || errno == EEXIST else { throw Failure(path) }
    }

    /// Lets other users pass through a folder that is root's own, but not look: the embedded database
    /// runs as one of them. What is private in it has a mode of its own.
    static func letOthersPass(_ path: String) throws {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw Failure(path) }
        guard geteuid() == 0, facts.st_uid == 0, facts.st_mode & 0o011 != 0o011 else { return }
        guard chmod(path, (facts.st_mode & 0o7777) | 0o011) == 0 else { throw Failure(path) }
    }

    static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw Failure(path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        guard ferror(file) == 0 else { throw Failure(path) }
        return bytes
    }

    /// Writes a file that only its owner reads, whole or not at all.
    static func writePrivately(_ bytes: [UInt8], to path: String) throws {
        let part = "\(path).\(getpid())"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(part) }
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        let synced = fsync(descriptor)
        close(descriptor)
        guard written == bytes.count, synced == 0, rename(part, path) == 0 else {
            let failure = Failure(path)
            unlink(part)
            throw failure
        }
    }

    static func remove(_ path: String) { unlink(path) }

    static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "" }
        defer { free(path) }
        return String(cString: path)
    }

    static var executableDirectory: String {
        guard let path = realpath("/proc/self/exe", nil) else { return "" }
        defer { free(path) }
        let text = String(cString: path)
        return String(text.prefix(upTo: text.lastIndex(of: "/") ?? text.startIndex))
    }
}

/// Prints what is to be seen at once, also through a pipe.
func tell(_ text: String) {
    print(text)
    fflush(nil)
}

extension Files {
    /// Raises the number of files, and so of connections, that may be open to what the system allows this process.
    /// - Returns: how many that is.
    static func allowMany() -> Int {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }
}
