import Testing

@testable import Database

@Suite(.serialized, .timeLimit(.minutes(1))) struct TransactionTests {
    struct Refused: Error {}

    func withTable(_ columns: String = "id int primary key, n int not null default 0", _ body: (Database) async throws -> Void) async throws
    {
        try await withSchema { schema in
            try await withDatabase(schema: schema, { $0.maximumConnections = 3 }) { database in
                try await database.execute("create table t (\(unsafeSQL: columns))")
                try await body(database)
            }
        }
    }

    func ids(_ queryable: some Queryable) async throws -> [Int] {
        try await queryable.query("select id from t order by id").map { try $0.decode(Int.self) }
    }

    @Test func `what the body did stands when it returns`() async throws {
        try await withTable { database in
            let seen = try await database.transaction { transaction in
                try await transaction.execute("insert into t (id) values (1)")
                let left = try await ids(database)
                #expect(left.isEmpty)
                return try await ids(transaction)
            }
            #expect(seen == [1])
            #expect(try await ids(database) == [1])
        }
    }

    @Test func `nothing stands when the body throws`() async throws {
        try await withTable { database in
            await #expect(throws: Refused.self) {
                try await database.transaction { transaction in
                    try await transaction.execute("insert into t (id) values (1)")
                    throw Refused()
                }
            }
            let left = try await ids(database)
            #expect(left.isEmpty)
        }
    }

    @Test func `a failure that the body swallowed is reported at COMMIT`() async throws {
        try await withTable { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { transaction in
                    try await transaction.execute("insert into t (id) values (1)")
                    _ = try? await transaction.execute("insert into t (id) values (1)")
                }
            }
            #expect(error?.constraint == "t_pkey")
            let left = try await ids(database)
            #expect(left.isEmpty)
        }
    }

    @Test func `a constraint that is checked at COMMIT is reported`() async throws {
        try await withTable("id int constraint one_each unique deferrable initially deferred") { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { try await $0.execute("insert into t values (1), (1)") }
            }
            #expect(error?.constraint == "one_each")
            let left = try await ids(database)
            #expect(left.isEmpty)
        }
    }

    @Test func `a transaction that got out cannot be used any more`() async throws {
        try await withTable { database in
            let escaped = try await database.transaction { $0 }
            await #expect(throws: DatabaseError.closed) { try await escaped.execute("insert into t (id) values (1)") }
            let left = try await ids(database)
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: [IsolationLevel.readCommitted, .repeatableRead, .serializable], [true, false])
    func `isolation and access mode are what was asked for`(isolation: IsolationLevel, readOnly: Bool) async throws {
        try await withDatabase { database in
            let row = try await database.transaction(isolation: isolation, readOnly: readOnly) { transaction in
                try await transaction.query("select current_setting('transaction_isolation'), current_setting('transaction_read_only')")[0]
            }
            #expect(try row.decode((String, String).self) == (isolation.rawValue, readOnly ? "on" : "off"))
        }
    }

    /// Two transactions that each read what the other writes: one must be repeated.
    @Test func `a serialisation failure repeats the body, also when the body hides it`() async throws {
        try await withTable { database in
            try await database.execute("insert into t (id) values (1), (2)")
            var runs = 0
            let total = try await database.transaction(isolation: .serializable) { transaction in
                runs += 1
                let total = try await transaction.query("select sum(n) from t")[0].decode(Int.self)
                if runs == 1 {
                    try await database.transaction(isolation: .serializable) { other in
                        _ = try await other.query("select sum(n) from t")
                        try await other.execute("update t set n = n + 1 where id = 1")
                    }
                }
                do { try await transaction.execute("update t set n = n + 10 where id = 2") } catch { throw Refused() }
                return total
            }
            #expect(runs == 2)
            #expect(total == 1)
            #expect(try await database.query("select sum(n) from t")[0].decode(Int.self) == 11)
        }
    }

    @Test func `concurrent increments under repeatable read all count`() async throws {
        try await withTable { database in
            try await database.execute("insert into t (id) values (1)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        for _ in 0..<5 {
                            try await database.transaction(isolation: .repeatableRead) { transaction in
                                let n = try await transaction.query("select n from t where id = 1")[0].decode(Int.self)
                                try await transaction.execute("update t set n = \(n + 1)::int4 where id = 1")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.query("select n from t")[0].decode(Int.self) == 15)
        }
    }

    @Test func `one of two that block each other is repeated`() async throws {
        try await withTable { database in
            try await database.execute("insert into t (id) values (1), (2)")
            let meeting = Meeting()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for order in [[1, 2], [2, 1]] {
                    group.addTask {
                        try await database.transaction { transaction in
                            try await transaction.execute("update t set n = n + 1 where id = \(order[0])")
                            await meeting.arrive()
                            try await transaction.execute("update t set n = n + 1 where id = \(order[1])")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.query("select n from t").map { try $0.decode(Int.self) } == [2, 2])
            // Four, when the server finds the deadlock from both sides at once.
            #expect(await meeting.arrivals >= 3)
        }
    }

    @Test func `repeating has an end`() async throws {
        try await withDatabase { database in
            var runs = 0
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { transaction in
                    runs += 1
                    try await transaction.script("do $$ begin raise sqlstate '40001'; end $$")
                }
            }
            #expect(error?.sqlState == "40001")
            #expect(runs == 8)
        }
    }

    @Test func `a script runs many statements, and may not end the transaction`() async throws {
        try await withTable { database in
            try await database.transaction { try await $0.script("insert into t (id) values (1); insert into t (id) values (2); -- ok") }
            #expect(try await ids(database) == [1, 2])
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { try await $0.script("insert into t (id) values (3); commit") }
            }
            #expect(error?.sqlState == "25P01")
        }
    }

    @Test func `statements of one transaction may be sent from many tasks`() async throws {
        try await withTable { database in
            try await database.transaction { transaction in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for id in 0..<20 { group.addTask { try await transaction.execute("insert into t (id) values (\(id))") } }
                    try await group.waitForAll()
                }
            }
            #expect(try await ids(database) == Array(0..<20))
        }
    }
}

/// The first two wait for each other; who comes later passes.
actor Meeting {
    private(set) var arrivals = 0
    private var first: CheckedContinuation<Void, Never>?

    func arrive() async {
        arrivals += 1
        if arrivals == 1 { await withCheckedContinuation { first = $0 } }
        first?.resume()
        first = nil
    }
}
