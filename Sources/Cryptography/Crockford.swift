/// Crockford's base32: no I, L, O or U, so that a code can be read out on a phone and typed from paper.
public enum Crockford {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// Eight characters of 40 random bits: a query code.
    public static func randomCode() throws(CryptographyError) -> String {
        encode(try Random.bytes(5))
    }

    /// Five bits a character, most significant first; the last character is filled with zero bits.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var pending: UInt = 0
        var bits: UInt = 0
        for byte in bytes {
            pending = (pending << 8 | UInt(byte)) & 0xFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(pending >> bits & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(pending << (5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// A query code as a person typed it, in its one true spelling; nil unless eight characters of the alphabet remain.
    /// Letters of either case; O is 0, I and L are 1; hyphens and spaces do not count.
    public static func normalise(_ typed: String) -> String? {
        var code: [UInt8] = []
        for byte in typed.utf8 where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
            guard let character = character(for: byte), code.count < 8 else { return nil }
            code.append(character)
        }
        return code.count == 8 ? String(decoding: code, as: UTF8.self) : nil
    }

    private static func character(for byte: UInt8) -> UInt8? {
        let upper = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
        return switch upper {
        case UInt8(ascii: "O"): UInt8(ascii: "0")
        case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
        default: alphabet.contains(upper) ? upper : nil
        }
    }
}
