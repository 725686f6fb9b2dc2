import ArgumentParser
import Casework
import Cryptography
import Database
import EmbeddedPostgres
import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceDesk
import ServiceLifecycle
import Statistics
import TLS
import UnixSignals
import Web
import WorkingTime

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the line.")

    @OptionGroup var place: Place

    @Option(help: "Address and port; port 0 takes a free one. Environment: HOTLINE_LISTEN.")
    var listen: String = Environment["HOTLINE_LISTEN"] ?? "127.0.0.1:8443"

    @Option(
        help:
            "PEM file of the certificate chain. Without one a self-signed certificate for localhost is made. Environment: HOTLINE_CERTIFICATE."
    )
    var certificate: String?

    @Option(help: "PEM file of the certificate's key. Environment: HOTLINE_KEY.")
    var key: String?

    @Flag(help: "Speak HTTP without TLS: only for a reverse proxy on the same machine.")
    var plainHttp = false

    @Option(help: "File of the master key, made at the first start. Servers of one database share it. Environment: HOTLINE_KEY_FILE.")
    var keyFile: String?

    @Option(help: "Connections to the database. Environment: HOTLINE_CONNECTIONS.")
    var connections: Int = Environment["HOTLINE_CONNECTIONS"].map { Int($0) ?? -1 } ?? 8

    @Option(help: "Open streams of server-sent events at most. Environment: HOTLINE_STREAMS.")
    var streams: Int = Environment["HOTLINE_STREAMS"].map { Int($0) ?? -1 } ?? 4000

    @Option(help: "trace, debug, info, notice, warning, error. Environment: HOTLINE_LOG_LEVEL.")
    var logLevel: String = Environment["HOTLINE_LOG_LEVEL"] ?? "notice"

    @Flag(help: "Load the Lishui lists and make one account for each role.")
    var demo = false

    private var certificatePath: String? { certificate ?? Environment["HOTLINE_CERTIFICATE"] }
    private var keyPath: String? { key ?? Environment["HOTLINE_KEY"] }

    func validate() throws {
        guard Logger.Level(rawValue: logLevel) != nil else { throw ValidationError("There is no log level \(logLevel).") }
        guard Address(listen) != nil else { throw ValidationError("--listen takes HOST:PORT, as 127.0.0.1:8443.") }
        guard (certificatePath == nil) == (keyPath == nil) else { throw ValidationError("--certificate and --key go together.") }
        guard (1...200).contains(connections) else { throw ValidationError("--connections, or HOTLINE_CONNECTIONS, takes 1 to 200.") }
        guard (0...100_000).contains(streams) else { throw ValidationError("--streams, or HOTLINE_STREAMS, takes 0 to 100000.") }
    }

    func run() async throws {
        let logger = Logger(label: "hotline", level: Logger.Level(rawValue: logLevel) ?? .notice)
        let interruption = await Interruption()
        let engine = try await interruption.guarding { try await Engine.start(place, connections: connections, logger: logger) }
        guard let engine else { return }
        do {
            try await serve(engine, logger: logger)
            await engine.stop()
        } catch {
            await engine.stop()
            throw error
        }
    }

    private func serve(_ engine: Engine, logger: Logger) async throws {
        if demo { try await Demo.refuseDatabaseInUse(engine.database, isOwn: engine.embedded != nil) }
        let migrator = Migrator(directory: try place.migrations)
        // The embedded database is this server's own; a given one is changed only when its keeper says so.
        if engine.embedded != nil || demo {
            _ = try await migrator.migrate(engine.database)
        } else {
            try await migrator.verify(engine.database)
        }
        if demo { try await Demo.loadLists(from: try place.lists("lishui"), into: engine.database, at: .now) }

        try Files.makeDirectory(place.dataDir)
        var limits = LiveLimits()
        limits.streams = streams
        let files = Files.allowMany()
        if files < streams + 256 {
            logger.warning(
                "too few open files are allowed for so many streams", metadata: ["allowed": "\(files)", "streams": "\(streams)"])
        }
        let keyFile = keyFile ?? Environment["HOTLINE_KEY_FILE"] ?? "\(place.dataDir)/hotline.key"
        let desk = try await MasterKey(path: keyFile).open(engine.database, live: limits, logger: logger)
        let demonstration = demo ? try await Demo.prepare(desk: desk, database: engine.database, in: place.dataDir, at: .now) : nil
        if !desk.hasLists { logger.warning("No lists are loaded: run hotline import lishui") }
        let site = Site(
            desk: desk, statistics: Statistics(database: engine.database), contract: try ContractFiles.load(from: place.foundHome),
            logger: logger, clock: { .now })
        let tls = plainHttp ? nil : try makeTLS(logger: logger)
        guard let address = Address(listen) else { return }

        let application = Application(
            responder: site.responder(),
            server: tls.map { .tls(context: $0) } ?? .plain(),
            configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port), serverName: nil),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? address.port
                let host = address.host == "0.0.0.0" || address.host == "::" ? "localhost" : address.host
                let url = "\(tls == nil ? "http" : "https")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
                tell("Hotline listens on \(url)")
                demonstration?.announce(url: url, certificate: tls == nil ? nil : tls?.configuration.certificatePath)
            },
            logger: logger)
        var services: [any Service] = [application, DeskService(desk: desk), CertificateReload(context: tls, logger: logger)]
        if let embedded = engine.embedded { services.append(DatabaseWatch(embedded: embedded)) }
        // Requests in flight get so long, and their connections a second more; the database is stopped after them, all
        // within ten seconds.
        let grace = Duration.seconds(4)
        let limit = StopLimit(limit: grace + .seconds(1))
        services.append(limit)
        var group = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger)
        group.maximumGracefulShutdownDuration = grace
        do {
            try await limit.running(ServiceGroup(configuration: group))
        } catch let error as IOError {
            throw CannotListen(address: listen, code: error.errnoCode)
        }
    }

    private func makeTLS(logger: Logger) throws -> TLSContext {
        if let certificatePath, let keyPath { return try TLSContext(TLSConfiguration(certificatePath: certificatePath, keyPath: keyPath)) }
        let folder = "\(place.dataDir)/tls"
        let configuration = TLSConfiguration(certificatePath: "\(folder)/certificate.pem", keyPath: "\(folder)/key.pem")
        if !Files.exists(configuration.certificatePath) || !Files.exists(configuration.keyPath) {
            try Files.makeDirectory(folder)
            try SelfSignedCertificate.make(
                certificatePath: configuration.certificatePath, keyPath: configuration.keyPath, now: Instant.now.microseconds / 1_000_000)
            tell("No certificate is configured: a self-signed one for localhost was made at \(configuration.certificatePath)")
        }
        return try TLSContext(configuration)
    }
}

/// The address cannot be had.
struct CannotListen: Error, CustomStringConvertible {
    let address: String
    let code: Int32

    var description: String {
        code == EADDRINUSE
            ? "\(address) is taken by another program; choose another with --listen"
            : "\(address) cannot be listened on (\(String(cString: strerror(code)))); choose another with --listen"
    }
}

/// `127.0.0.1:8443`, `[::1]:8443`, `localhost:0`.
struct Address {
    let host: String
    let port: Int

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { return nil }
        self.host = String(host)
        self.port = port
    }
}
