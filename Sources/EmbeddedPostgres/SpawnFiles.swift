import Glibc

/// What a child reads and writes: unlinked files (a pipe would need a reader and could fill up), or a named file
/// for the output of a program that stays.
final class SpawnFiles: Sendable {
    private let input: Int32
    private let output: Int32
    private let isCaptured: Bool

    init(_ command: Command) throws(EmbeddedPostgresError) {
        isCaptured = command.outputFile == nil
        input = try Self.unlinkedFile()
        if let path = command.outputFile {
            output = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        } else {
            output = try Self.unlinkedFile()
        }
        guard output >= 0 else { throw .failed("open", command.outputFile ?? "") }
        let bytes = Array(command.input.utf8)
        guard write(input, bytes, bytes.count) == bytes.count else { throw .failed("write", "/tmp") }
        lseek(input, 0, SEEK_SET)
    }

    deinit {
        close(input)
        close(output)
    }

    func spawn(_ command: Command) throws(EmbeddedPostgresError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
        for file in Files.names(in: "/proc/self/fd").compactMap({ Int32($0) }) where file > 2 {
            posix_spawn_file_actions_addclose(&actions, file)
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A server that listens to signals by dispatch sources ignores them otherwise, and children inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = Self.newSession | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        // posix_spawn cannot change the folder without _GNU_SOURCE; env can, and stays the same process.
        let words = ["/usr/bin/env", "--chdir=/", command.executable] + command.arguments
        let arguments = Self.cStrings(words)
        let environment = Self.cStrings(Command.environment)
        defer { (arguments + environment).forEach { free($0) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, words[0], &actions, &attributes, arguments, environment)
        guard failure == 0 else { throw .failed("run", words[0], code: failure) }
        return pid
    }

    func captured() -> String {
        isCaptured ? Files.text(of: output) : ""
    }

    /// A C array, ended by nil, whose strings the caller frees.
    static func cStrings(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
        var strings: [UnsafeMutablePointer<CChar>?] = words.map { word in strdup(word) }
        strings.append(nil)
        return strings
    }

    /// POSIX_SPAWN_SETSID, which glibc's header shows only under _GNU_SOURCE.
    private static let newSession: Int32 = 0x80

    private static func unlinkedFile() throws(EmbeddedPostgresError) -> Int32 {
        var template = Array("/tmp/hotline-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw .failed("mkstemp", "/tmp") }
        unlink(template)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        return file
    }
}
