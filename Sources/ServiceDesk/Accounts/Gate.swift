import Casework
import Cryptography
import Database
import Synchronization
import WorkingTime

/// Turns a bearer token into somebody. What it has looked up it remembers only while it is told of
/// every change of the accounts; a revoked token ends at once.
final class Gate: Sendable {
    private struct Memory {
        var listening = false
        var generation = 0
        var known: [[UInt8]: Entry] = [:]
    }
    private struct Entry {
        let staff: Staff
        let expiresAt: Instant
    }

    private let memory = Mutex(Memory())
    private let database: Database

    init(_ database: Database) { self.database = database }

    func listen(_ listening: Bool) {
        memory.withLock {
            $0.listening = listening
            $0.known = [:]
            $0.generation += 1
        }
    }

    func forget() {
        memory.withLock {
            $0.known = [:]
            $0.generation += 1
        }
    }

    func staff(bearing token: String, at now: Instant) async throws -> Staff? {
        let digest = SHA256.digest(Array(token.utf8))
        let (entry, generation) = memory.withLock { ($0.known[digest], $0.generation) }
        if let entry { return now < entry.expiresAt ? entry.staff : nil }
        guard let found = try await AccountStore.find(digest: digest, in: database) else { return nil }
        memory.withLock {
            // Remembered only if no change was announced while the row was read. The bound keeps
            // a flood of tokens from growing the table.
            guard $0.listening, $0.generation == generation, $0.known.count < 10_000 else { return }
            $0.known[digest] = Entry(staff: found.staff, expiresAt: found.expiresAt)
        }
        return now < found.expiresAt ? found.staff : nil
    }
}
