import Casework
import Database
import Logging
import Synchronization
import WorkingTime

/// The lists in memory: one immutable snapshot, replaced whole when the tables change.
final class Lists: Sendable {
    private let snapshot: Mutex<Jurisdiction>
    /// The day that the line's clock has told; before that the database's.
    private let today = Mutex<Day?>(nil)
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
            try await load()
        } catch {
            report(error)
        }
    }

    /// A day has begun: where a setting by which requests are read begins or ends with it, the tables are read again.
    func turn(to day: Day) async {
        today.withLock { $0 = day }
        let lists = current
        guard ClassificationSettings(lists.settings, on: day) != lists.map.settings else { return }
        do { try await load() } catch { report(error) }
    }

    private func load() async throws {
        let fresh = try await ListStore.load(from: database, on: today.withLock { $0 })
        snapshot.withLock { if $0.version <= fresh.version { $0 = fresh } }
        logger.info("lists replaced", metadata: ["version": "\(fresh.version)"])
    }

    private func report(_ error: any Error) {
        // The server stops: nobody needs the lists any more.
        if Task.isCancelled { return }
        logger.error("lists not replaced", metadata: ["error": "\(error)"])
    }
}
