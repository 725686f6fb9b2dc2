/// Why a table is refused, and where. Reads `departments.csv:12:5: the quoted field has no end`.
public struct CSVError: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        case empty
        case invalidUTF8
        case nulCharacter
        /// A carriage return without a line feed, outside of quotes.
        case bareCarriageReturn
        /// A quote inside a field that did not begin with one.
        case strayQuote
        /// Something between a closing quote and the next comma or line end.
        case textAfterQuote
        case unterminatedQuote
        case fieldCount(found: Int, expected: Int)
        case unnamedColumn
        case duplicateColumn(String)
        case missingColumn(String)
        case unknownColumn(String)
        /// What the reader of the table says about a field.
        case invalidField(String)
    }

    public let file: String
    /// From 1.
    public let line: Int
    /// From 1, in Unicode scalars.
    public let column: Int
    public let reason: Reason
}

extension CSVError: CustomStringConvertible {
    public var description: String { "\(file):\(line):\(column): \(reason)" }
}

extension CSVError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty: "there is no header"
        case .invalidUTF8: "not UTF-8"
        case .nulCharacter: "a NUL character"
        case .bareCarriageReturn: "a carriage return without a line feed"
        case .strayQuote: "a quote inside an unquoted field"
        case .textAfterQuote: "text after a closing quote"
        case .unterminatedQuote: "the quoted field has no end"
        case .fieldCount(let found, let expected): "\(found) fields, but the header has \(expected)"
        case .unnamedColumn: "a column without a name"
        case .duplicateColumn(let name): "column \(name) stands twice in the header"
        case .missingColumn(let name): "column \(name) is missing"
        case .unknownColumn(let name): "column \(name) is not known"
        case .invalidField(let message): message
        }
    }
}
