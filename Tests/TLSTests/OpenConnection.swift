import NIOCore
import NIOPosix

/// A keep-alive HTTPS connection: a client in memory over a real socket.
struct OpenConnection {
    private let channel: any Channel
    private let answers: AsyncThrowingStream<ByteBuffer, any Error>

    init(to server: RunningServer) async throws {
        let (answers, arrived) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
        self.answers = answers
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ClientSide(arrived))
                }
            }
            .connect(host: "127.0.0.1", port: server.port).get()
    }

    /// The body of the answer: as many bytes as the path's number says.
    func get(_ count: Int) async throws -> String {
        try await channel.writeAndFlush(ByteBuffer(string: "GET /\(count) HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        var answer = ""
        for try await bytes in answers {
            answer += String(buffer: bytes)
            if let head = answer.range(of: "\r\n\r\n"), answer[head.upperBound...].utf8.count >= count {
                return String(answer[head.upperBound...])
            }
        }
        return answer
    }

    func close() async throws {
        try await channel.close()
    }

    private final class ClientSide: ChannelDuplexHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let client = InMemoryClient()
        private let arrived: AsyncThrowingStream<ByteBuffer, any Error>.Continuation
        private var waiting: [(ByteBuffer, EventLoopPromise<Void>?)] = []

        init(_ arrived: AsyncThrowingStream<ByteBuffer, any Error>.Continuation) { self.arrived = arrived }

        func channelActive(context: ChannelHandlerContext) {
            client.shakeHands()
            send(context, nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            client.receive(Array(unwrapInboundIn(data).readableBytesView))
            if !client.isHandshakeDone { client.shakeHands() }
            let plaintext = client.read()
            send(context, nil)
            if !plaintext.isEmpty { arrived.yield(ByteBuffer(bytes: plaintext)) }
            writeWaiting(context)
        }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            waiting.append((unwrapOutboundIn(data), promise))
            writeWaiting(context)
        }

        func channelInactive(context: ChannelHandlerContext) { arrived.finish() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { arrived.finish(throwing: error) }

        private func writeWaiting(_ context: ChannelHandlerContext) {
            guard client.isHandshakeDone else { return }
            for (bytes, promise) in waiting {
                client.write(Array(bytes.readableBytesView))
                send(context, promise)
            }
            waiting = []
        }

        private func send(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: client.takeLeaving())), promise: promise)
        }
    }
}
