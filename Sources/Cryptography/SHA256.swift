import COpenSSL

/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    /// 32 bytes.
    /// - Precondition: OpenSSL has memory for one digest context.
    public static func digest(_ message: some Sequence<UInt8>) -> [UInt8] {
        message.withContiguousBytes { bytes in
            [UInt8](unsafeUninitializedCapacity: 32) { out, count in
                let done = EVP_Digest(bytes.baseAddress, bytes.count, out.baseAddress, nil, Algorithms.sha256, nil)
                precondition(done == 1, "SHA-256: \(CryptographyError.drained())")
                count = 32
            }
        }
    }
}
