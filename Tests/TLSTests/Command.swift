import Glibc
import NIOPosix
import Synchronization

/// A program of the system, run to its end on a thread of its own.
struct Command: Sendable {
    var status: Int32
    /// Standard output and standard error, as they came.
    var output: String

    /// - Parameter input: becomes its standard input, which then ends.
    static func run(_ arguments: [String], input: String = "") async throws -> Command {
        try await NIOThreadPool.singleton.runIfActive { try runBlocking(arguments, input) }
    }

    struct CannotStart: Error {
        var program: String
        var reason: String
    }

    private static func runBlocking(_ arguments: [String], _ input: String) throws -> Command {
        let (child, ourOutput, ourInput) = try spawning.withLock { _ in try spawn(arguments) }
        // The inputs of these tests fit into a pipe, so this cannot wait for the child to read.
        _ = input.withCString { write(ourOutput, $0, strlen($0)) }
        close(ourOutput)
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(ourInput, &chunk, chunk.count), count > 0 { output += chunk[..<count] }
        close(ourInput)
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return Command(status: status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F), output: String(decoding: output, as: UTF8.self))
    }

    /// One at a time: a pipe's end that another child inherited would never end.
    private static let spawning = Mutex(())

    private static func spawn(_ arguments: [String]) throws -> (child: pid_t, input: Int32, output: Int32) {
        let (childInput, ourOutput) = makePipe()
        let (ourInput, childOutput) = makePipe()
        defer {
            close(childInput)
            close(childOutput)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, childInput, 0)
        posix_spawn_file_actions_adddup2(&actions, childOutput, 1)
        posix_spawn_file_actions_adddup2(&actions, childOutput, 2)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let started = posix_spawnp(&child, arguments[0], &actions, nil, &words, environ)
        guard started == 0 else {
            close(ourInput)
            close(ourOutput)
            throw CannotStart(program: arguments[0], reason: String(cString: strerror(started)))
        }
        return (child, ourOutput, ourInput)
    }

    private static func makePipe() -> (Int32, Int32) {
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0, "no pipe")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
