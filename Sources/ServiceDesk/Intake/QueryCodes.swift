import Casework
import Cryptography

/// Query codes: 8 characters of Crockford base32 that only the requester holds. The line keeps a
/// keyed hash, bound to the case's number.
struct QueryCodes: Sendable {
    private let key: SecretKey

    init(key: SecretKey) { self.key = key.derived("query codes") }

    func make() throws(CryptographyError) -> String { try Crockford.randomCode() }

    func hash(_ code: String, of number: CaseNumber) -> [UInt8] {
        HMACSHA256.code(for: Array("\(number)/\(code)".utf8), key: key)
    }

    /// Takes as long for an unknown number as for a known one.
    func matches(_ typed: String, of number: CaseNumber, stored: [UInt8]?) -> Bool {
        let code = Crockford.normalise(typed)
        let same = constantTimeEquals(hash(code ?? "", of: number), stored ?? [UInt8](repeating: 0, count: 32))
        return same && code != nil && stored != nil
    }
}
