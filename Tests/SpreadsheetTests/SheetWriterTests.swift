import Spreadsheet
import Testing

@Suite("Spreadsheets", .timeLimit(.minutes(1)))
struct SheetWriterTests {
    @Test func `a sheet is a zip archive, whatever its cells begin with`() throws {
        let sheet = try SheetWriter(name: "overdue", headings: ["标题", "n"])
        try sheet.append([
            [.text("=SUM(1;1)"), .number(7)], [.empty, .flag(true)], [.date(year: 2026, month: 9, day: 16, second: 36_000), .empty],
        ])
        let bytes = try sheet.finish()
        #expect(bytes.starts(with: Array("PK\u{3}\u{4}".utf8)))
        #expect(!String(decoding: bytes, as: UTF8.self).contains("<f>"))
    }

    @Test func `nothing is appended behind the end`() throws {
        let sheet = try SheetWriter(name: "orders", headings: ["a"])
        _ = try sheet.finish()
        #expect(throws: SheetError.self) { try sheet.append([[.text("late")]]) }
    }
}
