import Formats
import Testing

struct CSVWriterTests {
    @Test func `what is written is read again`() throws {
        let cells = ["a", "b,c", "d\"e", "f\ng", "中文，甲", ""]
        var writer = CSVWriter(withMark: true)
        writer.line(["one", "two", "three", "four", "five", "six"])
        writer.line(cells)
        #expect(writer.bytes.prefix(3) == [0xEF, 0xBB, 0xBF])
        let row = try #require(try CSVTable(parsing: writer.bytes, file: "written.csv").rows.first)
        #expect(row.fields.map(\.text) == cells)
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@a", "＝1", "－1", "\t=1"])
    func `no cell is a formula`(cell: String) {
        var writer = CSVWriter()
        writer.line([cell, nil])
        #expect(writer.take() == Array("'\(cell),\n".utf8))
        #expect(writer.bytes.isEmpty)
    }
}
