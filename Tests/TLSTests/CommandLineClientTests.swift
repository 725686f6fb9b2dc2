import Glibc
import HummingbirdCore
import NIOCore
import Testing

@testable import TLS

/// The server as the system's `openssl s_client` and `curl` see it.
@Suite(.serialized) struct CommandLineClientTests {
    @Test(arguments: [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")])
    func `both versions of TLS are spoken, with authenticated ciphers`(_ option: String, _ version: String) async throws {
        try await withServer { server, certificate in
            let client = try await sClient(server, [option, "-CAfile", certificate.certificatePath])
            #expect(client.output.contains("New, \(version), Cipher is "), "\(client.output)")
            #expect(client.output.contains("Verify return code: 0 (ok)"))
            #expect(client.output.contains("GCM") || client.output.contains("CHACHA20"))
            #expect(client.output.contains("Compression: NONE"))
        }
    }

    @Test(arguments: [
        (["-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0"], "alert protocol version"),
        (["-tls1", "-cipher", "DEFAULT:@SECLEVEL=0"], "alert protocol version"),
        (["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256"], "alert handshake failure"),
        (["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA"], "alert handshake failure"),
        (["-tls1_2", "-cipher", "AES128-GCM-SHA256"], "alert handshake failure"),
        (["-alpn", "h2"], "alert no application protocol"),
        (["-alpn", "spdy/1,h3"], "alert no application protocol"),
    ])
    func `old versions, weak ciphers and other protocols are refused with an alert`(_ options: [String], _ alert: String) async throws {
        try await withServer { server, _ in
            let client = try await sClient(server, options)
            #expect(client.output.contains(alert), "\(client.output)")
            #expect(client.output.contains("New, (NONE), Cipher is (NONE)"))
        }
    }

    @Test func `http 1.1 is chosen from what a client offers`() async throws {
        try await withServer { server, _ in
            let offering = try await sClient(server, ["-alpn", "h2,http/1.1"])
            #expect(offering.output.contains("ALPN protocol: http/1.1"))
            let silent = try await sClient(server, [])
            #expect(silent.output.contains("No ALPN negotiated"))
        }
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `a client that comes back resumes its session on a new connection`(_ option: String) async throws {
        try await withServer { server, certificate in
            let session = certificate.folder.path + "/session.pem"
            let request = "GET /5 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            let first = try await sClient(server, [option, "-ign_eof", "-sess_out", session], input: request)
            #expect(first.output.contains("New, TLSv"), "\(first.output)")
            #expect(first.output.contains("xxxxx"))
            let second = try await sClient(server, [option, "-ign_eof", "-sess_in", session], input: request)
            #expect(second.output.contains("Reused, TLSv"), "\(second.output)")
            #expect(second.output.contains("xxxxx"))
        }
    }

    @Test func `renegotiation is refused to s_client`() async throws {
        try await withServer { server, _ in
            let client = try await sClient(server, ["-tls1_2"], input: "R\n")
            #expect(client.output.contains("RENEGOTIATING"))
            #expect(client.output.contains("no renegotiation"), "\(client.output)")
        }
    }

    @Test(arguments: ["1.2", "1.3"])
    func `50 MB go down and up unchanged`(_ version: String) async throws {
        try await withServer { server, certificate in
            let size = 50 * 1024 * 1024
            let file = certificate.folder.path + "/body"
            let curl = ["curl", "-sS", "--cacert", certificate.certificatePath, "--tlsv\(version)", "--tls-max", version]
            let down = try await Command.run(curl + ["-o", file, "https://localhost:\(server.port)/\(size)"])
            #expect(down.status == 0, "\(down.output)")
            let expected = try await Command.run(["sha256sum", file]).output.prefix(64)
            var digest = Digest()
            for _ in 0..<(size / 65_536) { digest.update(ByteBuffer(repeating: UInt8(ascii: "x"), count: 65_536)) }
            #expect(digest.hexadecimal() == expected)

            let random = try await Command.run(["openssl", "rand", "-out", file, "\(size)"])
            #expect(random.status == 0)
            let sum = try await Command.run(["sha256sum", file]).output.prefix(64)
            let up = try await Command.run(curl + ["-T", file, "https://localhost:\(server.port)/upload"])
            #expect(up.output == sum)
        }
    }

    @Test func `200 handshakes at once all succeed, and nothing of them stays`() async throws {
        try await withServer { server, certificate, context in
            let urls = (0..<200).map { _ in "https://localhost:\(server.port)/1" }
            let curl = try await Command.run(
                ["curl", "-sS", "--cacert", certificate.certificatePath, "--parallel", "--parallel-immediate", "--parallel-max", "200"]
                    + ["-H", "Connection: close", "-w", "%{http_code} %{num_connects} %{time_appconnect}\\n", "-o", "/dev/null"]
                    + urls.flatMap { [$0, "-o", "/dev/null"] }.dropLast(2)
            )
            let answers = curl.output.split(separator: "\n").filter { $0.hasPrefix("200 1 ") && !$0.hasSuffix(" 0.000000") }
            #expect(answers.count == 200, "\(curl.output)")
            try await eventually { context.liveConnections == 0 }
        }
    }

    @Test func `a new certificate is used for new connections while an old one goes on`() async throws {
        let certificate = try GivenCertificate(now: Int64(time(nil)))
        let context = try TLSContext(certificate.configuration())
        try await RunningServer.with(.tls(context: context)) { server in
            let before = try await fingerprint(server)
            let old = try await OpenConnection(to: server)
            #expect(try await old.get(3) == "xxx")

            try SelfSignedCertificate.make(
                hosts: ["localhost"], certificatePath: certificate.certificatePath, keyPath: certificate.keyPath, now: Int64(time(nil))
            )
            try context.reload()
            let after = try await fingerprint(server)
            #expect(after != before && after.hasPrefix("SHA1 Fingerprint="), "\(after)")
            #expect(try await old.get(4) == "xxxx")

            certificate.folder.write("nonsense", to: "certificate.pem")
            #expect(throws: TLSError.self) { try context.reload() }
            #expect(try await fingerprint(server) == after)
            #expect(try await old.get(5) == "xxxxx")
            try await old.close()
        }
    }

    private func fingerprint(_ server: RunningServer) async throws -> String {
        let shown = try await sClient(server, ["-showcerts"]).output
        let begin = try #require(shown.range(of: "-----BEGIN CERTIFICATE-----"))
        let end = try #require(shown.range(of: "-----END CERTIFICATE-----"))
        let pem = String(shown[begin.lowerBound..<end.upperBound]) + "\n"
        return try await Command.run(["openssl", "x509", "-noout", "-fingerprint"], input: pem).output
    }

    private func sClient(_ server: RunningServer, _ options: [String], input: String = "") async throws -> Command {
        try await Command.run(["timeout", "20", "openssl", "s_client", "-connect", server.address] + options, input: input)
    }

    private func withServer(_ body: @escaping @Sendable (RunningServer, GivenCertificate) async throws -> Void) async throws {
        try await withServer { server, certificate, _ in try await body(server, certificate) }
    }

    private func withServer(
        _ body: @escaping @Sendable (RunningServer, GivenCertificate, TLSContext) async throws -> Void
    ) async throws {
        let certificate = try GivenCertificate(now: Int64(time(nil)))
        let context = try TLSContext(certificate.configuration())
        try await RunningServer.with(.tls(context: context)) { try await body($0, certificate, context) }
    }
}
