/// Splits bytes into records and fields.
struct CSVReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let file: String
    private var index = 0
    private var position = SourcePosition()

    init(_ bytes: UnsafeBufferPointer<UInt8>, file: String) {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        self.bytes = hasMark ? UnsafeBufferPointer(rebasing: bytes[3...]) : bytes
        self.file = file
    }

    /// All records; the end of the last line begins none.
    mutating func records() throws(CSVError) -> [[CSVField]] {
        try checkText()
        var records: [[CSVField]] = []
        while index < bytes.count {
            records.append(try record())
        }
        return records
    }

    /// Asked once for the whole, so that fields can be cut out without another look.
    private func checkText() throws(CSVError) {
        let invalid = firstInvalidUTF8(in: bytes)
        let nul = bytes.firstIndex(of: 0)
        if let invalid, invalid <= nul ?? invalid { throw error(.invalidUTF8, at: SourcePosition(of: invalid, in: bytes)) }
        if let nul { throw error(.nulCharacter, at: SourcePosition(of: nul, in: bytes)) }
    }

    private mutating func record() throws(CSVError) -> [CSVField] {
        var fields: [CSVField] = []
        while true {
            let start = position
            let text = next == UInt8(ascii: "\"") ? try quoted() : try unquoted()
            fields.append(CSVField(text: text, file: file, line: start.line, column: start.column))
            guard next == UInt8(ascii: ",") else { break }
            step()
        }
        try endLine()
        return fields
    }

    private mutating func unquoted() throws(CSVError) -> String {
        let start = index
        while let byte = next, byte != UInt8(ascii: ","), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
            guard byte != UInt8(ascii: "\"") else { throw error(.strayQuote, at: position) }
            step()
        }
        return text(start..<index)
    }

    /// Begins at the opening quote.
    private mutating func quoted() throws(CSVError) -> String {
        let opening = position
        step()
        var start = index
        var field = ""
        while let byte = next {
            step()
            guard byte == UInt8(ascii: "\"") else { continue }
            field += text(start..<(index - 1))
            guard next == UInt8(ascii: "\"") else { return field }
            // The second of two quotes belongs to the field: it begins the next run.
            start = index
            step()
        }
        throw error(.unterminatedQuote, at: opening)
    }

    private mutating func endLine() throws(CSVError) {
        switch next {
        case nil: return
        case UInt8(ascii: "\n"): step()
        case UInt8(ascii: "\r"):
            guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") else {
                throw error(.bareCarriageReturn, at: position)
            }
            step()
            step()
        default: throw error(.textAfterQuote, at: position)
        }
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func step() {
        position.advance(over: bytes[index])
        index += 1
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    private func error(_ reason: CSVError.Reason, at position: SourcePosition) -> CSVError {
        CSVError(file: file, line: position.line, column: position.column, reason: reason)
    }
}
