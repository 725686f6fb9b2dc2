import COpenSSL
import Glibc
import Synchronization

/// A certificate with its key, and the rules of the handshake: one for a server, shared by all its connections.
public final class TLSContext: Sendable {
    public let configuration: TLSConfiguration
    private let settings: Mutex<Settings>
    private let live = Atomic(0)

    /// Reads the certificate and the key.
    /// - Throws: an error that names the file and what is wrong with it.
    public init(_ configuration: TLSConfiguration) throws(TLSError) {
        self.configuration = configuration
        settings = Mutex(try Settings(configuration))
    }

    /// Reads the files again. Open connections keep the certificate they began with, new ones get the new one; sessions begun
    /// before are not resumed. Blocks for the length of two small file reads.
    /// - Throws: as the initialiser does; the certificate in use then stays.
    public func reload() throws(TLSError) {
        let fresh = try Settings(configuration)
        settings.withLock { $0 = fresh }
    }

    /// Connections whose OpenSSL state is in memory.
    public var liveConnections: Int { live.load(ordering: .relaxed) }

    func makeConnection() throws(TLSError) -> TLSConnection {
        let settings = settings.withLock { $0 }
        guard let ssl = SSL_new(settings.pointer) else { throw .library(TLSError.drainedReason()) }
        live.add(1, ordering: .relaxed)
        return TLSConnection(ssl) { [self] in live.subtract(1, ordering: .relaxed) }
    }
}

extension TLSContext {
    // Owns an SSL_CTX that is written in init alone; what OpenSSL changes in it later (counts, ticket keys) it locks itself.
    private final class Settings: @unchecked Sendable {
        let pointer: OpaquePointer

        init(_ configuration: TLSConfiguration) throws(TLSError) {
            guard let pointer = SSL_CTX_new(TLS_server_method()) else { throw .library(TLSError.drainedReason()) }
            self.pointer = pointer
            guard copenssl_server_defaults(pointer) == 1 else { throw .library(TLSError.drainedReason()) }
            copenssl_select_http1(pointer)
            try useCertificate(configuration.certificatePath)
            try useKey(configuration)
        }

        deinit { SSL_CTX_free(pointer) }

        private func useCertificate(_ path: String) throws(TLSError) {
            if let reason = Self.reasonUnreadable(path) { throw .certificate(path: path, reason: reason) }
            guard SSL_CTX_use_certificate_chain_file(pointer, path) == 1 else {
                throw .certificate(path: path, reason: TLSError.drainedReason())
            }
        }

        private func useKey(_ configuration: TLSConfiguration) throws(TLSError) {
            let path = configuration.keyPath
            if let reason = Self.reasonUnreadable(path) { throw .privateKey(path: path, reason: reason) }
            let file = BIO_new_file(path, "r")
            defer { BIO_free(file) }
            // Without an answer of our own OpenSSL would ask for a passphrase at the terminal.
            let key = PEM_read_bio_PrivateKey(file, nil, { _, _, _, _ in -1 }, nil)
            defer { EVP_PKEY_free(key) }
            guard let key else { throw .privateKey(path: path, reason: TLSError.drainedReason()) }
            guard X509_check_private_key(SSL_CTX_get0_certificate(pointer), key) == 1 else {
                ERR_clear_error()
                throw .keyOfAnotherCertificate(certificatePath: configuration.certificatePath, keyPath: path)
            }
            guard SSL_CTX_use_PrivateKey(pointer, key) == 1 else {
                throw .privateKey(path: path, reason: TLSError.drainedReason())
            }
        }

        /// The system's words, which are clearer than OpenSSL's; nil if the file opens.
        private static func reasonUnreadable(_ path: String) -> String? {
            let file = open(path, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { return String(cString: strerror(errno)) }
            close(file)
            return nil
        }
    }
}
