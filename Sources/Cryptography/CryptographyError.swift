import COpenSSL

/// Why a cryptographic operation gave no result. Never says anything about the content.
public enum CryptographyError: Error, Equatable, CustomStringConvertible {
    /// Key material has to be 32 bytes.
    case wrongKeyLength(Int)
    /// The sealed bytes are too short, were altered, belong to other authenticated data or to another key.
    case notAuthentic
    /// OpenSSL refused the operation; its own words.
    case library(String)

    public var description: String {
        switch self {
        case .wrongKeyLength(let count): "a key has 32 bytes, this has \(count)"
        case .notAuthentic: "the sealed data does not open with this key"
        case .library(let reason): "OpenSSL: \(reason)"
        }
    }
}

extension CryptographyError {
    /// Empties this thread's error queue, which must not outlive the synchronous call that filled it.
    static func drained() -> CryptographyError {
        let code = ERR_get_error()
        guard code != 0 else { return .library("no reason given") }
        ERR_clear_error()
        guard let reason = ERR_reason_error_string(code) else { return .library("error \(code)") }
        return .library(String(cString: reason))
    }
}
