/// Why a key file gives no key. The text names the file and what to do, and never shows its content.
public enum KeyFileError: Error, Equatable, CustomStringConvertible {
    /// The file is there and cannot be read.
    case unreadable(path: String, reason: String)
    /// Group or others may read or write the file; `mode` as of chmod.
    case openToOthers(path: String, mode: UInt32)
    /// The file does not hold 64 hexadecimal digits.
    case malformed(path: String)
    /// No file was there, and none could be made.
    case cannotMake(path: String, reason: String)

    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read the key file \(path): \(reason)"
        case .openToOthers(let path, let mode):
            "the key file \(path) has mode \(String(mode, radix: 8)): others than its owner may use it; chmod 600 it"
        case .malformed(let path): "the key file \(path) must hold one key of 64 hexadecimal digits (32 bytes) and nothing else"
        case .cannotMake(let path, let reason): "cannot make the key file \(path): \(reason)"
        }
    }
}
