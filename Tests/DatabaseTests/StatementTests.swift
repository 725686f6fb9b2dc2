import Testing

@testable import Database

@Suite(.serialized, .timeLimit(.minutes(1))) struct StatementTests {
    @Test func `a statement is prepared once`() async throws {
        try await withDatabase({ $0.maximumConnections = 1 }) { database in
            for number in 0..<5 { try await database.execute("select \(number) + 1") }
            let count: SQL = "select count(*) from pg_prepared_statements where statement = 'select $1 + 1'"
            #expect(try await database.query(count)[0].decode(Int.self) == 1)
            try await database.execute("select \(1 as Int32) + 1")
            #expect(try await database.query(count)[0].decode(Int.self) == 2)
        }
    }

    @Test func `the number of prepared statements is bounded`() async throws {
        try await withDatabase({ $0.maximumConnections = 1 }) { database in
            for number in 0..<300 {
                #expect(try await database.query("select \(unsafeSQL: String(number))")[0].decode(Int.self) == number)
                #expect(try await database.query("select 'often'")[0].decode(String.self) == "often")
            }
            let names = try await database.query("select statement from pg_prepared_statements").map { try $0.decode(String.self) }
            #expect(names.count == StatementCache.capacity)
            #expect(names.contains("select 'often'"))
            #expect(!names.contains("select 0"))
        }
    }

    @Test func `a changed table is prepared anew`() async throws {
        try await withSchema { schema in
            try await withDatabase(schema: schema, { $0.maximumConnections = 1 }) { database in
                try await database.execute("create table t (a int)")
                try await database.execute("insert into t values (1)")
                #expect(try await database.query("select * from t")[0].decode(Int.self) == 1)
                try await database.execute("alter table t add b text default 'x'")
                #expect(try await database.query("select * from t")[0].decode((Int, String).self) == (1, "x"))
                try await database.execute("alter table t drop a")
                let row = try await database.transaction { try await $0.query("select * from t")[0] }
                #expect(try row.decode(String.self) == "x")
            }
        }
    }

    @Test func `statements that somebody deallocated are prepared anew`() async throws {
        try await withDatabase({ $0.maximumConnections = 1 }) { database in
            #expect(try await database.query("select \(1)")[0].decode(Int.self) == 1)
            try await database.execute("deallocate all")
            #expect(try await database.query("select \(2)")[0].decode(Int.self) == 2)
        }
    }

    @Test func `a wrong statement hurts nobody`() async throws {
        try await withDatabase({ $0.maximumConnections = 1 }) { database in
            let error = await #expect(throws: DatabaseError.self) { try await database.query("selec 1") }
            #expect(error?.sqlState == "42601")
            #expect(error?.serverError?.position == 1)
            let none = try await database.query("")
            #expect(none.isEmpty)
            await #expect(throws: DatabaseError.nulInText) { try await database.query("select 1 \(unsafeSQL: "\0; drop")") }
            let nul = await #expect(throws: DatabaseError.self) { try await database.query("select \("a\0b")") }
            #expect(nul?.sqlState == "22021")
            #expect(database.statistics.open == 1)
        }
    }
}
