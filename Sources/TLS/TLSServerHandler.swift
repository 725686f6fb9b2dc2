import NIOCore

/// TLS for an accepted connection: ciphertext on the side of the socket, plaintext on the other.
///
/// - Writes complete when their ciphertext is written. Plaintext waits unencrypted while the channel is not writable.
/// - Reads pass through: nothing is kept back but the unfinished part of a record.
/// - Fires ``TLSHandshakeCompleted``; a peer's close_notify arrives as `ChannelEvent.inputClosed`.
/// - Errors in the pipeline are ``TLSError``; the connection is closed after each.
public final class TLSServerHandler: ChannelDuplexHandler {
    public typealias InboundIn = ByteBuffer
    public typealias InboundOut = ByteBuffer
    public typealias OutboundIn = ByteBuffer
    public typealias OutboundOut = ByteBuffer

    enum Phase {
        /// Nothing came yet, or a few bytes that might be plain HTTP.
        case greeting(ByteBuffer?)
        case handshaking
        case open
        /// Nothing more is read or encrypted; the last bytes are on their way.
        case over
    }

    let configuration: TLSConfiguration
    var connection: TLSConnection?
    var phase = Phase.greeting(nil)
    var output = Output.open
    var pending = PendingPlaintext()
    /// The peer's close_notify or the end of its stream came.
    var isInputEnded = false
    /// Somebody here shut the reading side.
    var isInputClosedHere = false
    /// Somebody here closed the connection, or this handler did.
    var isClosing = false
    /// The channel is closed or left; nothing waits any more.
    private(set) var isReleased = false
    var closePromises: [EventLoopPromise<Void>] = []
    var halfClosePromise: EventLoopPromise<Void>?
    var isEncrypting = false
    var isWritabilityNewsHeldBack = false
    private var timer: Scheduled<Void>?
    private var isReadWanted = false
    private var hasDelivered = false
    private var answersWhileBlocked = 0

    /// Takes the context's present certificate.
    /// - Throws: ``TLSError/library(_:)`` when OpenSSL has no memory.
    public init(context: TLSContext) throws(TLSError) {
        configuration = context.configuration
        connection = try context.makeConnection()
    }

    public func handlerAdded(context: ChannelHandlerContext) {
        startTimer(context, configuration.handshakeTimeout) { handler in
            handler.fail(context, .handshakeTimedOut)
        }
        if context.channel.isActive { context.read() }
    }

    public func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        // The handshake needs bytes whether or not anybody further on wants to read yet.
        context.read()
    }

    public func read(context: ChannelHandlerContext) {
        isReadWanted = true
        context.read()
    }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let ciphertext = unwrapInboundIn(data)
        switch phase {
        case .greeting(let begun): greet(context, begun, ciphertext)
        case .handshaking, .open: receive(context, ciphertext)
        case .over: break
        }
    }

    public func channelReadComplete(context: ChannelHandlerContext) {
        let isDelivered = hasDelivered
        hasDelivered = false
        if isDelivered { context.fireChannelReadComplete() }
        switch phase {
        case .greeting, .handshaking, .over: context.read()
        case .open: if isReadWanted && !isDelivered { context.read() }
        }
    }

    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        endOfStream(context)
    }

    public func channelInactive(context: ChannelHandlerContext) {
        endOfStream(context)
        release(ChannelError.eof)
        context.fireChannelInactive()
    }

    public func handlerRemoved(context: ChannelHandlerContext) {
        release(ChannelError.ioOnClosedChannel)
    }

    private func greet(_ context: ChannelHandlerContext, _ begun: ByteBuffer?, _ arrived: ByteBuffer) {
        var bytes = begun ?? arrived
        if begun != nil { bytes.writeImmutableBuffer(arrived) }
        switch Greeting(bytes.readableBytesView) {
        case .undecided: phase = .greeting(bytes)
        case .plainHTTP: refusePlainHTTP(context)
        case .other:
            phase = .handshaking
            receive(context, bytes)
        }
    }

    private func receive(_ context: ChannelHandlerContext, _ ciphertext: ByteBuffer) {
        guard let connection, !isInputEnded else { return }
        var plaintext = ByteBuffer()
        var completed: TLSHandshakeCompleted?
        var failure: TLSError?
        var isEnded = false
        connection.receiving(ciphertext) {
            if case .handshaking = phase {
                switch connection.shakeHands() {
                case .unfinished: return
                case .failed(let reason):
                    failure = .handshakeFailed(reason)
                    return
                case .done(let facts): completed = facts
                }
            }
            plaintext = context.channel.allocator.buffer(capacity: ciphertext.readableBytes)
            switch connection.decrypt(into: &plaintext) {
            case .drained: break
            case .ended: isEnded = true
            case .broken(let reason): failure = .brokenRecord(reason)
            }
        }
        if failure == nil { sendAnswers(context) }
        if let completed {
            phase = .open
            stopTimer()
            context.fireUserInboundEventTriggered(completed)
            if pending.isFlushed { encryptPending(context) }
        }
        if plaintext.readableBytes > 0 && !isReleased {
            hasDelivered = true
            isReadWanted = false
            context.fireChannelRead(wrapInboundOut(plaintext))
        }
        if let failure {
            fail(context, failure)
        } else if isEnded {
            endOfInput(context)
        }
    }

    /// Sends what OpenSSL has to say of its own: handshake messages, key updates.
    private func sendAnswers(_ context: ChannelHandlerContext) {
        guard let connection, connection.hasOutgoing else { return }
        let answers = connection.takeOutgoing()
        if !context.channel.isWritable { answersWhileBlocked += answers.readableBytes }
        context.writeAndFlush(wrapOutboundOut(answers), promise: nil)
        if answersWhileBlocked > 65_536 { fail(context, .peerDoesNotRead) }
    }

    public func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { answersWhileBlocked = 0 }
        guard !isEncrypting else {
            isWritabilityNewsHeldBack = true
            return
        }
        encryptPending(context)
        context.fireChannelWritabilityChanged()
    }

    func startTimer(_ context: ChannelHandlerContext, _ limit: Duration, _ expire: @escaping (TLSServerHandler) -> Void) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) { expire(self) }
    }

    func stopTimer() {
        timer?.cancel()
        timer = nil
    }

    /// The connection is gone: nothing may be left waiting for it.
    private func release(_ error: any Error) {
        guard !isReleased else { return }
        isReleased = true
        stopTimer()
        phase = .over
        output = .finished
        isInputEnded = true
        connection = nil
        pending.failAll(error)
        let promises = closePromises + (halfClosePromise.map { [$0] } ?? [])
        closePromises = []
        halfClosePromise = nil
        for promise in promises { promise.succeed() }
    }
}
