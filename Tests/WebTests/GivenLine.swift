import Casework
import Cryptography
import Database
import FoundationEssentials
import Hummingbird
import Logging
import PostgresFixture
import ServiceDesk
import Statistics
import Synchronization
import TLS
import Testing
import Web
import WorkingTime

/// A whole line: a database of its own with the Lishui lists, and the site on a real socket.
final class GivenLine: Sendable {
    let conninfo: String
    let database: Database
    let desk: ServiceDesk
    let clock: SettableClock
    let port: Int
    private let tokens: [Person: String]
    private let connections = Mutex<[(connection: HTTPConnection, idleSince: ContinuousClock.Instant)]>([])
    private let running: [Task<Void, any Error>]

    /// A Wednesday morning in office hours, with the next holidays published.
    static let morning = Instant(rfc3339: "2026-09-16T10:00:00+08:00")!
    static let key = try! SecretKey(bytes: [UInt8](repeating: 7, count: 32))

    /// - Parameters:
    ///   - conninfo: of a database that has the lists; a fresh one unless given.
    ///   - watching: whether the server does by itself what is due; otherwise the test says when to `tick`.
    init(
        at now: Instant = morning, limits: WebLimits = WebLimits(), live: LiveLimits = LiveLimits(), conninfo given: String? = nil,
        clock: SettableClock? = nil, tokens known: [Person: String]? = nil, connections: Int = 8, checkout: Duration = .seconds(20),
        watching: Bool = false, logger: Logger = quiet
    ) async throws {
        let conninfo = if let given { given } else { try await Self.database() }
        let clock = clock ?? SettableClock(now)
        var configuration = DatabaseConfiguration(conninfo: conninfo, maximumConnections: connections)
        configuration.checkoutTimeout = checkout
        let database = Database(configuration, logger: logger)
        let desk = try await ServiceDesk(database: database, key: Self.key, live: live, logger: logger)
        tokens = if let known { known } else { try await Person.tokens(in: database, at: clock.now) }
        let site = Site(
            desk: desk, statistics: Statistics(database: database), contract: Contract(openAPI: [], docs: [], problems: [], indicators: []),
            limits: limits, logger: logger, clock: { clock.now })
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: site.responder(), server: .plain(),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0), serverName: nil),
            onServerRunning: { channel in
                port.yield(channel.localAddress?.port ?? 0)
                port.finish()
            },
            logger: logger)
        running = [
            Task { try await application.run() },
            Task { await desk.run(watching: watching, clock: { clock.now }) },
        ]
        self.conninfo = conninfo
        self.database = database
        self.desk = desk
        self.clock = clock
        self.port = await ports.first { _ in true } ?? 0
    }

    /// Stops the server, as far as a test must see it stopped; the process end takes what is left.
    func stop() async {
        for task in running { task.cancel() }
        for task in running { _ = await task.result }
        await database.close(within: .zero)
    }

    /// Another server on the same database, with the same clock and accounts.
    func another(limits: WebLimits = WebLimits(), live: LiveLimits = LiveLimits()) async throws -> GivenLine {
        try await GivenLine(limits: limits, live: live, conninfo: conninfo, clock: clock, tokens: tokens)
    }

    static func database() async throws -> String {
        try await PostgresFixture.clone(of: "line") { conninfo in
            try await fill(conninfo)
        }
    }

    /// Gives an empty database its tables and the Lishui lists.
    static func fill(_ conninfo: String) async throws {
        let database = Database(DatabaseConfiguration(conninfo: conninfo), logger: quiet)
        _ = try await Migrator(directory: repository + "/migrations").migrate(database)
        _ = try await ListImport(directory: repository + "/ops/lishui").run(on: database, dryRun: false, today: morning.day)
        await database.close()
    }

    func token(of person: Person) -> String { tokens[person] ?? "" }

    /// - Parameters:
    ///   - person: who calls; nobody unless given.
    ///   - seen: the version for If-Match.
    ///   - key: for Idempotency-Key.
    ///   - body: JSON.
    func call(
        _ method: String, _ path: String, as person: Person? = nil, seen: Int? = nil, key: String? = nil,
        headers: [(String, String)] = [], _ body: String? = nil
    ) async throws -> Reply {
        var headers = headers
        if let person { headers.append(("Authorization", "Bearer \(token(of: person))")) }
        if let seen { headers.append(("If-Match", "\"\(seen)\"")) }
        if let key { headers.append(("Idempotency-Key", key)) }
        if body != nil { headers.append(("Content-Type", "application/json")) }
        return try await call(method, path, headers, bytes: body.map { Array($0.utf8) })
    }

    func call(_ method: String, _ path: String, _ headers: [(String, String)], bytes: [UInt8]?) async throws -> Reply {
        let idle = connections.withLock { connections in
            // The server closes what has been idle for 75 s: whoever calls just then would find it closed.
            connections.removeAll { !$0.connection.isOpen || .now - $0.idleSince > .seconds(40) }
            return connections.popLast()?.connection
        }
        let connection = if let idle { idle } else { try await HTTPConnection.open(port: port) }
        let reply = try await connection.call(method, path, headers, body: bytes)
        if reply["connection"] == "close" {
            await connection.close()
        } else {
            connections.withLock { $0.append((connection, .now)) }
        }
        // Whatever a test is about: what is refused is explained.
        if reply.status >= 400 {
            for rule in reply.json["errors"].items.map({ $0["rule"].text }) where !explainedRules.contains(rule) {
                Issue.record("the rule \(rule) stands in no row of api/problems.md")
            }
        }
        return reply
    }

    func connection() async throws -> HTTPConnection { try await HTTPConnection.open(port: port) }

    /// The rows in each table.
    func counts() async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for table in try await tables() {
            counts[table] = try await database.query("select count(*) from \(unsafeSQL: table)").first?.decode(Int.self)
        }
        return counts
    }

    func tables() async throws -> [String] {
        try await database.query("select tablename::text from pg_tables where schemaname = 'public' order by 1").map {
            try $0.decode(String.self)
        }
    }

    func count(_ sql: SQL) async throws -> Int {
        try await #require(database.query(sql).first?.decode(Int.self))
    }
}

