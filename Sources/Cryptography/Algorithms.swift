import COpenSSL

/// OpenSSL's algorithms, fetched once: a fetch by name costs more than a digest of a short message.
enum Algorithms {
    // The fetched objects are immutable and counted atomically, and are never freed: any thread may use them.
    nonisolated(unsafe) static let sha256 = fetched(EVP_MD_fetch(nil, "SHA256", nil), "SHA-256")
    nonisolated(unsafe) static let aes256GCM = fetched(EVP_CIPHER_fetch(nil, "AES-256-GCM", nil), "AES-256-GCM")
    /// Only ever duplicated, which reads it.
    nonisolated(unsafe) static let hmacSHA256 = fetched(copenssl_hmac_sha256_template(), "HMAC-SHA-256")

    /// - Precondition: the system's OpenSSL offers the algorithm, as every OpenSSL 3 with its default provider does.
    private static func fetched(_ algorithm: OpaquePointer?, _ name: String) -> OpaquePointer {
        guard let algorithm else { preconditionFailure("the system's OpenSSL has no \(name): \(CryptographyError.drained())") }
        return algorithm
    }
}

extension Sequence<UInt8> {
    /// The bytes in one piece, without a copy where they already are.
    func withContiguousBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = withContiguousStorageIfAvailable(body) { return result }
        return Array(self).withUnsafeBufferPointer(body)
    }
}
