import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import NIOPosix
import Testing

@testable import TLS

/// Connections that the listener accepted and, because it ended meanwhile, never handed on.
@Suite struct DroppedConnectionTests {
    @Test(arguments: [Moment.closing, .closed])
    func `a connection that was still being accepted when the listener ended is closed`(_ moment: Moment) async throws {
        let (connecting, connect) = AsyncStream.makeStream(of: Task<String, any Error>.self)
        let (accepting, accepted) = AsyncStream.makeStream(of: Void.self)
        let builder = HTTPServerBuilder { responder in
            AcceptedTooLate(base: PlainHTTP1Channel(responder: responder), moment: moment, accepted: accepted)
        }
        // On one loop, so that one thing happens after the other.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        try await RunningServer.with(builder, on: group) { server in
            let socket = try await PlainSocket(to: server)
            connect.yield(Task { try await socket.send(["GET /3 HTTP/1.1\r\nHost: localhost\r\n\r\n"]) })
            connect.finish()
            for await _ in accepting {}
        }
        for await answer in connecting { #expect(try await answer.value.isEmpty) }
        try await group.shutdownGracefully()
    }

    @Test func `a connection that cannot be set up is closed`() throws {
        let channel = EmbeddedChannel()
        let failed: EventLoopFuture<Void> = channel.eventLoop.makeFailedFuture(ChannelError.eof)
        #expect(throws: ChannelError.self) { try channel.closing(unless: failed).wait() }
        channel.embeddedEventLoop.run()
        #expect(throws: Never.self) { try channel.closeFuture.wait() }
        #expect(!channel.isActive)
    }

    /// How far the listener's end has come.
    enum Moment { case closing, closed }

    /// Its connections are ready only then.
    private struct AcceptedTooLate: ServerChildChannel {
        let base: PlainHTTP1Channel
        let moment: Moment
        let accepted: AsyncStream<Void>.Continuation

        func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<PlainHTTP1Channel.Value> {
            let listener = channel.parent!
            let late = listener.eventLoop.makePromise(of: Void.self)
            switch moment {
            case .closing: listener.pipeline.addHandler(Closing(late)).cascadeFailure(to: late)
            case .closed: listener.closeFuture.cascade(to: late)
            }
            accepted.finish()
            return base.setup(channel: channel, logger: logger).flatMap { value in late.futureResult.map { value } }
        }

        func handle(value: PlainHTTP1Channel.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
    }

    private final class Closing: ChannelInboundHandler, Sendable {
        typealias InboundIn = Never

        private let promise: EventLoopPromise<Void>

        init(_ promise: EventLoopPromise<Void>) { self.promise = promise }

        func channelInactive(context: ChannelHandlerContext) { promise.succeed() }
    }
}
