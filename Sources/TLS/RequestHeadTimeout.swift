import NIOCore
import NIOHTTP1

/// Answers `408` and closes when a request's head began to arrive and is not whole within the limit.
///
/// Stands between the bytes and the HTTP encoder and decoder; ``RequestProgress`` behind them tells it where requests begin and end.
/// Connections on which nothing arrives are the business of `HTTP1Channel.Configuration.idleTimeout`, which sees messages and
/// not bytes, and so would close a slow head without a word.
final class RequestHeadTimeout: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    static let answer: String = {
        let text = "The request took too long to arrive.\n"
        return "HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: \(text.utf8.count)\r\n"
            + "Connection: close\r\n\r\n" + text
    }()

    private let limit: TimeAmount
    private let progress: RequestProgress
    private var timer: Scheduled<Void>?
    private var isOver = false

    init(limit: Duration, progress: RequestProgress) {
        self.limit = TimeAmount(limit)
        self.progress = progress
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        let bytes = unwrapInboundIn(data).readableBytesView
        let heads = progress.heads
        let ends = progress.ends
        context.fireChannelRead(data)
        if progress.heads != heads { stopTimer() }
        // Nearly every request arrives whole in one read, and then there is nothing to time.
        guard timer == nil, !progress.isInRequest else { return }
        if progress.ends == ends ? bytes.contains(where: { !Self.isLineEnd($0) }) : !progress.endsWithRequest(bytes) {
            startTimer(context)
        }
    }

    /// Empty lines between requests are allowed, and begin none.
    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") }

    func channelInactive(context: ChannelHandlerContext) {
        stopTimer()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stopTimer()
    }

    private func startTimer(_ context: ChannelHandlerContext) {
        let heads = progress.heads
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
            self.timer = nil
            if self.progress.heads == heads { self.expire(context) }
        }
    }

    private func stopTimer() {
        timer?.cancel()
        timer = nil
    }

    private func expire(_ context: ChannelHandlerContext) {
        guard progress.openResponses == 0 else {
            // The answer to an earlier request is being written: a 408 would land in the middle of it.
            startTimer(context)
            return
        }
        isOver = true
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(mode: .all, promise: nil) }
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: Self.answer)), promise: written)
    }
}
