import COpenSSL
import NIOCore
import NIOEmbedded
import Testing

@testable import TLS

@Suite struct TLSServerHandlerTests {
    @Test(arguments: [(TLS1_2_VERSION, "TLSv1.2"), (TLS1_3_VERSION, "TLSv1.3")], [1, 2, 7, 1_000, Int.max])
    func `a handshake and an exchange work however the bytes are cut`(_ version: (Int32, String), _ size: Int) throws {
        let server = try EmbeddedServer(client: InMemoryClient(maximumVersion: version.0))
        try server.exchange(inPiecesOf: size)
        #expect(server.witness.handshakes.map(\.version) == [version.1])
        #expect(server.witness.handshakes.first?.isResumed == false)

        server.client.write(Array("what is my case doing?".utf8))
        try server.exchange(inPiecesOf: size)
        #expect(server.witness.received == Array("what is my case doing?".utf8))

        server.write(Array("it is ".utf8))
        server.write(Array("being handled".utf8))
        server.channel.flush()
        try server.exchange(inPiecesOf: size)
        #expect(server.client.read() == Array("it is being handled".utf8))
        #expect(server.witness.errors.isEmpty)
    }

    @Test(arguments: [1, 16_383, 16_384, 16_385, 131_072, 131_073, 1_000_000])
    func `a body of any size arrives whole both ways`(_ size: Int) throws {
        let server = try EmbeddedServer()
        try server.exchange()
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        server.client.write(body)
        try server.exchange(inPiecesOf: 5_000)
        #expect(server.witness.received == body)
        let written = server.write(body)
        server.channel.flush()
        try server.exchange()
        #expect(server.client.read() == body)
        try written.wait()
    }

    @Test func `small writes of one flush share a record`() throws {
        let server = try EmbeddedServer()
        try server.exchange()
        for part in ["HTTP/1.1 200 OK\r\n\r\n", "body", ""] { server.write(Array(part.utf8)) }
        server.channel.flush()
        let sent = try server.takeSent()
        #expect(sent.count == 5 + 23 + 1 + 16, "header, content, type and tag of one record")
        server.client.receive(sent)
        #expect(server.client.read() == Array("HTTP/1.1 200 OK\r\n\r\nbody".utf8))
    }

    @Test func `a write completes when its ciphertext is written, and not before the flush`() throws {
        let server = try EmbeddedServer()
        try server.exchange()
        let order = Order()
        let writes = (0..<3).map { number in
            let write = server.write([UInt8](repeating: 1, count: number * 40_000))
            write.assumeIsolated().whenSuccess { order.numbers.append(number) }
            return write
        }
        #expect(order.numbers.isEmpty)
        server.channel.flush()
        #expect(order.numbers == [0, 1, 2])
        for write in writes { try write.wait() }
    }

    @Test func `nothing is encrypted for a channel that is not writable`() throws {
        let server = try EmbeddedServer()
        try server.exchange()
        server.channel.isWritable = false
        let body = [UInt8](repeating: 7, count: 400_000)
        let order = Order()
        server.write(body).assumeIsolated().whenSuccess { order.numbers.append(1) }
        server.channel.flush()
        #expect(try server.takeSent().isEmpty)
        #expect(order.numbers.isEmpty)

        server.channel.isWritable = true
        server.channel.pipeline.fireChannelWritabilityChanged()
        try server.exchange()
        #expect(server.client.read() == body)
        #expect(order.numbers == [1])
        #expect(server.witness.writabilityChanges == 1)
    }

    @Test func `what is written before the handshake waits for it`() throws {
        let server = try EmbeddedServer()
        let early = server.write(Array("early".utf8))
        server.channel.flush()
        #expect(try server.takeSent().isEmpty)
        try server.exchange()
        #expect(server.client.read() == Array("early".utf8))
        try early.wait()
    }

    @Test func `a client may renew its keys, many times`() throws {
        let server = try EmbeddedServer()
        try server.exchange()
        for number in 0..<20 {
            server.client.updateKey()
            server.client.write([UInt8(number)])
            try server.exchange()
            server.write([UInt8(number)])
            server.channel.flush()
            try server.exchange()
            #expect(server.client.read() == [UInt8(number)])
        }
        #expect(server.witness.received == Array(0..<20))
    }

    @Test func `a client that makes the server answer and does not read is closed`() throws {
        let server = try EmbeddedServer()
        try server.exchange()
        server.channel.isWritable = false
        for _ in 0..<10_000 where server.witness.errors.isEmpty {
            server.client.updateKey()
            try server.deliver(server.client.takeLeaving())
        }
        #expect(server.witness.errors == [.peerDoesNotRead])
    }

    @Test func `renegotiation is refused`() throws {
        let server = try EmbeddedServer(client: InMemoryClient(maximumVersion: TLS1_2_VERSION))
        try server.exchange()
        #expect(server.client.renegotiate())
        try server.deliver(server.client.takeLeaving())
        server.client.receive(try server.takeSent())
        #expect(server.client.readFailure() == "no renegotiation")
        #expect(server.witness.handshakes.count == 1)
    }

    @Test func `nothing of a connection stays in memory when it is closed`() throws {
        weak var handler: TLSServerHandler?
        let context: TLSContext
        do {
            let server = try EmbeddedServer()
            handler = server.handler
            context = server.context
            try server.exchange()
            server.write([1, 2, 3])
            #expect(context.liveConnections == 1)
            try server.channel.close().wait()
            #expect(context.liveConnections == 0)
            server.channel.embeddedEventLoop.run()
        }
        #expect(handler == nil)
    }

    private final class Order {
        var numbers: [Int] = []
    }
}
