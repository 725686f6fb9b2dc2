/// A Swift type that travels to and from PostgreSQL in the binary format.
///
/// A `RawRepresentable` type whose raw value is a `PostgresValue` conforms by one line:
/// `extension CaseID: PostgresValue {}`.
public protocol PostgresValue: Sendable {
    /// The type a parameter is declared as.
    static var postgresType: PostgresType { get }

    /// Appends the value; `ParameterWriter.null()` makes it NULL.
    func encode(into writer: inout ParameterWriter)

    /// Reads one cell; throws where the cell is NULL or of another type.
    init(from cell: PostgresCell) throws(PostgresMismatch)
}

/// The cell is NULL, of another type, or out of the wanted type's range.
public struct PostgresMismatch: Error {
    public init() {}
}

/// One value of a row or of an array as the server sent it; valid only during the call it is passed to.
public struct PostgresCell {
    /// The object identifier of the cell's type.
    public let type: UInt32
    let bytes: UnsafeRawBufferPointer?

    public var isNull: Bool { bytes == nil }

    func present() throws(PostgresMismatch) -> UnsafeRawBufferPointer {
        guard let bytes else { throw PostgresMismatch() }
        return bytes
    }

    func integer<Wire: FixedWidthInteger>(_: Wire.Type) throws(PostgresMismatch) -> Wire {
        let bytes = try present()
        guard bytes.count == MemoryLayout<Wire>.size else { throw PostgresMismatch() }
        return Wire(bigEndian: bytes.loadUnaligned(as: Wire.self))
    }
}

extension PostgresValue where Self: RawRepresentable, RawValue: PostgresValue {
    public static var postgresType: PostgresType { RawValue.postgresType }

    public func encode(into writer: inout ParameterWriter) {
        rawValue.encode(into: &writer)
    }

    public init(from cell: PostgresCell) throws(PostgresMismatch) {
        guard let value = Self(rawValue: try RawValue(from: cell)) else { throw PostgresMismatch() }
        self = value
    }
}

extension Optional: PostgresValue where Wrapped: PostgresValue {
    public static var postgresType: PostgresType { Wrapped.postgresType }

    public func encode(into writer: inout ParameterWriter) {
        if let self { self.encode(into: &writer) } else { writer.null() }
    }

    public init(from cell: PostgresCell) throws(PostgresMismatch) {
        self = cell.isNull ? nil : try Wrapped(from: cell)
    }
}
