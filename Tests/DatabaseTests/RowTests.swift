import Testing
import WorkingTime

@testable import Database

@Suite(.serialized) struct RowTests {
    @Test func `cells are found by position and by name`() async throws {
        try await withDatabase { database in
            let rows = try await database.query(#"select i as id, 'n' || i as "Name" from generate_series(1, 3) i order by i"#)
            #expect(rows.count == 3)
            #expect(try rows[1].decode((Int, String).self) == (2, "n2"))
            #expect(try rows[2].get("id", as: Int.self) == 3)
            let name: String = try rows[0].get("Name")
            #expect(name == "n1")
        }
    }

    @Test func `a row outlives its connection`() async throws {
        let database = try await testDatabase()
        let rows = try await database.query("select 'kept'")
        await database.close()
        #expect(try rows[0].decode(String.self) == "kept")
    }

    @Test func `what cannot be read names the column and the wanted type`() async throws {
        try await withDatabase { database in
            let row = try await database.query("select 1::int4 as a, null::text as b, 70000::int4 as c, 'infinity'::timestamptz as d")[0]
            #expect(throws: DatabaseError.decoding(column: "a", expected: "String")) { try row.get("a", as: String.self) }
            #expect(throws: DatabaseError.decoding(column: "b", expected: "String")) { try row.get("b", as: String.self) }
            #expect(throws: DatabaseError.decoding(column: "c", expected: "Int16")) { try row.get("c", as: Int16.self) }
            #expect(throws: DatabaseError.decoding(column: "d", expected: "Instant")) { try row.get("d", as: Instant.self) }
            #expect(throws: DatabaseError.decoding(column: "e", expected: "Int")) { try row.get("e", as: Int.self) }
            #expect(throws: DatabaseError.decoding(column: "1 to 4", expected: "Int")) { try row.decode(Int.self) }
            #expect(throws: DatabaseError.decoding(column: "1 to 4", expected: "(Int, String)")) { try row.decode((Int, String).self) }
        }
    }

    @Test func `the number of affected rows is told`() async throws {
        try await withSchema { schema in
            try await withDatabase(schema: schema) { database in
                let created = try await database.execute("create table t (i int)")
                #expect(created == 0)
                #expect(try await database.execute("insert into t select generate_series(1, 5)") == 5)
                #expect(try await database.execute("update t set i = i + 1 where i > \(3)") == 2)
                #expect(try await database.execute("delete from t where false") == 0)
                #expect(try await database.query("delete from t returning i").count == 5)
            }
        }
    }

    @Test func `a violated constraint is named, and no value is shown`() async throws {
        try await withSchema { schema in
            try await withDatabase(schema: schema) { database in
                try await database.execute("create table person (email text constraint one_person_one_email unique)")
                try await database.execute("insert into person values (\("secret@example.org"))")
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.execute("insert into person values (\("secret@example.org"))")
                }
                #expect(error?.sqlState == "23505")
                #expect(error?.constraint == "one_person_one_email")
                #expect(error?.serverError?.table == "person")
                let cast = await #expect(throws: DatabaseError.self) { try await database.query("select \("secret")::int4") }
                for shown in [error, cast].compactMap({ $0 }).flatMap({ ["\($0)", String(reflecting: $0), "\([$0])"] }) {
                    #expect(!shown.contains("secret"))
                }
            }
        }
    }

    @Test func `the password is not shown`() {
        for conninfo in ["host=db.internal user=h password=s3cret", "postgresql://h:s3cret@db.internal/hotline", "garbage s3cret"] {
            let configuration = DatabaseConfiguration(conninfo: conninfo)
            var dumped = ""
            dump(configuration, to: &dumped)
            for shown in ["\(configuration)", String(reflecting: configuration), dumped] { #expect(!shown.contains("s3cret")) }
        }
        #expect("\(DatabaseConfiguration(conninfo: "postgresql://h:x@db.internal/hotline"))".contains("host=db.internal"))
    }
}
