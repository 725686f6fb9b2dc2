/// One-dimensional arrays; `[UInt8]` is `bytea`.
extension Array: PostgresValue where Element: PostgresValue {
    public static var postgresType: PostgresType {
        // The server has no array of arrays; object identifier 0 makes it refuse one.
        isBytes ? .bytea : PostgresType(oid: Element.postgresType.arrayOID, arrayOID: 0)
    }

    private static var isBytes: Bool { Element.self == UInt8.self }

    public func encode(into writer: inout ParameterWriter) {
        if Self.isBytes {
            // Sound: isBytes says that [Element] is [UInt8].
            writer.append(bytes: unsafeBitCast(self, to: [UInt8].self))
            return
        }
        writer.append(bigEndian: isEmpty ? 0 as Int32 : 1)
        // "Has nulls" is a hint that the server does not need: it reads each length.
        writer.append(bigEndian: 1 as Int32)
        writer.append(bigEndian: Element.postgresType.oid)
        if isEmpty { return }
        writer.append(bigEndian: Int32(count))
        writer.append(bigEndian: 1 as Int32)
        // Lengths, and eight bytes for each is a fair guess.
        writer.reserve(count * 12)
        for element in self { writer.append(measured: element) }
    }

    public init(from cell: PostgresCell) throws(PostgresMismatch) {
        if Self.isBytes {
            guard cell.type == PostgresType.bytea.oid else { throw PostgresMismatch() }
            // Sound: isBytes says that [Element] is [UInt8].
            self = unsafeBitCast([UInt8](try cell.present()), to: [Element].self)
            return
        }
        var elements = try PostgresArrayReader(cell)
        self = []
        reserveCapacity(elements.count)
        while let element = try elements.next() { append(try Element(from: element)) }
    }
}

/// Walks the binary form of an array: dimensions, flag, element type, length and lower bound, then the elements.
struct PostgresArrayReader {
    private var rest: UnsafeRawBufferPointer
    private(set) var count = 0
    private var type: UInt32 = 0

    init(_ cell: PostgresCell) throws(PostgresMismatch) {
        rest = try cell.present()
        let dimensions: Int32 = try take()
        let _: Int32 = try take()
        type = try take()
        guard dimensions == 0 || dimensions == 1 else { throw PostgresMismatch() }
        guard dimensions == 1 else { return }
        let length: Int32 = try take()
        let _: Int32 = try take()
        // Each element takes four bytes at least, so no forged length can make us reserve more than was sent.
        guard length >= 0, Int(length) <= rest.count / 4 else { throw PostgresMismatch() }
        count = Int(length)
    }

    mutating func next() throws(PostgresMismatch) -> PostgresCell? {
        guard count > 0 else { return nil }
        count -= 1
        let length: Int32 = try take()
        guard length >= 0 else { return PostgresCell(type: type, bytes: nil) }
        guard Int(length) <= rest.count else { throw PostgresMismatch() }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(Int(length))) }
        return PostgresCell(type: type, bytes: UnsafeRawBufferPointer(rebasing: rest.prefix(Int(length))))
    }

    private mutating func take<Value: FixedWidthInteger>() throws(PostgresMismatch) -> Value {
        let size = MemoryLayout<Value>.size
        guard rest.count >= size else { throw PostgresMismatch() }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(size)) }
        return Value(bigEndian: rest.loadUnaligned(as: Value.self))
    }
}
