import COpenSSL

/// OpenSSL as a client between two memory BIOs: what it sends and receives are arrays, to be cut as a test likes.
final class InMemoryClient {
    private let ssl: OpaquePointer
    private let context: OpaquePointer
    private let arrived: OpaquePointer
    private let leaving: OpaquePointer

    init(maximumVersion: Int32 = TLS1_3_VERSION) {
        context = SSL_CTX_new(TLS_client_method())
        _ = SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(maximumVersion), nil)
        ssl = SSL_new(context)
        arrived = BIO_new(BIO_s_mem())
        leaving = BIO_new(BIO_s_mem())
        SSL_set_bio(ssl, arrived, leaving)
        SSL_set_connect_state(ssl)
    }

    deinit {
        SSL_free(ssl)
        SSL_CTX_free(context)
        ERR_clear_error()
    }

    var isHandshakeDone: Bool { SSL_is_init_finished(ssl) == 1 }
    var hasReceivedCloseNotify: Bool { SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN != 0 }

    func shakeHands() {
        ERR_clear_error()
        SSL_do_handshake(ssl)
    }

    func receive(_ bytes: [UInt8]) {
        if !bytes.isEmpty { BIO_write(arrived, bytes, Int32(bytes.count)) }
    }

    /// Ciphertext for the server.
    func takeLeaving() -> [UInt8] {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = BIO_read(leaving, &chunk, Int32(chunk.count)), count > 0 { all += chunk[..<Int(count)] }
        return all
    }

    func write(_ bytes: [UInt8]) {
        ERR_clear_error()
        if !bytes.isEmpty { SSL_write(ssl, bytes, Int32(bytes.count)) }
    }

    /// All plaintext that can be decrypted.
    func read() -> [UInt8] {
        ERR_clear_error()
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = SSL_read(ssl, &chunk, Int32(chunk.count)), count > 0 { all += chunk[..<Int(count)] }
        return all
    }

    func sendCloseNotify() {
        ERR_clear_error()
        SSL_shutdown(ssl)
    }

    /// Asks the server for new keys; nil if OpenSSL does not even send the wish.
    func updateKey() {
        ERR_clear_error()
        SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED)
        SSL_do_handshake(ssl)
    }

    /// True if OpenSSL accepted to ask for a second handshake (TLS 1.2).
    func renegotiate() -> Bool {
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard SSL_renegotiate(ssl) == 1 else { return false }
        SSL_do_handshake(ssl)
        return true
    }

    /// OpenSSL's reason for the next read's failure, nil if it only wants more bytes.
    func readFailure() -> String? {
        ERR_clear_error()
        var byte: UInt8 = 0
        let result = SSL_read(ssl, &byte, 1)
        defer { ERR_clear_error() }
        guard result <= 0, SSL_get_error(ssl, result) == SSL_ERROR_SSL else { return nil }
        return ERR_reason_error_string(ERR_peek_error()).map { String(cString: $0) }
    }
}
