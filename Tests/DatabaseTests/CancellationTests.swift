import Testing

@testable import Database

@Suite(.serialized, .timeLimit(.minutes(1))) struct CancellationTests {
    @Test func `cancelling a task cancels its statement`() async throws {
        try await withDatabase { database in
            let pid = try await backend(of: database)
            let task = Task { try await database.query("select pg_sleep(60)") }
            try await activity(of: pid, "state = 'active' and wait_event = 'PgSleep'")
            task.cancel()
            await #expect(throws: DatabaseError.cancelled) { try await task.value }
            #expect(try await backend(of: database) == pid)
        }
    }

    @Test func `a cancelled task leaves the queue at once`() async throws {
        try await withDatabase({ $0.maximumConnections = 1 }) { database in
            try await database.transaction { transaction in
                let task = Task { try await database.ping() }
                try await eventually { database.statistics.waiting == 1 }
                task.cancel()
                await #expect(throws: DatabaseError.cancelled) { try await task.value }
                #expect(database.statistics.waiting == 0)
                try await transaction.execute("select 1")
            }
        }
    }

    @Test func `a cancelled transaction is rolled back`() async throws {
        try await withSchema { schema in
            try await withDatabase(schema: schema) { database in
                try await database.execute("create table t (i int)")
                let task = Task {
                    try await database.transaction { transaction in
                        try await transaction.execute("insert into t values (1)")
                        while !Task.isCancelled { await Task.yield() }
                    }
                }
                try await eventually { database.statistics.open > database.statistics.idle }
                task.cancel()
                await #expect(throws: DatabaseError.cancelled) { try await task.value }
                #expect(try await database.query("select 1 from t").isEmpty)
            }
        }
    }

    @Test func `a task that is cancelled already sends nothing`() async throws {
        try await withDatabase { database in
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                try await database.ping()
            }
            task.cancel()
            await #expect(throws: DatabaseError.cancelled) { try await task.value }
            #expect(database.statistics.open - database.statistics.idle <= 1)
        }
    }

    @Test func `cancelling at any moment leaks no connection`() async throws {
        try await withDatabase({ $0.maximumConnections = 3 }) { database in
            for round in 0..<30 {
                let tasks = (0..<8).map { number in
                    Task {
                        switch number % 3 {
                        case 0: try await database.ping()
                        case 1:
                            try await database.transaction { transaction in
                                try await transaction.execute("select pg_sleep(0.001)")
                                try await transaction.execute("select 2")
                            }
                        default: for try await _ in database.copyOut("copy (select generate_series(1, 20000)) to stdout") {}
                        }
                    }
                }
                for _ in 0..<round * 20 { await Task.yield() }
                tasks.forEach { $0.cancel() }
                for task in tasks {
                    do { try await task.value } catch let error as DatabaseError { #expect(error == .cancelled) }
                }
            }
            try await eventually { database.statistics.open == database.statistics.idle }
            // A cancel request that came late would hit one of these.
            for _ in 0..<50 { try await database.ping() }
        }
    }
}
