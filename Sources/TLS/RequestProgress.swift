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
    /// Requests that arrived whole.
    private(set) var ends = 0
    /// Between a request's head and its end.
    var isInRequest: Bool { heads != ends }
    /// Requests that have no complete answer yet.
    private(set) var openResponses = 0
    /// Of the latest request's body, as far as it is needed to see whether a read ends with it.
    private var lastPiece = ByteBuffer()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            heads += 1
            openResponses += 1
            lastPiece = ByteBuffer()
        case .body(let piece): lastPiece = piece
        case .end: ends += 1
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { openResponses -= 1 }
        context.write(data, promise: promise)
    }

    /// Whether the bytes, in which a request ended, end with that request, or hold the beginning of a next one.
    ///
    /// A request ends with an empty line, or else with the last piece of its body. A beginning that ends in the same bytes as
    /// the body before it is overlooked, which costs no more than the idle limit in place of the head's.
    func endsWithRequest(_ bytes: ByteBufferView) -> Bool {
        let body = lastPiece.readableBytesView.suffix(64)
        lastPiece = ByteBuffer()
        let emptyLine = "\r\n\r\n".utf8.suffix(bytes.count)
        return bytes.suffix(4).elementsEqual(emptyLine) || !body.isEmpty && bytes.suffix(body.count).elementsEqual(body)
    }
}
