import Testing
import WorkingTime

@testable import Database

@Suite(.serialized) struct SQLTests {
    @Test func `values become numbered parameters`() {
        let sql: SQL = "select a from b where c = \(1) and d = \("x") or e = \(true)"
        #expect(sql.text == "select a from b where c = $1 and d = $2 or e = $3")
        #expect(sql.parameters.types == [20, 25, 16])
    }

    @Test func `nested fragments are renumbered`() {
        let condition: SQL = "x = \(2) or y = \(3)"
        let sql: SQL = "select \(1) where (\(condition)) and z = \("4")"
        #expect(sql.text == "select $1 where (x = $2 or y = $3) and z = $4")
        #expect(sql.parameters.types == [20, 20, 20, 25])
    }

    @Test func `joined fragments keep their parameters`() async throws {
        let conditions: [SQL] = ["1 = \(1)", "'b' = \("b")", "true"]
        let sql = SQL(joined: conditions, separator: " and ")
        #expect(sql.text == "1 = $1 and 'b' = $2 and true")
        #expect(SQL(joined: [], separator: ",").text == "")
        try await withDatabase { database in
            let isTrue = try await database.query("select \(sql)")[0].decode(Bool.self)
            #expect(isTrue)
        }
    }

    @Test func `raw text enters by one door`() {
        let sql: SQL = "select \(unsafeSQL: "now()") where a = \(1)"
        #expect(sql.text == "select now() where a = $1")
    }

    @Test(arguments: [
        "", "plain", "it's", #"back\slash"#, #"\'; drop table x; --"#, "''", #"\\"#, "line\nbreak", "你好 👩‍👩‍👧 '\u{200F}", "$1 $$",
    ])
    func `a literal reads back as the text it was made of`(text: String) async throws {
        try await withDatabase { database in
            let literal = try (SQL("\(text)")).textWithLiterals()
            for setting in ["on", "off"] {
                let read = try await database.transaction { transaction in
                    try await transaction.execute("set local standard_conforming_strings = \(unsafeSQL: setting)")
                    return try await transaction.query("select \(unsafeSQL: literal)")[0].decode(String.self)
                }
                #expect(read == text)
            }
        }
    }

    @Test func `a literal with NUL is refused`() {
        #expect(throws: DatabaseError.nulInText) { try SQL("copy (select \("a\0b")) to stdout").textWithLiterals() }
    }
}
