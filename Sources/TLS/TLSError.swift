import COpenSSL

/// What can go wrong with TLS: with the files, when a context is made; with a peer, as an error in the channel's pipeline.
public enum TLSError: Error, Equatable, CustomStringConvertible {
    /// The certificate file cannot be used.
    case certificate(path: String, reason: String)
    /// The private key file cannot be used.
    case privateKey(path: String, reason: String)
    /// Each file is good, and they do not belong together.
    case keyOfAnotherCertificate(certificatePath: String, keyPath: String)
    /// A self-signed certificate could not be made or written.
    case cannotMakeCertificate(path: String, reason: String)
    /// OpenSSL refused to set something up: out of memory, or a build without what is needed.
    case library(String)

    /// The peer's handshake was refused; OpenSSL's word for why. It got an alert.
    case handshakeFailed(String)
    /// The peer closed before the handshake was done.
    case handshakeInterrupted
    /// The handshake took longer than ``TLSConfiguration/handshakeTimeout``.
    case handshakeTimedOut
    /// The peer spoke plain HTTP; it was told so.
    case plainHTTP
    /// A record that is forged, broken or out of order; OpenSSL's word for it. The peer got an alert.
    case brokenRecord(String)
    /// The peer's connection ended without close_notify: what it sent may have been cut off.
    case uncleanShutdown
    /// The peer makes the server answer and does not read the answers.
    case peerDoesNotRead

    public var description: String {
        switch self {
        case .certificate(let path, let reason): "cannot use the certificate \(path): \(reason)"
        case .privateKey(let path, let reason): "cannot use the private key \(path): \(reason)"
        case .keyOfAnotherCertificate(let certificate, let key): "the private key \(key) does not belong to the certificate \(certificate)"
        case .cannotMakeCertificate(let path, let reason): "cannot make a self-signed certificate at \(path): \(reason)"
        case .library(let reason): "OpenSSL: \(reason)"
        case .handshakeFailed(let reason): "TLS handshake failed: \(reason)"
        case .handshakeInterrupted: "the peer closed during the TLS handshake"
        case .handshakeTimedOut: "the TLS handshake took too long"
        case .plainHTTP: "the peer spoke plain HTTP on the TLS port"
        case .brokenRecord(let reason): "broken TLS record: \(reason)"
        case .uncleanShutdown: "the connection ended without close_notify"
        case .peerDoesNotRead: "the peer does not read its answers"
        }
    }

    /// The oldest reason in this thread's error queue, which is then empty: it must not outlive the call that filled it.
    static func drainedReason() -> String {
        let code = ERR_get_error()
        guard code != 0 else { return "no reason given" }
        ERR_clear_error()
        return ERR_reason_error_string(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
