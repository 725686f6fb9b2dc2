import COpenSSL
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

@testable import TLS

/// A server on a free port of this machine's loopback, as the executable starts it.
///
/// `GET /N` answers with N bytes; everything else with the SHA-256 of the request's body.
struct RunningServer: Sendable {
    let port: Int
    var address: String { "127.0.0.1:\(port)" }

    /// Runs the server for the length of `body`, then stops it.
    static func with(
        _ builder: HTTPServerBuilder, on group: MultiThreadedEventLoopGroup = .singleton,
        _ body: @escaping @Sendable (RunningServer) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let service = try builder.buildServer(
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
            eventLoopGroup: group,
            logger: logger,
            responder: { request, writer, _ in try await respond(to: request, writer) },
            onServerRunning: { channel in
                port.yield(channel.localAddress!.port!)
                port.finish()
            }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            for await port in ports {
                do {
                    try await body(RunningServer(port: port))
                } catch {
                    group.cancelAll()
                    throw error
                }
            }
            group.cancelAll()
        }
    }

    private static func respond(to request: Request, _ writer: consuming ResponseWriter) async throws {
        if request.method == .get, let count = Int(request.uri.path.dropFirst()) {
            let head = HTTPResponse(status: .ok, headerFields: [.contentLength: String(count)])
            var body = try await writer.writeHead(head)
            let chunk = ByteBuffer(repeating: UInt8(ascii: "x"), count: 65_536)
            var left = count
            while left > 0 {
                try await body.write(chunk.getSlice(at: 0, length: min(left, chunk.readableBytes))!)
                left -= chunk.readableBytes
            }
            try await body.finish(nil)
            return
        }
        var digest = Digest()
        for try await chunk in request.body { digest.update(chunk) }
        let text = ByteBuffer(string: digest.hexadecimal())
        let head = HTTPResponse(status: .ok, headerFields: [.contentLength: String(text.readableBytes)])
        try await writer.write(response: head, body: ResponseBody(byteBuffer: text))
    }
}

/// SHA-256 in pieces.
struct Digest: ~Copyable {
    private let context = EVP_MD_CTX_new()

    init() { EVP_DigestInit_ex(context, EVP_sha256(), nil) }
    deinit { EVP_MD_CTX_free(context) }

    mutating func update(_ bytes: ByteBuffer) {
        bytes.withUnsafeReadableBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    }

    mutating func hexadecimal() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        let digits = Array("0123456789abcdef")
        return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
