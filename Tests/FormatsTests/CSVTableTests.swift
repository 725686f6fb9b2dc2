import Formats
import SeededRandom
import Testing

@Suite struct CSVTableTests {
    private static let tables: [(String, [[String]])] = [
        ("a,b\n1,2\n", [["1", "2"]]),
        ("a,b\r\n1,2\r\n", [["1", "2"]]),
        ("a,b\n1,2", [["1", "2"]]),
        ("a,b", []),
        ("a,b\n", []),
        ("\u{FEFF}a,b\n1,2\n", [["1", "2"]]),
        ("a,b\n,\n", [["", ""]]),
        ("a\n\n", [[""]]),
        ("a,b\n\"\",\"\"\n", [["", ""]]),
        ("a,b\n\"x,y\",\"p\"\"q\"\n", [["x,y", "p\"q"]]),
        ("a,b\n\"\"\"\",\"\"\"x\"\"\"", [["\"", "\"x\""]]),
        ("a,b\n\"x\ny\",\"p\r\nq\"\n", [["x\ny", "p\r\nq"]]),
        ("a,b\n 1 ,\t2\n", [[" 1 ", "\t2"]]),
        ("a,b\n莲都区,𠮷\n", [["莲都区", "𠮷"]]),
        ("a,b\r\n1,2\n3,4\r\n", [["1", "2"], ["3", "4"]]),
        ("a,b\n\"\u{FEFF}\",2", [["\u{FEFF}", "2"]]),
        ("a,b\n1,\"2\"", [["1", "2"]]),
    ]

    @Test(arguments: tables)
    func `a table is read`(text: String, rows: [[String]]) throws {
        let table = try CSVTable(parsing: Array(text.utf8), file: "t.csv")
        #expect(table.header.first == "a")
        #expect(table.rows.map { $0.fields.map(\.text) } == rows)
    }

    private static let brokenTables: [(String, CSVError.Reason, Int, Int)] = [
        ("", .empty, 1, 1),
        ("a,a\n", .duplicateColumn("a"), 1, 3),
        ("a,,b\n", .unnamedColumn, 1, 3),
        ("\n1\n", .unnamedColumn, 1, 1),
        ("a,b\n1\n", .fieldCount(found: 1, expected: 2), 2, 1),
        ("a,b\n1,2,3\n", .fieldCount(found: 3, expected: 2), 2, 1),
        ("a,b\n1,2\n\n", .fieldCount(found: 1, expected: 2), 3, 1),
        ("a,b\n\"x\ny\",2\n1", .fieldCount(found: 1, expected: 2), 4, 1),
        ("a,b\n1,\"2", .unterminatedQuote, 2, 3),
        ("a,b\n1,\"2\n3,4\n", .unterminatedQuote, 2, 3),
        ("a,b\n1,\"2\"\"", .unterminatedQuote, 2, 3),
        ("a,b\n1,2\"3\n", .strayQuote, 2, 4),
        ("a,b\n莲都,x\"\n", .strayQuote, 2, 5),
        ("a,b\n\"1\"x,2\n", .textAfterQuote, 2, 4),
        ("a,b\n\"1\" ,2\n", .textAfterQuote, 2, 4),
        ("a,b\n1,2\r3,4\n", .bareCarriageReturn, 2, 4),
        ("a,b\r", .bareCarriageReturn, 1, 4),
        ("a,b\n1,\0\n", .nulCharacter, 2, 3),
        ("\"a,b\n", .unterminatedQuote, 1, 1),
    ]

    @Test(arguments: brokenTables)
    func `a broken table is refused with its place`(text: String, reason: CSVError.Reason, line: Int, column: Int) {
        let error = #expect(throws: CSVError.self) { try CSVTable(parsing: Array(text.utf8), file: "t.csv") }
        #expect(error?.reason == reason)
        #expect(error?.line == line && error?.column == column)
        #expect(error?.description == "t.csv:\(line):\(column): \(reason)")
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        let bytes = Array("a,b\n丽水,".utf8) + [0xB1, 0xB1] + Array("\n".utf8)
        let error = #expect(throws: CSVError.self) { try CSVTable(parsing: bytes, file: "t.csv") }
        #expect(error?.description == "t.csv:2:4: not UTF-8")
    }

    @Test func `fields know their names and places`() throws {
        let table = try CSVTable(parsing: Array("code,name\n1,\"两\n行\"\n331100,丽水市\n".utf8), file: "regions.csv")
        let row = table.rows[1]
        #expect(row.line == 4)
        #expect(row["name"] == "丽水市" && row["nothing"] == nil)
        let field = try row.field("name")
        #expect(field.line == 4 && field.column == 8)
        #expect(field.error("no such region").description == "regions.csv:4:8: no such region")
        let error = #expect(throws: CSVError.self) { try row.field("level") }
        #expect(error?.description == "regions.csv:4:1: column level is missing")
    }

    @Test func `columns are checked by name`() throws {
        let table = try CSVTable(parsing: Array("code,name,note\n".utf8), file: "regions.csv")
        try table.check(required: ["name", "code"], optional: ["note", "alias"])
        let missing = #expect(throws: CSVError.self) { try table.check(required: ["code", "level"], optional: ["name", "note"]) }
        #expect(missing?.reason == .missingColumn("level"))
        let unknown = #expect(throws: CSVError.self) { try table.check(required: ["code", "name"]) }
        #expect(unknown?.description == "regions.csv:1:11: column note is not known")
    }

    @Test(arguments: SeededGenerator.seeds)
    func `a written table is read as it was`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let width = Int.random(in: 1...4, using: &random)
            let rows = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                (0..<width).map { _ in String(someString(&random).unicodeScalars.map { $0 == "\0" ? "\"" : Character($0) }) }
            }
            let header = (0..<width).map { "column \($0)" }
            let lines = ([header] + rows).map { row in
                row.map { "\"" + $0.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\"" }.joined(separator: ",")
            }
            let table = try CSVTable(parsing: Array(lines.joined(separator: "\r\n").utf8), file: "t.csv")
            #expect(table.rows.map { $0.fields.map(\.text) } == rows)
        }
    }

    @Test(arguments: SeededGenerator.seeds)
    func `random bytes never trap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("ab,\"\"\r\n".utf8) + [0x0A, 0xE4, 0xB8, 0xAD, 0x00, 0xFF]
        var read = 0
        for _ in 0..<10_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
            if (try? CSVTable(parsing: bytes, file: "t.csv")) != nil { read += 1 }
        }
        #expect(read > 0)
    }

    @Test func `every truncation inside a quoted field is refused`() throws {
        let text = Array("a,b\n1,\"两\"\"\n行\"".utf8)
        _ = try CSVTable(parsing: text, file: "t.csv")
        for length in 7..<text.count {
            // A cut between two doubled quotes closes the field early, which is a table.
            if text[..<length].last == UInt8(ascii: "\""), length > 7, text[length] == UInt8(ascii: "\"") { continue }
            #expect(throws: CSVError.self, "\(length)") { try CSVTable(parsing: Array(text[..<length]), file: "t.csv") }
        }
    }
}
