import Glibc

/// The few calls on files that a cluster needs, with errors that name the path.
enum Files {
    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    static func owner(of path: String) -> uid_t? {
        var info = stat()
        return lstat(path, &info) == 0 ? info.st_uid : nil
    }

    /// Makes the folder and those above it; one that is there stays as it is.
    /// - Parameter mode: of the last folder; those above get 755.
    static func makeDirectory(_ path: String, mode: mode_t) throws(EmbeddedPostgresError) {
        if exists(path) { return }
        let parent = Files.parent(of: path)
        if parent != path { try makeDirectory(parent, mode: 0o755) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST, chmod(path, mode) == 0 else {
            throw .failed("mkdir", path)
        }
    }

    /// The absolute path without symbolic links.
    static func resolved(_ path: String) throws(EmbeddedPostgresError) -> String {
        guard let resolved = realpath(path, nil) else { throw .failed("realpath", path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static func parent(of path: String) -> String {
        let parts = path.split(separator: "/").dropLast()
        return (path.hasPrefix("/") ? "/" : "") + (parts.isEmpty && !path.hasPrefix("/") ? "." : parts.joined(separator: "/"))
    }

    /// The first 64 KiB of a small file; nil when it cannot be read. Never follows a link, never waits on a FIFO:
    /// the cluster's user owns the folder, and this process may be root.
    static func text(at path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        return text(of: file)
    }

    static func text(of file: Int32) -> String {
        let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(0, pread(file, buffer.baseAddress, buffer.count, 0))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func link(at path: String) -> String? {
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
            count = buffer.withMemoryRebound(to: CChar.self) { max(0, readlink(path, $0.baseAddress!, $0.count)) }
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

extension EmbeddedPostgresError {
    /// The failure of a system call just made; read before anything else can change `errno`.
    static func failed(_ call: String, _ path: String, code: Int32 = errno) -> EmbeddedPostgresError {
        .system(call: call, path: path, reason: String(cString: strerror(code)))
    }
}
