import COpenSSL
import NIOCore
import NIOEmbedded
import Testing

@testable import TLS

@Suite struct ClosingTests {
    @Test func `close sends what was flushed, then close_notify, then closes`() throws {
        let server = try EmbeddedServer()
        try server.exchange()
        let written = server.channel.writeAndFlush(ByteBuffer(string: "goodbye"))
        let closed = server.channel.close()
        server.client.receive(try server.takeSent())
        #expect(server.client.read() == Array("goodbye".utf8))
        #expect(server.client.hasReceivedCloseNotify)
        #expect(server.witness.isInactive)
        #expect(server.witness.errors.isEmpty)
        try written.wait()
        try closed.wait()
    }

    @Test func `close waits for a channel that is not writable, but not for ever`() throws {
        let server = try EmbeddedServer()
        try server.exchange()
        server.channel.isWritable = false
        let written = server.channel.writeAndFlush(ByteBuffer(repeating: 1, count: 1_000))
        let closed = server.channel.close()
        let again = server.channel.close()
        #expect(!server.witness.isInactive)
        server.channel.embeddedEventLoop.advanceTime(by: .seconds(5))
        #expect(server.witness.isInactive)
        #expect(throws: ChannelError.eof) { try written.wait() }
        try closed.wait()
        try again.wait()
    }

    @Test func `a write after close fails`() throws {
        let server = try EmbeddedServer()
        try server.exchange()
        server.channel.isWritable = false
        server.channel.writeAndFlush(ByteBuffer(string: "blocked"), promise: nil)
        let closed = server.channel.close()
        #expect(throws: ChannelError.ioOnClosedChannel) { try server.channel.writeAndFlush(ByteBuffer(string: "late")).wait() }
        server.channel.isWritable = true
        server.channel.pipeline.fireChannelWritabilityChanged()
        try closed.wait()
        server.client.receive(try server.takeSent())
        #expect(server.client.read() == Array("blocked".utf8))
        #expect(server.client.hasReceivedCloseNotify)
    }

    @Test func `the peer's close_notify ends the input and leaves the output open`() throws {
        let server = try EmbeddedServer()
        try server.exchange()
        server.client.write(Array("last words".utf8))
        server.client.sendCloseNotify()
        try server.exchange()
        #expect(server.witness.received == Array("last words".utf8))
        #expect(server.witness.isInputClosed)
        #expect(!server.witness.isInactive)

        server.channel.writeAndFlush(ByteBuffer(string: "an answer"), promise: nil)
        let closed = server.channel.close(mode: .output)
        server.client.receive(try server.takeSent())
        #expect(server.client.read() == Array("an answer".utf8))
        #expect(server.client.hasReceivedCloseNotify)
        #expect(server.witness.isInactive)
        #expect(server.witness.errors.isEmpty)
        try closed.wait()
    }

    @Test func `the peer's close_notify is answered where half-closure is not wanted`() throws {
        let server = try EmbeddedServer(allowsHalfClosure: false)
        try server.exchange()
        server.client.sendCloseNotify()
        try server.exchange()
        _ = server.client.read()
        #expect(server.client.hasReceivedCloseNotify)
        #expect(server.witness.isInactive)
        #expect(server.witness.errors.isEmpty)
    }

    @Test(arguments: [true, false])
    func `an end without close_notify is reported and closes`(_ isHalfClosed: Bool) throws {
        let server = try EmbeddedServer()
        try server.exchange()
        let waiting = server.write([1])
        if isHalfClosed {
            server.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        } else {
            server.channel.pipeline.fireChannelInactive()
        }
        #expect(server.witness.errors == [.uncleanShutdown])
        #expect(server.witness.isInactive)
        #expect(throws: TLSError.uncleanShutdown) { try waiting.wait() }
        #expect(server.context.liveConnections == 0)
    }

    @Test(arguments: [1, 4, 5, 6, 20])
    func `a record cut off by the end of the stream is reported and not delivered`(_ length: Int) throws {
        let server = try EmbeddedServer()
        try server.exchange()
        server.client.write(Array("transfer 100".utf8))
        try server.deliver(Array(server.client.takeLeaving()[..<length]))
        server.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(server.witness.received.isEmpty)
        #expect(server.witness.errors == [.uncleanShutdown])
        #expect(server.witness.isInactive)
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func `a forged record gets an alert and closes`(_ version: Int32) throws {
        let server = try EmbeddedServer(client: InMemoryClient(maximumVersion: version))
        try server.exchange()
        server.client.write(Array("transfer 100".utf8))
        var record = server.client.takeLeaving()
        record[record.count - 1] ^= 1
        try server.deliver(record)
        #expect(server.witness.received.isEmpty)
        #expect(server.witness.errors.count == 1)
        #expect(server.witness.isInactive)
        server.client.receive(try server.takeSent())
        #expect(server.client.readFailure()?.contains("bad record mac") == true)
    }

    @Test func `an end in the middle of the handshake is reported and closes`() throws {
        let server = try EmbeddedServer()
        server.client.shakeHands()
        let hello = server.client.takeLeaving()
        try server.deliver(Array(hello[..<(hello.count / 2)]))
        server.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(server.witness.errors == [.handshakeInterrupted])
        #expect(server.witness.isInactive)
    }

    @Test func `a connection that ends without a byte is no error`() throws {
        let server = try EmbeddedServer()
        server.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(server.witness.errors.isEmpty)
        #expect(server.witness.isInactive)
    }

    @Test(arguments: [0, 1, 100])
    func `a handshake has its time and no more`(_ bytes: Int) throws {
        let server = try EmbeddedServer()
        server.client.shakeHands()
        try server.deliver(Array(server.client.takeLeaving()[..<bytes]))
        server.channel.embeddedEventLoop.advanceTime(by: .milliseconds(9_999))
        #expect(!server.witness.isInactive)
        server.channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(server.witness.errors == [.handshakeTimedOut])
        #expect(server.witness.isInactive)
    }

    @Test func `a finished handshake stops its clock`() throws {
        let server = try EmbeddedServer()
        try server.exchange()
        server.channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(!server.witness.isInactive)
    }

    @Test(arguments: [
        Array("SSH-2.0-OpenSSH_9.2\r\n".utf8), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], Array("GEX / HTTP/1.1\r\n".utf8),
        [0x16, 3, 1, 0, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ])
    func `garbage in place of a greeting gets an alert and closes`(_ garbage: [UInt8]) throws {
        let server = try EmbeddedServer()
        try server.deliver(garbage)
        let answer = try server.takeSent()
        #expect(answer.count == 7 && answer.starts(with: [21, 3]), "a fatal alert, \(answer)")
        #expect(server.witness.isInactive)
        guard case .handshakeFailed = try #require(server.witness.errors.first) else {
            Issue.record("\(server.witness.errors)")
            return
        }
    }

    @Test(arguments: ["GET", "POST", "PATCH", "DELETE", "OPTIONS", "HEAD", "PUT"], [1, 100])
    func `plain HTTP is told to use HTTPS`(_ method: String, _ size: Int) throws {
        let server = try EmbeddedServer()
        try server.deliver(Array("\(method) /v1/cases HTTP/1.1\r\n".utf8), inPiecesOf: size)
        let answer = String(decoding: try server.takeSent(), as: UTF8.self)
        #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(answer.hasSuffix("https://\n"))
        #expect(server.witness.errors == [.plainHTTP])
        #expect(server.witness.isInactive)
    }
}
