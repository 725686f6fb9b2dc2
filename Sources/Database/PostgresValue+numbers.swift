extension Int: PostgresValue {
    public static var postgresType: PostgresType { .int8 }

    public func encode(into writer: inout ParameterWriter) {
        writer.append(bigEndian: Int64(self))
    }

    /// Any integer type of the server widens to `Int`.
    public init(from cell: PostgresCell) throws(PostgresMismatch) {
        switch cell.type {
        case PostgresType.int8.oid: self = Int(try cell.integer(Int64.self))
        case PostgresType.int4.oid: self = Int(try cell.integer(Int32.self))
        case PostgresType.int2.oid: self = Int(try cell.integer(Int16.self))
        case PostgresType.oid: self = Int(try cell.integer(UInt32.self))
        default: throw PostgresMismatch()
        }
    }
}

extension PostgresValue where Self: FixedWidthInteger {
    /// Narrower integers read whatever fits them.
    public init(from cell: PostgresCell) throws(PostgresMismatch) {
        guard let value = Self(exactly: try Int(from: cell)) else { throw PostgresMismatch() }
        self = value
    }
}

extension Int32: PostgresValue {
    public static var postgresType: PostgresType { .int4 }

    public func encode(into writer: inout ParameterWriter) {
        writer.append(bigEndian: self)
    }
}

extension Int16: PostgresValue {
    public static var postgresType: PostgresType { .int2 }

    public func encode(into writer: inout ParameterWriter) {
        writer.append(bigEndian: self)
    }
}

/// Alone it travels as int2, which holds it; an array of it is `bytea`.
extension UInt8: PostgresValue {
    public static var postgresType: PostgresType { .int2 }

    public func encode(into writer: inout ParameterWriter) {
        writer.append(bigEndian: Int16(self))
    }
}

extension Bool: PostgresValue {
    public static var postgresType: PostgresType { .bool }

    public func encode(into writer: inout ParameterWriter) {
        writer.append(bigEndian: self ? 1 as UInt8 : 0)
    }

    public init(from cell: PostgresCell) throws(PostgresMismatch) {
        guard cell.type == PostgresType.bool.oid else { throw PostgresMismatch() }
        self = try cell.integer(UInt8.self) != 0
    }
}

extension Double: PostgresValue {
    public static var postgresType: PostgresType { .float8 }

    public func encode(into writer: inout ParameterWriter) {
        writer.append(bigEndian: bitPattern)
    }

    public init(from cell: PostgresCell) throws(PostgresMismatch) {
        switch cell.type {
        case PostgresType.float8.oid: self = Double(bitPattern: try cell.integer(UInt64.self))
        case PostgresType.float4: self = Double(Float(bitPattern: try cell.integer(UInt32.self)))
        default: throw PostgresMismatch()
        }
    }
}
