import COpenSSL

/// Unpredictable bytes from OpenSSL's generator, which the operating system seeds.
public enum Random {
    /// - Throws: ``CryptographyError/library(_:)`` when the system has no entropy to give.
    public static func bytes(_ count: Int) throws(CryptographyError) -> [UInt8] {
        var done = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { out, filled in
            done = count == 0 || RAND_bytes(out.baseAddress, Int32(count)) == 1
            filled = done ? count : 0
        }
        guard done else { throw .drained() }
        return bytes
    }
}
