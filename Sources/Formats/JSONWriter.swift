/// Writes JSON straight into bytes: no tree in between. Commas come by themselves.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.object {
///     $0.member("number", number)
///     $0.member("clocks") { $0.array(clocks) { $0.value($1.stage) } }
/// }
/// send(writer.bytes)
/// ```
public struct JSONWriter: Sendable {
    /// What has been written, in UTF-8.
    public private(set) var bytes: [UInt8]
    private var needsComma = false

    /// `capacity` bytes are reserved at once.
    public init(capacity: Int = 0) {
        bytes = []
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }

    /// An object; the closure adds its members.
    @inlinable
    public mutating func object<Failure>(_ body: (inout JSONObjectWriter) throws(Failure) -> Void) throws(Failure) {
        open(UInt8(ascii: "{"))
        // The bytes are lent to the object writer: a swap, no copy.
        var members = JSONObjectWriter()
        swap(&self, &members.writer)
        defer { swap(&self, &members.writer) }
        try body(&members)
        members.writer.close(UInt8(ascii: "}"))
    }

    /// An array; each value that the closure writes is an item.
    @inlinable
    public mutating func array<Failure>(_ body: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
        open(UInt8(ascii: "["))
        try body(&self)
        close(UInt8(ascii: "]"))
    }

    /// An array; the closure writes one value, or none, for each item.
    @inlinable
    public mutating func array<Items: Sequence, Failure>(
        _ items: Items, _ body: (inout JSONWriter, Items.Element) throws(Failure) -> Void
    ) throws(Failure) {
        open(UInt8(ascii: "["))
        for item in items { try body(&self, item) }
        close(UInt8(ascii: "]"))
    }

    @inlinable
    public mutating func value(_ value: some JSONWritable) {
        value.write(to: &self)
    }

    public mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string(utf8: $0) }
    }

    @inlinable
    public mutating func string(_ text: some StringProtocol) {
        string(String(text))
    }

    public mutating func int(_ value: Int) {
        separate()
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(value.magnitude)
        needsComma = true
    }

    @inlinable
    public mutating func int(_ value: some BinaryInteger) {
        if let value = Int(exactly: value) { int(value) } else { raw(String(value).utf8) }
    }

    public mutating func bool(_ value: Bool) {
        raw(value ? "true" : "false")
    }

    public mutating func null() {
        raw("null")
    }

    /// Infinities and NaN, which JSON cannot say, become null.
    public mutating func double(_ value: Double) {
        guard value.isFinite else { return null() }
        raw(value.description.utf8)
    }

    /// A value that is JSON already; it is not looked at.
    public mutating func raw(_ json: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    private mutating func raw(_ json: StaticString) {
        raw(UnsafeBufferPointer(start: json.utf8Start, count: json.utf8CodeUnitCount))
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    @usableFromInline
    mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    @usableFromInline
    mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func digits(_ value: UInt) {
        if value >= 10 { digits(value / 10) }
        bytes.append(0x30 + UInt8(value % 10))
    }
}

extension JSONWriter {
    /// A string from bytes that are known to be UTF-8.
    mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        while true {
            let end = PlainText.end(in: text, from: start)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end]))
            guard end < text.count else { break }
            escape(text[end])
            start = end + 1
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// The key of a member, after which exactly one value must follow.
    mutating func key(_ key: String) {
        string(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            bytes.append(contentsOf: [UInt8(ascii: "u"), 0x30, 0x30, 0x30 + byte >> 4])
            let low = byte & 0x0F
            bytes.append(low < 10 ? 0x30 + low : UInt8(ascii: "a") + low - 10)
        }
    }
}
