import WorkingTime

extension SQL {
    /// The statement with its parameters written into the text as quoted literals with casts.
    ///
    /// For COPY, which takes no parameters.
    ///
    /// - Throws: `.server` with SQLSTATE 22021 where a text holds a NUL character, as the server would answer, and
    ///   42804 for a type that has no literal form here.
    func textWithLiterals() throws(DatabaseError) -> String {
        let literals: [String?] = parameters.withUnsafeBytes { bytes in
            parameters.entries.map { entry in
                let range = entry.offset..<entry.offset + max(0, Int(entry.length))
                let value = entry.length < 0 ? nil : UnsafeRawBufferPointer(rebasing: bytes[range])
                return try? Self.literal(PostgresCell(type: entry.type, bytes: value))
            }
        }
        var text = pieces[0]
        for (literal, piece) in zip(literals, pieces.dropFirst()) {
            guard let literal else { throw .server(ServerError(sqlState: "42804", message: "a parameter has no literal form")) }
            text += literal
            text += piece
        }
        guard !text.utf8.contains(0) else { throw .nulInText }
        return text
    }

    private static func literal(_ cell: PostgresCell) throws(PostgresMismatch) -> String {
        switch cell.type {
        case PostgresType.bool.oid: try scalar(cell, Bool.self, as: "bool") { $0 ? "true" : "false" }
        case PostgresType.int2.oid: try scalar(cell, Int.self, as: "int2") { "'\($0)'" }
        case PostgresType.int4.oid: try scalar(cell, Int.self, as: "int4") { "'\($0)'" }
        case PostgresType.int8.oid: try scalar(cell, Int.self, as: "int8") { "'\($0)'" }
        case PostgresType.float8.oid: try scalar(cell, Double.self, as: "float8") { "'\($0)'" }
        case PostgresType.text.oid: try scalar(cell, String.self, as: "text", quoted)
        case PostgresType.jsonb.oid: try scalar(cell, String.self, as: "jsonb", quoted)
        case PostgresType.bytea.oid: try scalar(cell, [UInt8].self, as: "bytea") { "decode('\(hexadecimal($0))', 'hex')" }
        case PostgresType.date.oid: try scalar(cell, Day.self, as: "date") { "(date 'epoch' + (\($0.daysSince1970)))" }
        case PostgresType.timestamptz.oid:
            try scalar(cell, Instant.self, as: "timestamptz") { "(timestamptz 'epoch' + interval '\($0.microseconds) microseconds')" }
        default: try array(cell)
        }
    }

    private static func scalar<Value: PostgresValue>(
        _ cell: PostgresCell, _: Value.Type, as type: String, _ write: (Value) -> String
    ) throws(PostgresMismatch) -> String {
        cell.isNull ? "null::\(type)" : write(try Value(from: cell)) + "::\(type)"
    }

    private static let arrays: [UInt32: String] = [
        PostgresType.bool.arrayOID: "bool[]", PostgresType.bytea.arrayOID: "bytea[]",
        PostgresType.int2.arrayOID: "int2[]", PostgresType.int4.arrayOID: "int4[]", PostgresType.int8.arrayOID: "int8[]",
        PostgresType.text.arrayOID: "text[]", PostgresType.float8.arrayOID: "float8[]", PostgresType.date.arrayOID: "date[]",
        PostgresType.timestamptz.arrayOID: "timestamptz[]", PostgresType.jsonb.arrayOID: "jsonb[]",
    ]

    private static func array(_ cell: PostgresCell) throws(PostgresMismatch) -> String {
        guard let type = arrays[cell.type] else { throw PostgresMismatch() }
        if cell.isNull { return "null::\(type)" }
        var reader = try PostgresArrayReader(cell)
        var elements: [String] = []
        while let element = try reader.next() { elements.append(try literal(element)) }
        return "array[\(elements.joined(separator: ", "))]::\(type)"
    }

    /// What PQescapeLiteral makes: quotes doubled, and with any backslash the E form with those doubled too,
    /// so that it reads the same under either setting of standard_conforming_strings.
    static func quoted(_ text: String) -> String {
        var literal = text.utf8.contains(UInt8(ascii: "\\")) ? " E'" : "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" || scalar == "\\" { literal.unicodeScalars.append(scalar) }
            literal.unicodeScalars.append(scalar)
        }
        return literal + "'"
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
