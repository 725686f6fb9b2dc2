/// Strings: one validated copy where there is no escape, which is nearly always.
extension JSONParser {
    /// Begins at the opening quote.
    mutating func string() throws(JSONFailure) -> String {
        position += 1
        let start = position
        position = plainEnd(from: position)
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        guard bytes[position] != UInt8(ascii: "\"") else {
            let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
            guard let string = String(validating: text, as: UTF8.self) else { throw invalidUTF8(from: start) }
            position += 1
            return string
        }
        return try escapedString(from: start)
    }

    private mutating func escapedString(from start: Int) throws(JSONFailure) -> String {
        scratch.removeAll(keepingCapacity: true)
        var runStart = start
        while true {
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            scratch.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[runStart..<position]))
            switch bytes[position] {
            case UInt8(ascii: "\""):
                guard let string = String(validating: scratch, as: UTF8.self) else { throw invalidUTF8(from: start) }
                position += 1
                return string
            case UInt8(ascii: "\\"): try escape()
            default: throw failure(.controlCharacter)
            }
            runStart = position
            position = plainEnd(from: position)
        }
    }

    /// Begins at the backslash.
    private mutating func escape() throws(JSONFailure) {
        let start = position
        guard position + 1 < bytes.count else { throw JSONFailure(.unexpectedEnd, at: bytes.count) }
        position += 2
        switch bytes[position - 1] {
        case UInt8(ascii: "\""): scratch.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): scratch.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): scratch.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "u"): scratch.append(contentsOf: UTF8.encode(try escapedScalar(from: start))!)
        default: throw JSONFailure(.invalidEscape, at: start)
        }
    }

    /// Begins after `\u`; a high surrogate takes its low one with it.
    private mutating func escapedScalar(from start: Int) throws(JSONFailure) -> Unicode.Scalar {
        let unit = try codeUnit(from: start)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard 0xD800...0xDBFF ~= unit else { throw JSONFailure(.loneSurrogate, at: start) }
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        guard bytes[position] == UInt8(ascii: "\\") else { throw JSONFailure(.loneSurrogate, at: start) }
        guard position + 1 < bytes.count else { throw JSONFailure(.unexpectedEnd, at: bytes.count) }
        guard bytes[position + 1] == UInt8(ascii: "u") else { throw JSONFailure(.loneSurrogate, at: start) }
        let lowStart = position
        position += 2
        let low = try codeUnit(from: lowStart)
        guard 0xDC00...0xDFFF ~= low else { throw JSONFailure(.loneSurrogate, at: start) }
        // Two surrogates always make a scalar of the planes above the first.
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))!
    }

    private mutating func codeUnit(from start: Int) throws(JSONFailure) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            let byte = bytes[position]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 0x30
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - 0x61 + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - 0x41 + 10
            default: throw JSONFailure(.invalidEscape, at: start)
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    /// Something before the present position is not UTF-8.
    private func invalidUTF8(from start: Int) -> JSONFailure {
        let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
        return JSONFailure(.invalidUTF8, at: start + (firstInvalidUTF8(in: text) ?? 0))
    }

    /// The first quote, backslash or control character, or the end.
    private func plainEnd(from start: Int) -> Int {
        PlainText.end(in: bytes, from: start)
    }
}
