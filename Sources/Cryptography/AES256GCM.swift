import COpenSSL

/// Authenticated encryption (NIST SP 800-38D). A sealed box is nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes).
public enum AES256GCM {
    private static let nonceLength = 12
    private static let tagLength = 16

    /// - Parameter context: not hidden, but the box opens only beside the same bytes: the row and column it belongs to, say.
    /// - Returns: 28 bytes more than `plain`, different at each call: the nonce is random. One key is good for 2³² boxes.
    public static func seal(
        _ plain: [UInt8], authenticating context: [UInt8], with key: SecretKey
    ) throws(CryptographyError) -> [UInt8] {
        try seal(plain, authenticating: context, with: key, nonce: Random.bytes(nonceLength))
    }

    /// - Throws: ``CryptographyError/notAuthentic`` for a box that was altered, or is of another key or context.
    public static func open(
        _ box: [UInt8], authenticating context: [UInt8], with key: SecretKey
    ) throws(CryptographyError) -> [UInt8] {
        let length = box.count - nonceLength - tagLength
        guard length >= 0 else { throw .notAuthentic }
        let cipher = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(cipher) }
        var authentic = false
        let plain = [UInt8](unsafeUninitializedCapacity: length) { out, filled in
            box.withUnsafeBufferPointer { box in
                key.withUnsafeBytes { key in
                    let tag = UnsafeMutableRawPointer(mutating: box.baseAddress! + nonceLength + length)
                    var none: Int32 = 0
                    authentic =
                        EVP_DecryptInit_ex2(cipher, Algorithms.aes256GCM, bytes(key), box.baseAddress, nil) == 1
                        && (context.isEmpty || EVP_DecryptUpdate(cipher, nil, &none, context, Int32(context.count)) == 1)
                        && (length == 0
                            || EVP_DecryptUpdate(cipher, out.baseAddress, &none, box.baseAddress! + nonceLength, Int32(length)) == 1)
                        && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), tag) == 1
                        && EVP_DecryptFinal_ex(cipher, out.baseAddress, &none) == 1
                }
            }
            if !authentic { OPENSSL_cleanse(out.baseAddress, length) }
            filled = authentic ? length : 0
        }
        guard authentic else {
            ERR_clear_error()
            throw .notAuthentic
        }
        return plain
    }

    /// The nonce as a parameter, for the published vectors; a nonce must never meet the same key twice.
    static func seal(
        _ plain: [UInt8], authenticating context: [UInt8], with key: SecretKey, nonce: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        let cipher = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(cipher) }
        let length = nonceLength + plain.count + tagLength
        var done = false
        let box = [UInt8](unsafeUninitializedCapacity: length) { out, filled in
            out.baseAddress!.initialize(from: nonce, count: nonceLength)
            let text = out.baseAddress! + nonceLength
            let tag = text + plain.count
            key.withUnsafeBytes { key in
                var none: Int32 = 0
                done =
                    EVP_EncryptInit_ex2(cipher, Algorithms.aes256GCM, bytes(key), nonce, nil) == 1
                    && (context.isEmpty || EVP_EncryptUpdate(cipher, nil, &none, context, Int32(context.count)) == 1)
                    && (plain.isEmpty || EVP_EncryptUpdate(cipher, text, &none, plain, Int32(plain.count)) == 1)
                    && EVP_EncryptFinal_ex(cipher, tag, &none) == 1
                    && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), tag) == 1
            }
            filled = done ? length : 0
        }
        guard done else { throw .drained() }
        return box
    }

    private static func bytes(_ key: UnsafeRawBufferPointer) -> UnsafePointer<UInt8>? {
        key.assumingMemoryBound(to: UInt8.self).baseAddress
    }
}
