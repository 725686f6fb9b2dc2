import TLS

/// 2026-11-23: a fixed day within every certificate made here.
let someDay: Int64 = 1_795_400_000

/// A self-signed certificate for localhost, in a folder of its own.
struct GivenCertificate {
    let folder = TemporaryFolder()
    var certificatePath: String { folder.path + "/certificate.pem" }
    var keyPath: String { folder.path + "/key.pem" }

    /// - Parameter now: when it was made; the system's clock decides whether the command line tools still accept it.
    init(hosts: [String] = ["localhost", "127.0.0.1", "::1"], now: Int64 = someDay) throws {
        try SelfSignedCertificate.make(hosts: hosts, certificatePath: certificatePath, keyPath: keyPath, now: now)
    }

    func configuration(handshakeTimeout: Duration = .seconds(10), closeTimeout: Duration = .seconds(5)) -> TLSConfiguration {
        TLSConfiguration(
            certificatePath: certificatePath, keyPath: keyPath, handshakeTimeout: handshakeTimeout, closeTimeout: closeTimeout
        )
    }
}
