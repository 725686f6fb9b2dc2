import PostgresFixture
import Testing

@testable import Database

@Suite(.serialized, .timeLimit(.minutes(1))) struct LossTests {
    @Test func `a statement in flight is told, and the next one works`() async throws {
        try await withDatabase { database in
            let pid = try await backend(of: database)
            let task = Task { try await database.query("select pg_sleep(60)") }
            try await activity(of: pid, "state = 'active' and wait_event = 'PgSleep'")
            try await terminate(pid)
            await #expect(throws: DatabaseError.connectionLost) { try await task.value }
            #expect(try await backend(of: database) != pid)
        }
    }

    @Test func `an idle connection that died is replaced unseen`() async throws {
        try await withDatabase { database in
            for _ in 0..<3 {
                let pid = try await backend(of: database)
                try await terminate(pid)
                #expect(try await backend(of: database) != pid)
            }
        }
    }

    @Test func `all idle connections may have died`() async throws {
        try await withDatabase({ $0.maximumConnections = 4 }) { database in
            let pids = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await database.query("select pg_backend_pid() from pg_sleep(0.2)")[0].decode(Int.self) }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(pids.count == 4)
            for pid in pids { try await terminate(pid) }
            #expect(try await database.transaction { try await backend(of: $0) } > 0)
            #expect(!pids.contains(try await backend(of: database)))
            #expect(database.statistics.open == 1)
        }
    }

    @Test func `a transaction whose connection is lost is told and not repeated`() async throws {
        try await withDatabase { database in
            var runs = 0
            await #expect(throws: DatabaseError.connectionLost) {
                try await database.transaction { transaction in
                    runs += 1
                    try await terminate(try await backend(of: transaction))
                    _ = try? await transaction.execute("select 1")
                    try await transaction.execute("select 2")
                }
            }
            #expect(runs == 1)
            try await database.ping()
        }
    }

    @Test func `a connection lost before COMMIT is reported`() async throws {
        try await withDatabase { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { try await terminate(try await backend(of: $0)) }
            }
            guard case .unavailable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func `a server that is not there is told at once, and then without trying`() async throws {
        let database = Database(DatabaseConfiguration(conninfo: "host=/nonexistent/socket"), logger: silent)
        for _ in 0..<20 {
            let error = await #expect(throws: DatabaseError.self) { try await database.ping() }
            guard case .unavailable(let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("/nonexistent/socket"))
        }
        await database.close()
    }

    @Test func `the pool works again once the server lets it in`() async throws {
        // Another database of the same server keeps the door of the first one.
        let conninfo = try await PostgresFixture.conninfo()
        try await withDatabase { administrator in
            try await withDatabase({ $0.conninfo = conninfo }) { database in
                let name = try #require(try await database.query("select current_database()").first?.decode(String.self))
                try await administrator.execute("alter database \(unsafeSQL: name) allow_connections false")
                _ = try? await database.query("select pg_terminate_backend(pg_backend_pid())")
                await #expect(throws: DatabaseError.self) { try await database.ping() }
                try await administrator.execute("alter database \(unsafeSQL: name) allow_connections true")
                try await eventually {
                    do throws(DatabaseError) { try await database.ping() } catch { return false }
                    return true
                }
            }
        }
    }

    @Test func `waiting times grow from a tenth of a second to five`() {
        var backoff = Backoff()
        let times = (0..<10).map { _ in backoff.next() }
        for (index, time) in times.enumerated() {
            let expected = min(5, 0.1 * Double(1 << min(index, 6)))
            #expect(time >= .seconds(expected * 0.75 - 0.001) && time <= .seconds(min(5, expected * 1.25)))
        }
        backoff.reset()
        #expect(backoff.next() <= .milliseconds(125))
    }
}
