import COpenSSL
import Testing

@testable import TLS

@Suite struct CertificateTests {
    @Test func `a self-signed certificate names its hosts and is no authority`() async throws {
        let certificate = try GivenCertificate(hosts: ["localhost", "hotline.example", "127.0.0.1", "::1"])
        let text = try await Command.run(["openssl", "x509", "-in", certificate.certificatePath, "-noout", "-text"]).output
        for fact in [
            "DNS:localhost, DNS:hotline.example, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1", "CA:FALSE", "prime256v1",
            "TLS Web Server Authentication", "CN = localhost", "Not Before: Nov 23 01:13:20 2026 GMT",
            "Not After : Feb 25 02:13:20 2029 GMT",
        ] {
            #expect(text.contains(fact), "no \(fact)")
        }
    }

    @Test func `its key is for its owner only, and no draft is left`() throws {
        let certificate = try GivenCertificate()
        #expect(certificate.folder.mode(of: "key.pem") == 0o600)
        #expect(certificate.folder.names == ["certificate.pem", "key.pem"])
    }

    @Test func `a folder that is not there is named`() {
        let error = TLSError.cannotMakeCertificate(path: "/nowhere/key.pem", reason: "No such file or directory")
        #expect(throws: error) {
            try SelfSignedCertificate.make(certificatePath: "/nowhere/certificate.pem", keyPath: "/nowhere/key.pem", now: someDay)
        }
    }

    @Test func `a missing file is named, with the reason`() throws {
        let given = try GivenCertificate()
        var configuration = given.configuration()
        configuration.certificatePath = "/nowhere/certificate.pem"
        #expect(throws: TLSError.certificate(path: "/nowhere/certificate.pem", reason: "No such file or directory")) {
            try TLSContext(configuration)
        }
        configuration = given.configuration()
        configuration.keyPath = "/nowhere/key.pem"
        #expect(throws: TLSError.privateKey(path: "/nowhere/key.pem", reason: "No such file or directory")) {
            try TLSContext(configuration)
        }
    }

    @Test(arguments: ["", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
    func `a file that is no certificate or no key is named`(_ content: String) throws {
        let given = try GivenCertificate()
        given.folder.write(content, to: "other.pem")
        let other = given.folder.path + "/other.pem"
        var configuration = given.configuration()
        configuration.certificatePath = other
        let certificateError = try #require(throws: TLSError.self) { try TLSContext(configuration) }
        #expect(certificateError.description.hasPrefix("cannot use the certificate \(other): "))
        configuration = given.configuration()
        configuration.keyPath = other
        let keyError = try #require(throws: TLSError.self) { try TLSContext(configuration) }
        #expect(keyError.description.hasPrefix("cannot use the private key \(other): "))
    }

    @Test func `an encrypted key is refused without asking at the terminal`() async throws {
        let given = try GivenCertificate()
        let locked = given.folder.path + "/locked.pem"
        let made = try await Command.run(["openssl", "ec", "-in", given.keyPath, "-aes256", "-passout", "pass:word", "-out", locked])
        #expect(made.status == 0)
        var configuration = given.configuration()
        configuration.keyPath = locked
        let error = try #require(throws: TLSError.self) { try TLSContext(configuration) }
        #expect(error.description.hasPrefix("cannot use the private key \(locked): "))
    }

    @Test func `a key of another certificate is refused, and a failed reload keeps what was`() throws {
        let given = try GivenCertificate()
        let other = try GivenCertificate()
        var configuration = given.configuration()
        configuration.keyPath = other.keyPath
        #expect(throws: TLSError.keyOfAnotherCertificate(certificatePath: given.certificatePath, keyPath: other.keyPath)) {
            try TLSContext(configuration)
        }
        let context = try TLSContext(given.configuration())
        given.folder.write("nonsense", to: "key.pem")
        #expect(throws: TLSError.self) { try context.reload() }
        _ = try context.makeConnection()
        #expect(context.liveConnections == 0)
    }

    @Test func `a failure leaves nothing in the error queue`() throws {
        let given = try GivenCertificate()
        given.folder.write("nonsense", to: "key.pem")
        #expect(throws: TLSError.self) { try TLSContext(given.configuration()) }
        #expect(ERR_peek_error() == 0)
    }
}
