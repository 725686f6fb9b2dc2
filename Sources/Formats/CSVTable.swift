/// A table read from RFC 4180: a header, and rows with as many fields. Lines end with CRLF or LF,
/// also inside one file; a byte order mark is passed over. Fields keep their white space.
public struct CSVTable: Sendable {
    /// Named in errors only.
    public let file: String
    /// The names of the columns, no two the same.
    public let header: [String]
    public let rows: [CSVRow]
    private let headerFields: [CSVField]

    public init(parsing bytes: [UInt8], file: String) throws(CSVError) {
        var records = try bytes.withUnsafeBufferPointer { (buffer) throws(CSVError) in
            var reader = CSVReader(buffer, file: file)
            return try reader.records()
        }[...]
        guard let header = records.popFirst() else { throw CSVError(file: file, line: 1, column: 1, reason: .empty) }
        var columns: [String: Int] = [:]
        for (index, field) in header.enumerated() {
            guard !field.text.isEmpty else { throw field.error(.unnamedColumn) }
            guard columns.updateValue(index, forKey: field.text) == nil else { throw field.error(.duplicateColumn(field.text)) }
        }
        self.file = file
        self.header = header.map(\.text)
        headerFields = header
        var rows: [CSVRow] = []
        rows.reserveCapacity(records.count)
        for fields in records {
            guard fields.count == header.count else {
                throw fields[0].error(.fieldCount(found: fields.count, expected: header.count))
            }
            rows.append(CSVRow(fields: fields, columns: columns))
        }
        self.rows = rows
    }

    /// Refuses a header that lacks a required column or has one that is neither required nor optional.
    public func check(required: [String], optional: [String] = []) throws(CSVError) {
        for name in required where !header.contains(name) {
            throw CSVError(file: file, line: headerFields[0].line, column: 1, reason: .missingColumn(name))
        }
        for field in headerFields where !required.contains(field.text) && !optional.contains(field.text) {
            throw field.error(.unknownColumn(field.text))
        }
    }
}
