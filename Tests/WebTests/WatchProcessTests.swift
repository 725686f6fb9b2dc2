import Database
import FoundationEssentials
import Glibc
import Testing
import WorkingTime

/// The watch of real server processes on one database.
@Suite("Watching processes", .timeLimit(.minutes(3)))
struct WatchProcessTests {
    private let conninfo: String
    private let database: Database
    private let directory = "/tmp/hotline-watch-\(UUID().uuidString)"

    init() async throws {
        conninfo = try await GivenLine.database()
        database = Database(DatabaseConfiguration(conninfo: conninfo), logger: quiet)
    }

    private func server() async throws -> HotlineProcess {
        try await HotlineProcess(dataDirectory: directory, ["--database-url", conninfo])
    }

    private func marked() async throws -> Int {
        try await database.query("select count(*) from clocks where marked_at is not null").first?.decode(Int.self) ?? 0
    }

    /// Cases with four clocks each that are over.
    private func fill(_ cases: Int) async throws {
        let now = try #require(try await database.query("select now()").first?.decode(Instant.self))
        try await GivenLine.fill(database, cases: cases, clocks: 4, from: now.adding(seconds: -86_400), dueFrom: now.adding(seconds: -60))
    }

    @Test func `of four processes one is killed at its work, and each of 20,000 clocks has each effect once`() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        // They share the key file, as servers on one database do.
        var servers = [try await server()]
        for _ in 1...3 { servers.append(try await server()) }
        try await fill(5_000)
        try await eventually { try await marked() > 0 }
        servers[0].signal(SIGKILL)
        #expect(await servers[0].exit == -SIGKILL)
        #expect(try await marked() < 20_000, "it was killed too late to be killed at its work")
        // The connections at work are cut under those that live on.
        try await database.execute(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null and backend_type = 'client backend'
            """)
        try await eventually { try await marked() == 20_000 }
        #expect(try await GivenLine.faults(in: database) == [])
        for server in servers.dropFirst() { server.signal(SIGTERM) }
        for server in servers.dropFirst() { #expect(await server.exit == 0) }
        await database.close()
    }

    @Test func `a server killed at its work alone takes it up again when it starts`() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await fill(1_000)
        var server = try await server()
        try await eventually { try await marked() > 0 }
        server.signal(SIGKILL)
        #expect(await server.exit == -SIGKILL)
        #expect(try await GivenLine.faults(in: database) == [])
        server = try await self.server()
        try await eventually { try await marked() == 4_000 }
        #expect(try await GivenLine.faults(in: database) == [])
        server.signal(SIGTERM)
        #expect(await server.exit == 0)
        await database.close()
    }

    @Test func `what comes due while a server has nothing to do is marked`() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let server = try await server()
        try await fill(1)
        try await database.execute("update clocks set due_at = clock_timestamp() + interval '1 second'")
        try await eventually { try await marked() == 4 }
        server.signal(SIGTERM)
        #expect(await server.exit == 0)
        await database.close()
    }
}
