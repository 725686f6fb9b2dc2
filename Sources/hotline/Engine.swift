import ArgumentParser
import Database
import EmbeddedPostgres
import Glibc
import Logging
import WorkingTime

/// The database that a command works with: the given one, or the embedded one for as long as the
/// command runs.
struct Engine {
    let database: Database
    let embedded: EmbeddedPostgres?

    static func start(_ place: Place, connections: Int = 4, logger: Logger) async throws -> Engine {
        var embedded: EmbeddedPostgres?
        let conninfo: String
        if let given = place.givenDatabase {
            conninfo = given
        } else {
            try Files.makeDirectory(place.dataDir)
            let postgres = EmbeddedPostgres(directory: "\(place.dataDir)/postgres", logger: logger)
            conninfo = try await postgres.start()
            embedded = postgres
        }
        let configuration = DatabaseConfiguration(conninfo: conninfo, maximumConnections: connections)
        return Engine(database: Database(configuration, logger: logger), embedded: embedded)
    }

    func stop() async {
        await database.close()
        await embedded?.stop()
    }

    /// Runs a short command's work and stops, whatever comes of it.
    static func use<T>(_ place: Place, _ work: (Engine) async throws -> T) async throws -> T {
        let logger = Logger(label: "hotline", level: .warning)
        let engine = try await start(place, logger: logger)
        do {
            let result = try await work(engine)
            await engine.stop()
            return result
        } catch {
            await engine.stop()
            throw error
        }
    }
}

extension Logger {
    init(label: String, level: Logger.Level) {
        self.init(label: label)
        logLevel = level
    }
}

extension Instant {
    /// The wall clock: read here and nowhere else.
    static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
