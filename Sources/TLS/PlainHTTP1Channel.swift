import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// HTTP/1.1 without TLS, with a limit for slow request heads.
public struct PlainHTTP1Channel: ServerChildChannel {
    private let base: HTTP1Channel
    private let requestHeadLimit: Duration

    /// - Parameters:
    ///   - configuration: its `idleTimeout` closes connections that are silent before, between or within requests.
    ///   - requestHeadLimit: from the first byte of a request to the end of its head; then `408`.
    public init(
        responder: @escaping HTTPChannelHandler.Responder,
        configuration: HTTP1Channel.Configuration = .init(idleTimeout: .seconds(75)),
        requestHeadLimit: Duration = .seconds(15)
    ) {
        base = HTTP1Channel(responder: responder, configuration: configuration)
        self.requestHeadLimit = requestHeadLimit
    }

    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        let setup = base.setup(channel: channel, logger: logger).flatMapThrowing { connection in
            let accepted = AcceptedConnection(connection)
            // The future is complete when it is returned, so this still runs before the first byte.
            let pipeline = channel.pipeline.syncOperations
            let encoder = try pipeline.handler(type: HTTPResponseEncoder.self)
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let progress = RequestProgress()
            try pipeline.addHandler(RequestHeadTimeout(limit: requestHeadLimit, progress: progress), position: .before(encoder))
            try pipeline.addHandler(progress, position: .after(decoder))
            return accepted
        }
        return channel.closing(unless: setup)
    }

    public func handle(value: AcceptedConnection, logger: Logger) async {
        await base.handle(value: value.connection, logger: logger)
        withExtendedLifetime(value) {}
    }
}
