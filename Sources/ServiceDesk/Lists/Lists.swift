import Casework
import Database
import Logging
import Synchronization

/// The lists in memory: one immutable snapshot, replaced whole when the tables change.
final class Lists: Sendable {
    private let snapshot: Mutex<Jurisdiction>
    private let database: Database
    private let logger: Logger

    init(_ database: Database, logger: Logger) async throws {
        self.database = database
        self.logger = logger
        snapshot = Mutex(try await ListStore.load(from: database))
    }

    var current: Jurisdiction { snapshot.withLock { $0 } }

    /// Reads the tables again if their version has moved on. A set of lists that does not hold
    /// together is reported and the last good one stays.
    func refresh() async {
        do {
            guard try await ListStore.version(in: database) != current.version else { return }
            let fresh = try await ListStore.load(from: database)
            snapshot.withLock { if $0.version < fresh.version { $0 = fresh } }
            logger.info("lists replaced", metadata: ["version": "\(fresh.version)"])
        } catch {
            // The server stops: nobody needs the lists any more.
            if Task.isCancelled { return }
            logger.error("lists not replaced", metadata: ["error": "\(error)"])
        }
    }
}
