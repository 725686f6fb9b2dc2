/// Writes lines of comma-separated values after RFC 4180. A cell that a spreadsheet would run as a formula is made text by an
/// apostrophe before it.
public struct CSVWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    /// - Parameter withMark: begins with a byte order mark, by which spreadsheets know UTF-8.
    public init(withMark: Bool = false) {
        if withMark { bytes += [0xEF, 0xBB, 0xBF] }
    }

    /// One line; nothing is an empty cell.
    public mutating func line(_ cells: [String?]) {
        for (position, cell) in cells.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            if let cell { write(Self.isFormula(cell) ? "'" + cell : cell) }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// What was written since the last time.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func write(_ cell: String) {
        let needsQuotes = cell.utf8.contains {
            [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains($0)
        }
        guard needsQuotes else { return bytes.append(contentsOf: cell.utf8) }
        bytes.append(UInt8(ascii: "\""))
        for byte in cell.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isFormula(_ cell: String) -> Bool {
        guard let first = cell.unicodeScalars.first else { return false }
        return "=+-@＝＋－＠\t\r\n".unicodeScalars.contains(first)
    }
}
