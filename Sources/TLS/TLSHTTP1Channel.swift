import HummingbirdCore
import Logging
import NIOCore

/// HTTP/1.1 over TLS by the system's OpenSSL, with the limits of ``PlainHTTP1Channel``.
public struct TLSHTTP1Channel: ServerChildChannel {
    public typealias Value = HTTP1Channel.Value

    private let context: TLSContext
    private let base: PlainHTTP1Channel

    public init(context: TLSContext, base: PlainHTTP1Channel) {
        self.context = context
        self.base = base
    }

    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(TLSServerHandler(context: context))
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }
    }

    public func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
