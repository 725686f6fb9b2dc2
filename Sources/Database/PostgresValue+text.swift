extension String: PostgresValue {
    public static var postgresType: PostgresType { .text }

    public func encode(into writer: inout ParameterWriter) {
        writer.append(utf8: self)
    }

    /// Text of any kind, JSON, and the labels of enums.
    public init(from cell: PostgresCell) throws(PostgresMismatch) {
        var bytes = try cell.present()
        switch cell.type {
        case PostgresType.text.oid, PostgresType.varchar, PostgresType.bpchar, PostgresType.name,
            PostgresType.unknown, PostgresType.char, PostgresType.json:
            break
        case PostgresType.jsonb.oid:
            guard bytes.first == JSONText.version else { throw PostgresMismatch() }
            bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
        case PostgresType.firstOfUser...:
            break
        default:
            throw PostgresMismatch()
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw PostgresMismatch() }
        self = text
    }
}

/// A JSON document as text; `jsonb` in the database, which normalises spaces, key order and duplicate keys.
public struct JSONText: PostgresValue, Hashable, ExpressibleByStringLiteral {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    public init(stringLiteral text: String) {
        self.text = text
    }

    /// The one format version of jsonb's binary form.
    static let version: UInt8 = 1

    public static var postgresType: PostgresType { .jsonb }

    public func encode(into writer: inout ParameterWriter) {
        writer.append(bigEndian: Self.version)
        writer.append(utf8: text)
    }

    public init(from cell: PostgresCell) throws(PostgresMismatch) {
        guard cell.type == PostgresType.jsonb.oid || cell.type == PostgresType.json else { throw PostgresMismatch() }
        text = try String(from: cell)
    }
}
