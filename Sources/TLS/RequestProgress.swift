import NIOCore
import NIOHTTP1

/// Counts the HTTP messages of a connection, for ``RequestHeadTimeout``.
final class RequestProgress: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Request heads that arrived whole.
    private(set) var heads = 0
    /// Between a request's head and its end.
    private(set) var isInRequest = false
    /// Requests that have no complete answer yet.
    private(set) var openResponses = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            heads += 1
            openResponses += 1
            isInRequest = true
        case .body: break
        case .end: isInRequest = false
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { openResponses -= 1 }
        context.write(data, promise: promise)
    }
}
