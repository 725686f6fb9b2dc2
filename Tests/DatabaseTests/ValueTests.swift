import Testing
import WorkingTime

@testable import Database

enum Kind: String, PostgresValue { case complaint, report }
struct Key: RawRepresentable, Hashable, PostgresValue { let rawValue: Int }

@Suite(.serialized) struct ValueTests {
    /// Sends the value as a parameter, reads it back, and compares it on the server with its literal form.
    func check<Value: PostgresValue & Equatable>(_ values: [Value], as type: String, _ database: Database) async throws {
        for value in values {
            let parameter: SQL = "\(value)"
            let literal = try parameter.textWithLiterals()
            let row = try await database.query(
                """
                select \(value), \(unsafeSQL: literal), \(value) is not distinct from \(unsafeSQL: literal), pg_typeof(\(value))::text
                """)[0]
            let (sent, written, isSame, name) = try row.decode((Value, Value, Bool, String).self)
            #expect(sent == value)
            #expect(written == value)
            #expect(isSame)
            #expect(name == type)
        }
    }

    @Test func `numbers and truth make the round trip`() async throws {
        try await withDatabase { database in
            try await check([0, 1, -1, .max, .min], as: "bigint", database)
            try await check([0, .max, .min] as [Int32], as: "integer", database)
            try await check([0, .max, .min] as [Int16], as: "smallint", database)
            try await check([true, false], as: "boolean", database)
            try await check([0, -1.5, .infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1], as: "double precision", database)
            try await check([nil, 3] as [Int?], as: "bigint", database)
        }
    }

    @Test func `text, bytes and JSON make the round trip`() async throws {
        try await withDatabase { database in
            try await check(["", "a'b\"c\\d", "丽水市 𠮷 👨‍👩‍👧‍👦 مرحبا", String(repeating: "长", count: 100_000)], as: "text", database)
            try await check([[], [0, 255, 92, 39], Array(0...255)] as [[UInt8]], as: "bytea", database)
            try await check([#"{"a": [1, "b'\\c"]}"#, "null", #""\"""#] as [JSONText], as: "jsonb", database)
            try await check([nil, "x"] as [String?], as: "text", database)
            try await check([nil, [1]] as [[UInt8]?], as: "bytea", database)
        }
    }

    @Test func `instants and days make the round trip`() async throws {
        try await withDatabase { database in
            let instants = [0, 1, -1, 946_684_800_000_000, 1_800_000_000_123_456, -62_135_596_800_000_000].map(Instant.init(microseconds:))
            try await check(instants, as: "timestamp with time zone", database)
            try await check([0, -1, 10_957, 20_000, -700_000].map(Day.init(daysSince1970:)), as: "date", database)
            let row = try await database.query("select \(instants[4])::text, \(Day(daysSince1970: 20_000))::text")[0]
            #expect(try row.decode((String, String).self) == ("2027-01-15 08:00:00.123456+00", "2024-10-04"))
        }
    }

    @Test func `arrays make the round trip`() async throws {
        try await withDatabase { database in
            try await check([[], ["a"], ["", "a,b", "{c}", "d'e", #"f"g\h"#, "NULL"]], as: "text[]", database)
            try await check([[], [nil], ["a", nil, ""]] as [[String?]], as: "text[]", database)
            try await check([[], Array(-300...300)], as: "bigint[]", database)
            try await check([[1, nil, 3]] as [[Int?]], as: "bigint[]", database)
            try await check([[true, false]], as: "boolean[]", database)
            try await check([[1.5, -0.0]], as: "double precision[]", database)
            try await check([[[1, 2], [], nil]] as [[[UInt8]?]], as: "bytea[]", database)
            try await check([[Instant(microseconds: 5), nil]], as: "timestamp with time zone[]", database)
            try await check([[Day(daysSince1970: 5), nil]], as: "date[]", database)
            try await check([[#"{"a": "b\"c"}"#, "1"]] as [[JSONText]], as: "jsonb[]", database)
            try await check([nil, ["a"]] as [[String]?], as: "text[]", database)
            try await check([[1, 2]] as [[Int32]], as: "integer[]", database)
            try await check([[1, 2]] as [[Int16]], as: "smallint[]", database)
        }
    }

    @Test func `types with a raw value need no code`() async throws {
        try await withDatabase { database in
            try await check([Kind.complaint, .report], as: "text", database)
            try await check([Key(rawValue: 7)], as: "bigint", database)
            try await check([[Kind.report, nil]], as: "text[]", database)
            let row = try await database.query("select 'praise'")[0]
            #expect(throws: DatabaseError.decoding(column: "?column?", expected: "Kind")) { try row.decode(Kind.self) }
        }
    }

    @Test func `related types of the server are read too`() async throws {
        try await withDatabase { database in
            let row = try await database.query(
                """
                select 1::int2, 2::int4, 3::oid, 1.5::float4, 'a'::varchar, 'b'::name, 'c'::char(1), 'd'::"char",
                       '{"e": 1}'::json, '[2]'::jsonb, null::int4
                """)[0]
            let types = (Int, Int, Int, Double, String, String, String, String, JSONText, String, Int?).self
            let values = try row.decode(types)
            #expect((values.0, values.1, values.2, values.3, values.4) == (1, 2, 3, 1.5, "a"))
            #expect((values.5, values.6, values.7, values.8.text, values.9) == ("b", "c", "d", #"{"e": 1}"#, "[2]"))
            #expect(values.10 == nil)
        }
    }

    @Test func `five hundred rows travel as arrays`() async throws {
        try await withDatabase { database in
            let names = (0..<500).map { "name '\($0)'" }
            let rows = try await database.query(
                "select n, i from unnest(\(names)::text[], \(Array(0..<500))::int8[]) as t (n, i) order by i desc")
            #expect(try rows.map { try $0.decode((String, Int).self).0 } == names.reversed())
        }
    }
}
