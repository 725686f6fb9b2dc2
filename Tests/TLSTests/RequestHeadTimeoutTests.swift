import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import TLS

@Suite struct RequestHeadTimeoutTests {
    @Test(arguments: [
        ["GET / HTTP/1.1\r\nHost: a\r\n\r\n"],
        ["GET / HTTP/1.1\r\nHost: a\r\n\r", "\n"],
        ["GET / HTTP/1.1\r\nHost: a\r\n", "\r\n"],
        ["POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"],
        ["POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo", "dy"],
        ["POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n", "b", "o", "d", "y"],
        ["POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"],
        ["POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbo", "dy\r\n0\r\n", "\r\n"],
        ["GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"],
        ["POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody", "\r\n"],
    ])
    func `a connection that rests between requests is left alone`(_ pieces: [String]) throws {
        let connection = try Connection()
        for piece in pieces { try connection.receive(piece) }
        connection.channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(try connection.sent() == "")
        #expect(connection.channel.isActive)
    }

    @Test(arguments: [
        ["G"],
        ["GET / HTTP/1.1\r\nHost: a\r\n"],
        ["GET / HTTP/1.1\r\nHost: a\r\n\r\nG"],
        ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\n"],
        ["POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbodyGET / HTTP/1.1\r\n"],
        ["POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\nGET /"],
    ])
    func `a head that does not end is answered 408 when its time is up`(_ pieces: [String]) throws {
        let connection = try Connection()
        for piece in pieces { try connection.receive(piece) }
        connection.channel.embeddedEventLoop.advanceTime(by: .milliseconds(14_999))
        #expect(try connection.sent() == "")
        connection.channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(try connection.sent().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(!connection.channel.isActive)
    }

    @Test func `bytes that trickle do not move the limit`() throws {
        let connection = try Connection()
        for byte in "GET / HTTP/1.1\r\nX: abcdefg" where connection.channel.isActive {
            try connection.receive(String(byte))
            connection.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        }
        #expect(!connection.channel.isActive)
        #expect(try connection.sent().hasPrefix("HTTP/1.1 408 "))
    }

    @Test func `an answer on its way is not cut by a 408`() throws {
        let connection = try Connection(answersAtOnce: false)
        try connection.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET")
        connection.channel.embeddedEventLoop.advanceTime(by: .seconds(15))
        #expect(connection.channel.isActive)
        connection.answer()
        #expect(try connection.sent().hasPrefix("HTTP/1.1 200 OK\r\n"))
        connection.channel.embeddedEventLoop.advanceTime(by: .seconds(15))
        #expect(try connection.sent().hasPrefix("HTTP/1.1 408 "))
    }

    /// The pipeline that the server builds, without its sockets.
    private final class Connection {
        let channel = EmbeddedChannel()
        private let answersAtOnce: Bool

        init(answersAtOnce: Bool = true) throws {
            self.answersAtOnce = answersAtOnce
            let progress = RequestProgress()
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(RequestHeadTimeout(limit: .seconds(15), progress: progress))
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
            try pipeline.addHandler(progress)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        }

        func receive(_ text: String) throws {
            try channel.writeInbound(ByteBuffer(string: text))
            while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
                if case .end = part, answersAtOnce { answer() }
            }
            if answersAtOnce { _ = try sent() }
        }

        func answer() {
            channel.write(HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: .ok)), promise: nil)
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        }

        func sent() throws -> String {
            var text = ""
            while let data = try channel.readOutbound(as: IOData.self) {
                if case .byteBuffer(let bytes) = data { text += String(buffer: bytes) }
            }
            return text
        }
    }
}
