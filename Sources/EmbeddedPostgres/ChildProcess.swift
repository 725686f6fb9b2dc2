import Glibc
import Synchronization

/// A program that was started on a thread of its own, which stays until the program has ended.
///
/// The thread is not a convenience: the signal that a child asks for with PR_SET_PDEATHSIG comes
/// when the *thread* that started it ends, and threads of the cooperative pool come and go.
package final class ChildProcess: Sendable {
    package struct Exit: Sendable {
        /// The exit code, or 128 plus the signal's number.
        package let code: Int32
        /// What it wrote, unless that went to a file.
        package let output: String
    }

    let pid: pid_t
    private let ending = Mutex<Exit?>(nil)

    private init(pid: pid_t) {
        self.pid = pid
    }

    /// Starts the program in a session of its own (Ctrl-C in the terminal does not reach it), in `/`,
    /// without any open file of ours, with default signal handling.
    static func start(_ command: Command) async throws(EmbeddedPostgresError) -> ChildProcess {
        let started: Result<ChildProcess, EmbeddedPostgresError> = await withCheckedContinuation { continuation in
            OwnedThread.run {
                let files: SpawnFiles
                let child: ChildProcess
                do throws(EmbeddedPostgresError) {
                    files = try SpawnFiles(command)
                    child = ChildProcess(pid: try files.spawn(command))
                } catch {
                    return continuation.resume(returning: .failure(error))
                }
                continuation.resume(returning: .success(child))
                child.reap(output: files)
            }
        }
        return try started.get()
    }

    package var exit: Exit? { ending.withLock { $0 } }

    /// Sends the signal if the program still runs. The pid cannot belong to anybody else meanwhile:
    /// it is reaped under the same lock.
    func signal(_ number: Int32) {
        ending.withLock { if $0 == nil { _ = kill(pid, number) } }
    }

    /// Waits for the end, at most so long; not cut short by cancellation of the task.
    /// - Returns: nil when the program still runs.
    func exit(within limit: Duration) async -> Exit? {
        _ = await becomesTrue(within: limit) { self.exit != nil }
        return exit
    }

    private func reap(output: SpawnFiles) {
        var info = siginfo_t()
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        let text = output.captured()
        ending.withLock { ending in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) == -1, errno == EINTR {}
            let signal = status & 0x7f
            ending = Exit(code: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: text)
        }
    }
}

/// Polls a condition each 5 ms. Used where nothing can call back: files and processes of PostgreSQL.
func becomesTrue(within limit: Duration, _ condition: @Sendable () -> Bool) async -> Bool {
    let end = ContinuousClock().now.advanced(by: limit)
    while !condition() {
        if ContinuousClock().now >= end { return false }
        await pause(.milliseconds(5))
    }
    return true
}

/// Sleeps also in a cancelled task: a stop must take its time in a server that is being torn down.
func pause(_ time: Duration) async {
    await Task.detached { try? await Task.sleep(for: time) }.value
}
