import Testing

@testable import Database

@Suite(.serialized, .timeLimit(.minutes(1))) struct PoolTests {
    @Test func `fifty tasks share four connections`() async throws {
        try await withDatabase({ $0.maximumConnections = 4 }) { database in
            let answers = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for number in 0..<50 {
                    group.addTask {
                        try await database.transaction { transaction in
                            // Nobody gives a connection back before all four are made.
                            try await eventually { database.statistics.open == 4 }
                            return try await transaction.query("select \(number), pg_backend_pid()")[0].decode((Int, Int).self)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.map(\.0).sorted() == Array(0..<50))
            #expect(Set(answers.map(\.1)).count == 4)
            #expect(database.statistics.open == 4)
        }
    }

    @Test func `one task after the other needs one connection`() async throws {
        try await withDatabase({ $0.maximumConnections = 8 }) { database in
            #expect(database.statistics == PoolStatistics(open: 0, idle: 0, waiting: 0))
            for _ in 0..<100 { try await database.ping() }
            #expect(database.statistics == PoolStatistics(open: 1, idle: 1, waiting: 0))
        }
    }

    @Test func `connections are handed out in the order of asking`() async throws {
        try await withDatabase({ $0.maximumConnections = 1 }) { database in
            let order = Order()
            let tasks = try await database.transaction { transaction in
                var tasks: [Task<Void, any Error>] = []
                for number in 0..<5 {
                    tasks.append(Task { try await database.transaction { _ in await order.append(number) } })
                    try await eventually { database.statistics.waiting == number + 1 }
                }
                try await transaction.execute("select 1")
                return tasks
            }
            for task in tasks { try await task.value }
            #expect(await order.numbers == [0, 1, 2, 3, 4])
        }
    }

    @Test func `waiting for a connection has a limit`() async throws {
        try await withDatabase {
            $0.maximumConnections = 1
            // Making the connection counts too, and takes long where many tests run at once.
            $0.checkoutTimeout = .seconds(1)
        } _: { database in
            try await database.transaction { transaction in
                let opening = Task { try await database.transaction { _ in } }
                await #expect(throws: DatabaseError.checkoutTimeout) { try await database.ping() }
                await #expect(throws: DatabaseError.checkoutTimeout) { try await opening.value }
                #expect(database.statistics.waiting == 0)
                try await transaction.execute("select 1")
            }
            try await database.ping()
        }
    }

    @Test func `a statement has a time limit`() async throws {
        try await withDatabase({ $0.statementTimeout = .milliseconds(50) }) { database in
            await #expect(throws: DatabaseError.statementTimeout) { try await database.query("select pg_sleep(60)") }
            let pid = try await backend(of: database)
            await #expect(throws: DatabaseError.statementTimeout) { try await database.query("select pg_sleep(60)") }
            #expect(try await backend(of: database) == pid)
        }
    }

    @Test func `the session is set up as the program needs it`() async throws {
        try await withDatabase({ $0.applicationName = "test of settings" }) { database in
            let settings = ["timezone", "client_encoding", "jit", "statement_timeout", "application_name"]
            let rows = try await database.query("select current_setting(name) from unnest(\(settings)) name")
            #expect(try rows.map { try $0.decode(String.self) } == ["UTC", "UTF8", "off", "30s", "test of settings"])
        }
    }

    @Test func `a transaction that a plain statement opened does not survive it`() async throws {
        try await withDatabase({ $0.maximumConnections = 1 }) { database in
            let pid = try await backend(of: database)
            try await database.execute("begin")
            try await activity(of: pid, "state = 'idle'")
            #expect(try await backend(of: database) == pid)
        }
    }

    @Test func `a plain COPY is refused and hurts nobody`() async throws {
        try await withDatabase { database in
            await #expect(throws: DatabaseError.self) { try await database.execute("copy (select 1) to stdout") }
            try await database.ping()
        }
    }

    @Test func `closing lets running work end and refuses new work`() async throws {
        let database = try await testDatabase()
        let running = Task { try await backend(of: database) }
        let transaction = Task {
            try await database.transaction { transaction in
                try await transaction.execute("select pg_sleep(0.2)")
                return try await backend(of: transaction)
            }
        }
        try await eventually { database.statistics.open - database.statistics.idle == 1 && database.statistics.waiting == 0 }
        _ = try await running.value
        await database.close()
        let pid = try await transaction.value
        #expect(database.statistics.open == 0)
        await #expect(throws: DatabaseError.closed) { try await database.ping() }
        await #expect(throws: DatabaseError.closed) { try await database.transaction { _ in } }
        try await withDatabase { other in
            try await eventually { try await other.query("select 1 from pg_stat_activity where pid = \(Int32(clamping: pid))").isEmpty }
        }
    }

    @Test func `closing stops what does not end by itself`() async throws {
        let database = try await testDatabase { $0.maximumConnections = 3 }
        let statement = Task { try await database.query("select pg_sleep(60)") }
        let transaction = Task { try await database.transaction { try await $0.query("select pg_sleep(60)") } }
        try await eventually { database.statistics.open == 2 && database.statistics.idle == 0 }
        await database.close(within: .milliseconds(10))
        #expect(database.statistics.open == 0)
        await #expect(throws: DatabaseError.self) { try await statement.value }
        await #expect(throws: DatabaseError.self) { try await transaction.value }
    }

    @Test func `a pool that nobody holds gives its connections up`() async throws {
        var pid = 0
        do {
            let database = try await testDatabase()
            pid = try await backend(of: database)
        }
        try await withDatabase { other in
            try await eventually { try await other.query("select 1 from pg_stat_activity where pid = \(Int32(clamping: pid))").isEmpty }
        }
    }
}

actor Order {
    private(set) var numbers: [Int] = []

    func append(_ number: Int) {
        numbers.append(number)
    }
}
