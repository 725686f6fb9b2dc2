import Formats
import FoundationEssentials
import Glibc

struct SheetIsUnreadable: Error {}

/// The rows of a workbook's only sheet as another program reads them. Empty cells at the end of a row are none.
func sheetCells(_ workbook: [UInt8]) throws -> [[String]] {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).xlsx")
    try Data(workbook).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    guard let reader = popen("python3 '\(repository)/Tests/WebTests/sheet-cells.py' '\(file.path)'", "r") else { throw SheetIsUnreadable() }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, reader), count > 0 { bytes += chunk[..<count] }
    guard pclose(reader) == 0 else { throw SheetIsUnreadable() }
    return try JSONParser.parse(bytes).items.map { $0.items.map(\.text) }
}