/// Time as the test sets it.
final class SettableClock: Sendable {
    private let instant: Mutex<Instant>
    init(_ instant: Instant) { self.instant = Mutex(instant) }

    var now: Instant {
        get { instant.withLock { $0 } }
        set { instant.withLock { $0 = newValue } }
    }

    func advance(hours: Int) { instant.withLock { $0 = $0.adding(seconds: Int64(hours) * 3600) } }
}

/// The repository, by the place of this file.
let repository = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// The rules that `api/problems.md` explains.
private let explainedRules: Set<String> = {
    let page = String(decoding: (try? file(repository + "/api/problems.md")) ?? [], as: UTF8.self)
    let rows = page.split(separator: "\n").map { $0.split(separator: "|").map { $0.filter { !" `".contains($0) } } }
    return Set(rows.filter { $0.count == 3 }.map { $0[0] })
}()

func file(_ path: String) throws -> [UInt8] {
    try #require(FileManager.default.contents(atPath: path).map { Array($0) }, "\(path) cannot be read")
}

struct NeverCame: Error {}

/// Waits for a condition, half a minute at most.
func eventually(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw NeverCame() }
        await Task.yield()
    }
}

/// Calls all at once and gathers what they answer, in their order.
func together<T: Sendable>(_ count: Int, _ call: @escaping @Sendable (Int) async throws -> T) async throws -> [T] {
    try await withThrowingTaskGroup(of: (Int, T).self) { group in
        for index in 0..<count { group.addTask { (index, try await call(index)) } }
        var results: [(Int, T)] = []
        for try await result in group { results.append(result) }
        return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
