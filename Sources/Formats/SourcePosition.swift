/// Line and column of a byte, both from 1; columns count Unicode scalars.
struct SourcePosition: Hashable {
    private(set) var line = 1
    private(set) var column = 1

    init() {}

    init(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes.prefix(offset) { advance(over: byte) }
    }

    mutating func advance(over byte: UInt8) {
        if byte == UInt8(ascii: "\n") {
            line += 1
            column = 1
        } else if byte & 0xC0 != 0x80 {
            column += 1
        }
    }
}
