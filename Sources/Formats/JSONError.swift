/// Why a document is not JSON, and where.
public struct JSONError: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// The document stops inside a value, or holds none.
        case unexpectedEnd
        /// Something that cannot stand here: a comment, `NaN`, a wrong quote, a byte order mark.
        case unexpectedCharacter
        case trailingComma
        /// More text after the value.
        case trailingData
        /// Leading zeros, a plus sign, no digit where one must be.
        case invalidNumber
        /// A backslash with something that is no escape.
        case invalidEscape
        /// Half of a surrogate pair, as an escape.
        case loneSurrogate
        /// A raw control character in a string.
        case controlCharacter
        /// Overlong forms, encoded surrogates, bytes that begin or end nothing.
        case invalidUTF8
        case duplicateKey(String)
        /// Arrays and objects nested more deeply than allowed.
        case tooDeep
    }

    public let reason: Reason
    /// The value at fault, by RFC 6901: `/clocks/0/due_at`. A key at fault belongs to its object; a
    /// duplicate key points at its member.
    public let pointer: String
    /// From 1.
    public let line: Int
    /// From 1, in Unicode scalars.
    public let column: Int
}

extension JSONError: CustomStringConvertible {
    public var description: String { "\(line):\(column): \(reason)\(pointer.isEmpty ? "" : " at \(pointer)")" }
}

/// The error as the parser meets it: a byte, and the way back to the root.
struct JSONFailure: Error {
    let reason: JSONError.Reason
    let offset: Int
    /// Keys and indices from the innermost container outwards.
    private var path: [String] = []

    init(_ reason: JSONError.Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    func inside(_ key: String) -> JSONFailure {
        var failure = self
        failure.path.append(key)
        return failure
    }

    func error(in bytes: UnsafeBufferPointer<UInt8>) -> JSONError {
        let position = SourcePosition(of: offset, in: bytes)
        let pointer = path.reversed().map { "/" + JSONFailure.escape($0) }.joined()
        return JSONError(reason: reason, pointer: pointer, line: position.line, column: position.column)
    }

    private static func escape(_ key: String) -> String {
        var escaped = ""
        for scalar in key.unicodeScalars {
            switch scalar {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
