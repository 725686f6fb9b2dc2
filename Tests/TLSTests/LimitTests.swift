import Glibc
import HummingbirdCore
import NIOCore
import NIOPosix
import Testing

@testable import TLS

/// What the server does about peers that are slow, silent or wrong, over real sockets. Each waits for the server's close.
@Suite struct LimitTests {
    @Test(arguments: [[], ["\u{16}\u{3}\u{1}"], ["GE"]])
    func `a silent client is closed when the handshake's time is up`(_ pieces: [String]) async throws {
        try await withTLS(handshakeTimeout: .milliseconds(50)) { server, context in
            #expect(try await PlainSocket(to: server).send(pieces).isEmpty)
            try await eventually { context.liveConnections == 0 }
        }
    }

    @Test func `garbage is closed at once with an alert`() async throws {
        try await withTLS { server, context in
            let answer = try await PlainSocket(to: server).send(["SSH-2.0-OpenSSH_9.2\r\n"])
            #expect(Array(answer.utf8) == [21, 3, 1, 0, 2, 2, 50])
            try await eventually { context.liveConnections == 0 }
        }
    }

    @Test func `plain HTTP on the TLS port is told to use HTTPS, and closed`() async throws {
        try await withTLS { server, context in
            let pieces = ["GET / HTTP/1.1\r\n", "Host: localhost\r\n\r\n"]
            let answer = try await PlainSocket(to: server).send(pieces, endsAfterAnswer: true)
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(answer)")
            #expect(answer.hasSuffix("https://\n"))
            try await eventually { context.liveConnections == 0 }
        }
    }

    @Test func `curl shows the hint about HTTPS, also when it uploads`() async throws {
        try await withTLS { server, _ in
            let curl = try await Command.run(["curl", "-sS", "-T", "/bin/bash", "http://\(server.address)/"])
            #expect(curl.output.contains("This port speaks HTTPS"), "\(curl.output)")
        }
    }

    @Test func `a client that leaves in the middle of the handshake leaves nothing behind`() async throws {
        try await withTLS { server, context in
            for _ in 0..<20 { _ = try await PlainSocket(to: server).send(["\u{16}\u{3}\u{1}\u{2}"], thenEnd: true) }
            try await eventually { context.liveConnections == 0 }
        }
    }

    @Test(arguments: [["G"], ["GET / HTTP/1.1\r\n"], ["GET / HTTP/1.1\r\nHost: localhost\r\n", "X-Slow: "]])
    func `a request head that does not end is answered 408 and closed`(_ pieces: [String]) async throws {
        try await RunningServer.with(.plain(requestHeadLimit: .milliseconds(50))) { server in
            let answer = try await PlainSocket(to: server).send(pieces)
            #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"), "\(answer)")
            #expect(answer.hasSuffix("The request took too long to arrive.\n"))
        }
    }

    @Test func `a slow second head is answered 408 behind the first answer`() async throws {
        try await RunningServer.with(.plain(requestHeadLimit: .milliseconds(50))) { server in
            let answer = try await PlainSocket(to: server).send(["GET /3 HTTP/1.1\r\nHost: localhost\r\n\r\nGET /4 HT"])
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("xxxHTTP/1.1 408 Request Timeout\r\n"), "\(answer)")
        }
    }

    @Test func `a slow head over TLS is answered 408 with close_notify`() async throws {
        let certificate = try GivenCertificate(now: Int64(time(nil)))
        let context = try TLSContext(certificate.configuration())
        try await RunningServer.with(.tls(context: context, requestHeadLimit: .milliseconds(50))) { server in
            let client = try await Command.run(
                ["timeout", "20", "openssl", "s_client", "-ign_eof", "-connect", server.address], input: "GET / HTTP/1.1\r\nHost: lo"
            )
            #expect(client.output.contains("HTTP/1.1 408 Request Timeout"), "\(client.output)")
            #expect(client.status == 0, "s_client reports an end without close_notify as an error")
        }
    }

    @Test func `an idle connection is closed after its limit, and a used one serves until then`() async throws {
        try await RunningServer.with(.plain(configuration: .init(idleTimeout: .seconds(1)))) { server in
            #expect(try await PlainSocket(to: server).send([]).isEmpty)
            let answer = try await PlainSocket(to: server).send(["GET /3 HTTP/1.1\r\nHost: localhost\r\n\r\n"])
            #expect(answer.hasSuffix("\r\n\r\nxxx"), "\(answer)")
        }
    }

    @Test func `a body may take longer than the head's limit`() async throws {
        try await RunningServer.with(.plain(configuration: .init(idleTimeout: .milliseconds(300)), requestHeadLimit: .milliseconds(1))) {
            server in
            let answer = try await PlainSocket(to: server).send(["POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nbegin"])
            #expect(!answer.contains("408"), "\(answer)")
        }
    }

    private func withTLS(
        handshakeTimeout: Duration = .seconds(10),
        _ body: @escaping @Sendable (RunningServer, TLSContext) async throws -> Void
    ) async throws {
        let certificate = try GivenCertificate()
        let context = try TLSContext(certificate.configuration(handshakeTimeout: handshakeTimeout))
        try await RunningServer.with(.tls(context: context)) { try await body($0, context) }
    }
}
