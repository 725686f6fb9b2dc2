import COpenSSL

/// HMAC with SHA-256 (RFC 2104, FIPS 198-1).
public enum HMACSHA256 {
    /// 32 bytes. Compare codes with ``constantTimeEquals(_:_:)`` only.
    /// - Precondition: OpenSSL has memory for one context.
    public static func code(for message: some Sequence<UInt8>, key: SecretKey) -> [UInt8] {
        key.withUnsafeBytes { code(for: message, keyBytes: $0) }
    }

    /// Keys of any length, as the published vectors have them.
    static func code(for message: some Sequence<UInt8>, keyBytes: UnsafeRawBufferPointer) -> [UInt8] {
        let context = EVP_MAC_CTX_dup(Algorithms.hmacSHA256)
        defer { EVP_MAC_CTX_free(context) }
        return message.withContiguousBytes { bytes in
            [UInt8](unsafeUninitializedCapacity: 32) { out, count in
                let key = keyBytes.assumingMemoryBound(to: UInt8.self)
                let done =
                    EVP_MAC_init(context, key.baseAddress, key.count, nil) == 1
                    && (bytes.isEmpty || EVP_MAC_update(context, bytes.baseAddress, bytes.count) == 1)
                    && EVP_MAC_final(context, out.baseAddress, &count, 32) == 1
                precondition(done, "HMAC-SHA-256: \(CryptographyError.drained())")
            }
        }
    }
}

/// Whether two secrets agree, in a time that depends on their lengths only.
public func constantTimeEquals(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> Bool {
    left.withContiguousBytes { left in
        right.withContiguousBytes { right in
            left.count == right.count && (left.isEmpty || CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0)
        }
    }
}
