/// One row of a table; never without fields.
public struct CSVRow: Sendable {
    public let fields: [CSVField]
    private let columns: [String: Int]

    init(fields: [CSVField], columns: [String: Int]) {
        self.fields = fields
        self.columns = columns
    }

    /// The line on which the row begins, from 1.
    public var line: Int { fields[0].line }

    /// The field of that column; refused with the column's name when the header has none.
    public func field(_ column: String) throws(CSVError) -> CSVField {
        guard let index = columns[column] else { throw fields[0].error(.missingColumn(column)) }
        return fields[index]
    }

    /// The text of the field; nil when the header has no such column.
    public subscript(column: String) -> String? {
        columns[column].map { fields[$0].text }
    }
}

/// One field, and where it begins.
public struct CSVField: Hashable, Sendable {
    /// Without quotes.
    public let text: String
    public let file: String
    /// From 1.
    public let line: Int
    /// From 1, in Unicode scalars.
    public let column: Int

    /// For a reader that cannot take what the field says.
    public func error(_ message: String) -> CSVError { error(.invalidField(message)) }

    func error(_ reason: CSVError.Reason) -> CSVError {
        CSVError(file: file, line: line, column: column, reason: reason)
    }
}
