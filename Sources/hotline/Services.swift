import EmbeddedPostgres
import Logging
import ServiceDesk
import ServiceLifecycle
import TLS
import UnixSignals
import WorkingTime

/// Keeps the desk's memory true while the server runs.
struct DeskService: Service {
    let desk: ServiceDesk

    func run() async throws {
        await cancelWhenGracefulShutdown { await desk.run(clock: { .now }) }
    }
}

/// Ends the server when its database has ended by itself, so that whatever keeps it can start both anew.
struct DatabaseWatch: Service {
    struct Ended: Error, CustomStringConvertible {
        let description = "The embedded PostgreSQL has ended by itself; see its log in the data directory."
    }

    let embedded: EmbeddedPostgres

    func run() async throws {
        await cancelWhenGracefulShutdown { await embedded.untilEnded() }
        if !Task.isShuttingDownGracefully { throw Ended() }
    }
}

/// Takes a renewed certificate on SIGHUP. Connections go on with the one they began with.
struct CertificateReload: Service {
    let context: TLSContext?
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in await UnixSignalsSequence(trapping: .sighup) {
                guard let context else { continue }
                do {
                    try context.reload()
                    logger.notice("certificate reloaded")
                } catch {
                    logger.error("certificate not reloaded, the old one stays", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}

/// SIGTERM and Ctrl-C while the database is still starting: a service group is not there yet to hear them.
struct Interruption {
    private let signals: UnixSignalsSequence

    init() async {
        signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    }

    /// What `work` makes, or nil if a signal came first: then it is cancelled.
    func guarding<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T? {
        try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                for await _ in signals { return nil }
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
