import ArgumentParser
import Database
import EmbeddedPostgres
import Glibc
import Logging
import WorkingTime

/// The database that a command works with: the given one, the embedded one of a server that runs on
/// the same data directory, or the embedded one for as long as the command runs.
struct Engine {
    let database: Database
    let embedded: EmbeddedPostgres?
    private let address: String?

    /// - Parameter sharing: whether a server may already run on the data directory. Short commands
    ///   work beside it; a second server must not.
    static func start(_ place: Place, connections: Int = 4, sharing: Bool = false, logger: Logger) async throws -> Engine {
        if let given = place.givenDatabase { return Engine(given, connections: connections, logger: logger) }
        try Files.makeDirectory(place.dataDir)
        try Files.letOthersPass(place.dataDir)
        let address = "\(place.dataDir)/embedded-database"
        let postgres = EmbeddedPostgres(directory: "\(place.dataDir)/postgres", logger: logger)
        do throws(EmbeddedPostgresError) {
            let conninfo = try await postgres.start()
            try? Files.writePrivately(Array(conninfo.utf8), to: address)
            return Engine(conninfo, connections: connections, embedded: postgres, address: address, logger: logger)
        } catch .inUse(let directory, let pid) {
            guard sharing, let conninfo = try? Files.read(address) else {
                throw EmbeddedPostgresError.inUse(directory: directory, pid: pid)
            }
            return Engine(String(decoding: conninfo, as: UTF8.self), connections: connections, logger: logger)
        }
    }

    private init(
        _ conninfo: String, connections: Int, embedded: EmbeddedPostgres? = nil, address: String? = nil, logger: Logger
    ) {
        database = Database(DatabaseConfiguration(conninfo: conninfo, maximumConnections: connections), logger: logger)
        self.embedded = embedded
        self.address = address
    }

    func stop() async {
        // What still runs here was given its time before.
        await database.close(within: .seconds(1))
        if let address { Files.remove(address) }
        await embedded?.stop()
    }

    /// Runs a short command's work and stops, whatever comes of it.
    static func use<T>(_ place: Place, _ work: (Engine) async throws -> T) async throws -> T {
        let logger = Logger(label: "hotline", level: .warning)
        let engine = try await start(place, sharing: true, logger: logger)
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
