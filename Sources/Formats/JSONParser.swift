/// Reads JSON by the letter of RFC 8259, and refuses what the RFC leaves open: duplicate keys, lone
/// surrogates, a byte order mark. `\u0000` is legal and stays; the caller decides.
public struct JSONParser {
    /// The deepest nesting that any caller may ask for: the parser recurses, and the stacks of the
    /// cooperative pool's threads are small.
    static let deepest = 128

    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    /// Reused for strings with escapes.
    var scratch: [UInt8] = []
    private var depthLeft: Int

    /// Reads one value, with white space around it and nothing else.
    ///
    /// `maximumDepth` is how many arrays and objects may stand inside each other, at most 128.
    public static func parse(_ bytes: [UInt8], maximumDepth: Int = 32) throws(JSONError) -> JSON {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in try parse(buffer, maximumDepth: maximumDepth) }
    }

    /// The same from memory of any owner.
    public static func parse(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = 32) throws(JSONError) -> JSON {
        try bytes.withMemoryRebound(to: UInt8.self) { (buffer) throws(JSONError) in try parse(buffer, maximumDepth: maximumDepth) }
    }

    public static func parse(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int = 32) throws(JSONError) -> JSON {
        var parser = JSONParser(bytes, maximumDepth: maximumDepth)
        do {
            return try parser.document()
        } catch {
            throw error.error(in: bytes)
        }
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        depthLeft = min(maximumDepth, JSONParser.deepest)
    }

    private mutating func document() throws(JSONFailure) -> JSON {
        let value = try value()
        skipWhiteSpace()
        guard position == bytes.count else { throw failure(.trailingData) }
        return value
    }

    private mutating func value() throws(JSONFailure) -> JSON {
        skipWhiteSpace()
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONFailure) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(JSONFailure) in try parser.array() }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "+"), UInt8(ascii: "."): throw failure(.invalidNumber)
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: throw failure(.unexpectedCharacter)
        }
    }

    private mutating func nested(_ container: (inout JSONParser) throws(JSONFailure) -> JSON) throws(JSONFailure) -> JSON {
        guard depthLeft > 0 else { throw failure(.tooDeep) }
        depthLeft -= 1
        position += 1
        let value = try container(&self)
        depthLeft += 1
        return value
    }

    private mutating func array() throws(JSONFailure) -> JSON {
        var items: [JSON] = []
        guard try !skipEnd("]") else { return .array(items) }
        while true {
            do {
                items.append(try value())
            } catch {
                throw error.inside(String(items.count))
            }
            guard try skipComma(before: "]") else { return .array(items) }
        }
    }

    private mutating func object() throws(JSONFailure) -> JSON {
        var members: [JSONObject.Member] = []
        var keys: Set<String> = []
        guard try !skipEnd("}") else { return .object(JSONObject()) }
        while true {
            skipWhiteSpace()
            let start = position
            try expect("\"")
            position -= 1
            let key = try string()
            guard isNew(key, among: members, &keys) else { throw JSONFailure(.duplicateKey(key), at: start).inside(key) }
            skipWhiteSpace()
            try expect(":")
            do {
                members.append(JSONObject.Member(key: key, value: try value()))
            } catch {
                throw error.inside(key)
            }
            guard try skipComma(before: "}") else { return .object(JSONObject(distinct: members)) }
        }
    }

    /// Small objects are searched; large ones keep a set, so that a hostile document costs no square.
    private func isNew(_ key: String, among members: [JSONObject.Member], _ keys: inout Set<String>) -> Bool {
        if members.count < 16 { return !members.contains { $0.key == key } }
        if keys.isEmpty { keys = Set(members.map(\.key)) }
        return keys.insert(key).inserted
    }

    private mutating func number() throws(JSONFailure) -> JSONNumber {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "0") {
            position += 1
            if position < bytes.count, isDigit(bytes[position]) { throw failure(.invalidNumber) }
        } else {
            try digits()
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return JSONNumber(unchecked: String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self))
    }

    private mutating func digits() throws(JSONFailure) {
        let start = position
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
        guard position > start else { throw failure(position < bytes.count ? .invalidNumber : .unexpectedEnd) }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }

    private mutating func literal(_ text: StaticString, _ value: JSON) throws(JSONFailure) -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            guard bytes[position] == text.utf8Start[index] else { throw failure(.unexpectedCharacter) }
            position += 1
        }
        return value
    }

    /// Whether the container ends before it has begun.
    private mutating func skipEnd(_ end: Unicode.Scalar) throws(JSONFailure) -> Bool {
        skipWhiteSpace()
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        guard bytes[position] == UInt8(ascii: end) else { return false }
        position += 1
        return true
    }

    /// Steps over a comma that something follows, or over the end.
    private mutating func skipComma(before end: Unicode.Scalar) throws(JSONFailure) -> Bool {
        if try skipEnd(end) { return false }
        try expect(",")
        let comma = position - 1
        skipWhiteSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: end) { throw JSONFailure(.trailingComma, at: comma) }
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(JSONFailure) {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        guard bytes[position] == UInt8(ascii: character) else { throw failure(.unexpectedCharacter) }
        position += 1
    }

    private mutating func skipWhiteSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    func failure(_ reason: JSONError.Reason) -> JSONFailure { JSONFailure(reason, at: position) }
}
