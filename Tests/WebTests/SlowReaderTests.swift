import Database
import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix
import Testing

@Suite("Readers that are slow", .timeLimit(.minutes(2)))
struct SlowReaderTests {
    @Test func `SIGTERM ends the server within ten seconds while an export waits for its reader`() async throws {
        let directory = "/tmp/hotline-slow-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let server = try await HotlineProcess(dataDirectory: directory, ["--demo"])
        let conninfo = String(decoding: try file("\(directory)/embedded-database"), as: UTF8.self)
        let database = Database(DatabaseConfiguration(conninfo: conninfo), logger: quiet)
        try await fill(database)

        let tokens = String(decoding: try file("\(directory)/demo-tokens.json"), as: UTF8.self)
        let token = try #require(tokens.firstMatch(of: /"supervisor":"([0-9a-f]+)"/)?.1)
        let reader = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: false)
            .channelOption(.socketOption(.so_rcvbuf), value: 4096)
            .connect(host: "127.0.0.1", port: server.port).get()
        try await reader.writeAndFlush(
            ByteBuffer(
                bytes: HTTPConnection.request("GET", "/v1/reports/overdue?format=csv", [("Authorization", "Bearer \(token)")]))
        )
        // PostgreSQL waits for the server, which waits for the reader.
        try await eventually {
            try await !database.query("select 1 from pg_stat_activity where query like 'copy%' and wait_event = 'ClientWrite'").isEmpty
        }
        await database.close()

        let started = ContinuousClock.now
        server.signal(SIGTERM)
        #expect(await server.exit == 0, "\(server.output)")
        let time = ContinuousClock.now - started
        #expect(time < .seconds(10), "\(time)")
        try? await reader.close()
    }

    /// Much more overdue than the buffers of two sockets hold: about 100 MB.
    private func fill(_ database: Database) async throws {
        try await database.execute("update cases set title = repeat('占', 200)")
        try await database.execute(
            """
            insert into clocks (case_id, ordinal, stage, rule, department, kind, region, started_at, due_at, provisional,
                calendar_version, counts_late)
            select k.case_id, 1000 + number, k.stage, k.rule, k.department, k.kind, k.region, k.started_at,
                k.started_at + interval '1 hour', false, k.calendar_version, true
            from (select * from clocks limit 1) k, generate_series(1, 130000) number
            """)
    }
}
