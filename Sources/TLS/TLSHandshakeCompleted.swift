import COpenSSL

/// Fired down the pipeline once, when the handshake is done and before the first decrypted byte.
public struct TLSHandshakeCompleted: Sendable, Equatable {
    /// `TLSv1.2` or `TLSv1.3`.
    public var version: String
    /// `http/1.1`, or nil when the client offered no protocols.
    public var applicationProtocol: String?
    /// Whether the client came back with a ticket.
    public var isResumed: Bool

    init(_ ssl: OpaquePointer) {
        version = String(cString: SSL_get_version(ssl))
        isResumed = SSL_session_reused(ssl) == 1
        var name: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &name, &length)
        applicationProtocol = name.map { String(decoding: UnsafeBufferPointer(start: $0, count: Int(length)), as: UTF8.self) }
    }
}
