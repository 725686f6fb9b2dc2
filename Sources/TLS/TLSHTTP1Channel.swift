import HummingbirdCore
import Logging
import NIOCore

/// HTTP/1.1 over TLS by the system's OpenSSL, with the limits of ``PlainHTTP1Channel``.
public struct TLSHTTP1Channel: ServerChildChannel {
    private let context: TLSContext
    private let base: PlainHTTP1Channel

    public init(context: TLSContext, base: PlainHTTP1Channel) {
        self.context = context
        self.base = base
    }

    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        let secured = channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(TLSServerHandler(context: context))
        }
        return channel.closing(unless: secured).flatMap { base.setup(channel: channel, logger: logger) }
    }

    public func handle(value: AcceptedConnection, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
