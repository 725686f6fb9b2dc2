/// A statement with its parameters: `"select name from departments where id = \(id)"`.
///
/// An interpolated value becomes `$n` and travels apart from the text, an interpolated `SQL` is nested and its
/// parameters are renumbered. Raw text enters by `\(unsafeSQL: …)` alone.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// Between two neighbours stands a parameter: there is one piece more than there are parameters.
    private(set) var pieces: [String]
    private(set) var parameters: Parameters

    public init(stringLiteral text: String) {
        pieces = [text]
        parameters = Parameters()
    }

    public init(stringInterpolation interpolation: StringInterpolation) {
        self = interpolation.sql
    }

    /// Fragments in a row with a separator between them, as for `where` conditions or lists of columns.
    public init(joined fragments: [SQL], separator: String) {
        self = ""
        for (index, fragment) in fragments.enumerated() {
            if index > 0 { append(separator) }
            append(fragment)
        }
    }

    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        fileprivate var sql: SQL = ""

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) {
            sql.append(literal)
        }

        public mutating func appendInterpolation(_ value: some PostgresValue) {
            sql.append(value: value)
        }

        /// Nothing is NULL.
        public mutating func appendInterpolation<Value: PostgresValue>(_ value: Value?) {
            sql.append(value: value)
        }

        public mutating func appendInterpolation(_ fragment: SQL) {
            sql.append(fragment)
        }

        /// Text that becomes part of the statement as it is: never anything that came from outside.
        public mutating func appendInterpolation(unsafeSQL text: String) {
            sql.append(text)
        }
    }

    /// The text that is prepared, with `$1`, `$2` … for the parameters.
    var text: String {
        if pieces.count == 1 { return pieces[0] }
        var text = pieces[0]
        for (number, piece) in pieces.dropFirst().enumerated() {
            text += "$"
            text += String(number + 1)
            text += piece
        }
        return text
    }

    private mutating func append(_ text: String) {
        if pieces[pieces.count - 1].isEmpty { pieces[pieces.count - 1] = text } else { pieces[pieces.count - 1] += text }
    }

    private mutating func append(value: some PostgresValue) {
        parameters.append(value)
        pieces.append("")
    }

    private mutating func append(_ fragment: SQL) {
        append(fragment.pieces[0])
        pieces.append(contentsOf: fragment.pieces.dropFirst())
        parameters.append(fragment.parameters)
    }
}
