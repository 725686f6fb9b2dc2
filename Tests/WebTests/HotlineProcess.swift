import FoundationEssentials
import Glibc
import Synchronization

/// The real server as a child process, with a data folder of its own.
final class HotlineProcess: Sendable {
    struct DidNotStart: Error {
        let output: String
    }

    let pid: pid_t
    let port: Int
    private let ending: Task<Int32, Never>
    private let written: ProcessOutput

    /// Starts the server and waits until it says where it listens.
    init(dataDirectory: String, _ arguments: [String] = []) async throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw DidNotStart(output: "no pipe") }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        let line =
            [Self.executable, "serve", "--plain-http", "--listen", "127.0.0.1:0", "--data-dir", dataDirectory, "--home", repository]
            + arguments
        var words = line.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, Self.executable, &actions, nil, &words, environ)
        close(ends[1])
        guard failure == 0 else {
            close(ends[0])
            throw DidNotStart(output: "\(Self.executable): \(String(cString: strerror(failure)))")
        }
        let child = pid
        let output = ProcessOutput(ends[0])
        written = output
        ending = Task.detached {
            // A thread of its own, since the wait blocks.
            await withCheckedContinuation { done in
                Thread.start {
                    var status: Int32 = 0
                    while waitpid(child, &status, 0) == -1 && errno == EINTR {}
                    done.resume(returning: status)
                }
            }
        }
        guard let port = await output.port else {
            kill(child, SIGKILL)
            throw DidNotStart(output: output.text)
        }
        self.pid = child
        self.port = port
    }

    /// What it has written until now.
    var output: String { written.text }

    func signal(_ signal: Int32) { kill(pid, signal) }

    /// The exit code, or minus the signal that ended it.
    var exit: Int32 {
        get async {
            let status = await ending.value
            return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
        }
    }

    /// `hotline` is built into the folder of the test executable.
    static let executable: String = {
        var path = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &path, path.count - 1)
        let own = String(decoding: path[..<max(0, length)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return own.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/hotline"
    }()
}

/// What a process writes, read to its end so that it never waits for a reader.
private final class ProcessOutput: Sendable {
    private struct State {
        var text = ""
        var hasEnded = false
        var waiter: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())

    init(_ descriptor: Int32) {
        Thread.start { [self] in
            var bytes = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(descriptor, &bytes, bytes.count)
                if count < 0, errno == EINTR { continue }
                let waiter = state.withLock { state in
                    if count > 0 { state.text += String(decoding: bytes[..<count], as: UTF8.self) }
                    state.hasEnded = count <= 0
                    guard state.hasEnded || Self.port(in: state.text) != nil else { return CheckedContinuation<Void, Never>?.none }
                    defer { state.waiter = nil }
                    return state.waiter
                }
                waiter?.resume()
                if count <= 0 { break }
            }
            close(descriptor)
        }
    }

    var text: String { state.withLock { $0.text } }

    /// The port it says it listens on; nil if it ended before.
    var port: Int? {
        get async {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if state.hasEnded || Self.port(in: state.text) != nil { return true }
                    state.waiter = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
            return Self.port(in: text)
        }
    }

    private static func port(in text: String) -> Int? {
        guard let line = text.split(separator: "\n").first(where: { $0.contains("listens on") }) else { return nil }
        return line.split(separator: ":").last.flatMap { Int($0.prefix { $0.isNumber }) }
    }
}

/// A thread that runs a body once.
private enum Thread {
    static func start(_ body: @escaping @Sendable () -> Void) {
        final class Box {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread: pthread_t = 0
        let box = Unmanaged.passRetained(Box(body)).toOpaque()
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, box)
        pthread_detach(thread)
    }
}
