import COpenSSL
import NIOCore

/// One peer's OpenSSL state. Ciphertext goes in by ``receiving(_:_:)``, and what the peer shall get gathers in ``outgoing``.
/// Every call empties the thread's error queue before it returns.
final class TLSConnection {
    private let ssl: OpaquePointer
    private let onRelease: @Sendable () -> Void
    private var incoming = UnsafeRawBufferPointer(start: nil, count: 0)
    private var outgoing = ByteBuffer()

    init(_ ssl: OpaquePointer, onRelease: @escaping @Sendable () -> Void) {
        self.ssl = ssl
        self.onRelease = onRelease
        let bio = ByteBufferBIO.make(for: self)
        SSL_set_bio(ssl, bio, bio)
        SSL_set_accept_state(ssl)
    }

    deinit {
        SSL_free(ssl)
        onRelease()
    }

    /// Lets OpenSSL read from the ciphertext during `body`, which has to read until nothing is left.
    func receiving<Result>(_ ciphertext: ByteBuffer, _ body: () -> Result) -> Result {
        ciphertext.withUnsafeReadableBytes { bytes in
            incoming = bytes
            defer { incoming = UnsafeRawBufferPointer(start: nil, count: 0) }
            return body()
        }
    }

    enum Handshake {
        case done(TLSHandshakeCompleted)
        case unfinished
        case failed(String)
    }

    func shakeHands() -> Handshake {
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        if result == 1 { return .done(TLSHandshakeCompleted(ssl)) }
        if SSL_get_error(ssl, result) == SSL_ERROR_WANT_READ { return .unfinished }
        return .failed(TLSError.drainedReason())
    }

    enum Reading {
        /// All that came is decrypted.
        case drained
        /// The peer's close_notify: nothing follows.
        case ended
        case broken(String)
    }

    /// Appends what can be decrypted to `plaintext`.
    func decrypt(into plaintext: inout ByteBuffer) -> Reading {
        ERR_clear_error()
        while true {
            var result: Int32 = 0
            plaintext.writeWithUnsafeMutableBytes(minimumWritableBytes: max(incoming.count, 1024)) { space in
                result = SSL_read(ssl, space.baseAddress, Int32(clamping: space.count))
                return max(0, Int(result))
            }
            if result > 0 {
                if incoming.isEmpty && SSL_pending(ssl) == 0 { return .drained }
                continue
            }
            switch SSL_get_error(ssl, result) {
            case SSL_ERROR_WANT_READ: return .drained
            case SSL_ERROR_ZERO_RETURN: return .ended
            default: return .broken(TLSError.drainedReason())
            }
        }
    }

    /// Encrypts all the bytes; nil, or why not.
    func encrypt(_ plaintext: UnsafeRawBufferPointer) -> String? {
        guard plaintext.count > 0 else { return nil }
        ERR_clear_error()
        var written = 0
        if SSL_write_ex(ssl, plaintext.baseAddress, plaintext.count, &written) == 1 { return nil }
        return TLSError.drainedReason()
    }

    /// Appends our close_notify, once.
    func sayGoodbye() {
        ERR_clear_error()
        if SSL_shutdown(ssl) < 0 { ERR_clear_error() }
    }

    var hasOutgoing: Bool { outgoing.readableBytes > 0 }

    /// Makes room for the ciphertext of so many bytes, so that the buffer is allocated once.
    func prepareOutgoing(for plaintextCount: Int, allocator: ByteBufferAllocator) {
        // A record of at most 16 KiB carries 5 bytes of header, and 17 to 24 of tag, type and nonce.
        let expected = plaintextCount + (plaintextCount / 16_384 + 1) * 32
        if outgoing.readableBytes == 0 {
            outgoing = allocator.buffer(capacity: expected)
        } else {
            outgoing.reserveCapacity(minimumWritableBytes: expected)
        }
    }

    /// What waits to be sent; it is the caller's now.
    func takeOutgoing() -> ByteBuffer {
        defer { outgoing = ByteBuffer() }
        return outgoing
    }

    /// For the BIO: moves arrived bytes to OpenSSL. 0 if there are none left.
    func takeIncoming(_ target: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(target.count, incoming.count)
        guard count > 0 else { return 0 }
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: incoming[..<count]))
        incoming = UnsafeRawBufferPointer(rebasing: incoming[count...])
        return count
    }

    /// For the BIO: takes what OpenSSL wants sent.
    func appendOutgoing(_ bytes: UnsafeRawBufferPointer) {
        outgoing.writeBytes(bytes)
    }
}
