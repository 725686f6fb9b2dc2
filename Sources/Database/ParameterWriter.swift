/// Collects the binary forms of parameters in one buffer.
public struct ParameterWriter: Sendable {
    private(set) var bytes: [UInt8] = []
    private var isNull = false

    /// The value being written is NULL.
    public mutating func null() {
        isNull = true
    }

    mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(bytes.count + count)
    }

    mutating func append(bigEndian value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(utf8 text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func append(bytes more: [UInt8]) {
        bytes.append(contentsOf: more)
    }

    /// Appends a value with its length in four bytes before it, −1 for NULL.
    ///
    /// - Returns: the length.
    @discardableResult
    mutating func append(measured value: some PostgresValue) -> Int32 {
        let start = bytes.count
        append(bigEndian: 0 as Int32)
        isNull = false
        value.encode(into: &self)
        let length = isNull ? -1 : Int32(bytes.count - start - 4)
        isNull = false
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: length.bigEndian, toByteOffset: start, as: Int32.self) }
        return length
    }
}

/// The bound parameters of one statement.
struct Parameters: Sendable {
    struct Entry: Sendable {
        let type: UInt32
        let offset: Int
        /// In bytes; −1 for NULL.
        let length: Int32
    }

    private(set) var entries: [Entry] = []
    private var writer = ParameterWriter()

    var types: [UInt32] { entries.map(\.type) }

    mutating func append<Value: PostgresValue>(_ value: Value) {
        let start = writer.bytes.count
        let length = writer.append(measured: value)
        entries.append(Entry(type: Value.postgresType.oid, offset: start + 4, length: length))
    }

    mutating func append(_ other: Parameters) {
        let shift = writer.bytes.count
        writer.append(bytes: other.writer.bytes)
        for entry in other.entries {
            entries.append(Entry(type: entry.type, offset: entry.offset + shift, length: entry.length))
        }
    }

    func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        writer.bytes.withUnsafeBytes(body)
    }
}
