import NIOCore

extension TLSServerHandler {
    /// Our side of the connection, on its way to close_notify.
    enum Output {
        case open
        /// Closed for writers; plaintext is left to be encrypted.
        case draining
        /// The last bytes are in the channel's hands.
        case finishing
        /// The last bytes are written.
        case finished
    }

    /// `.output` sends close_notify behind all that was written, and waits for the peer's end, for ``TLSConfiguration/closeTimeout``
    /// at most. `.all` sends it too and closes as soon as it is written, or after that time.
    public func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard !isReleased else {
            context.close(mode: mode, promise: promise)
            return
        }
        switch (mode, phase) {
        case (.input, _):
            isInputClosedHere = true
            context.close(mode: .input, promise: promise)
        case (.output, .open):
            guard output == .open else {
                promise?.fail(ChannelError.outputClosed)
                return
            }
            halfClosePromise = promise
            endOutput(context)
        case (.all, .open):
            if let promise { closePromises.append(promise) }
            closeWhenWritten(context)
        case (_, .greeting), (_, .handshaking):
            if let promise { closePromises.append(promise) }
            closeNow(context)
        case (_, .over):
            // The close is under way already.
            if let promise { closePromises.append(promise) }
        }
    }

    private func closeWhenWritten(_ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        isClosing = true
        if output == .finished {
            closeNow(context)
        } else {
            startTimer(context, configuration.closeTimeout) { $0.closeNow(context) }
            endOutput(context)
        }
    }

    private func endOutput(_ context: ChannelHandlerContext) {
        guard output == .open else { return }
        output = .draining
        pending.flush()
        encryptPending(context)
    }

    /// Our close_notify, once all plaintext before it is encrypted.
    func sendGoodbye(_ context: ChannelHandlerContext) {
        guard let connection else { return }
        connection.sayGoodbye()
        sendLast(context, connection.takeOutgoing())
    }

    private func sendLast(_ context: ChannelHandlerContext, _ bytes: ByteBuffer) {
        output = .finishing
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in self.lastIsWritten(context) }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: written)
        guard !isReleased, !isClosing, !isInputEnded else { return }
        context.close(mode: .output, promise: halfClosePromise)
        halfClosePromise = nil
    }

    private func lastIsWritten(_ context: ChannelHandlerContext) {
        guard !isReleased else { return }
        output = .finished
        if isClosing || isInputEnded {
            closeNow(context)
        } else {
            startTimer(context, configuration.closeTimeout) { $0.closeNow(context) }
        }
    }

    func closeNow(_ context: ChannelHandlerContext) {
        isClosing = true
        context.close(mode: .all, promise: nil)
    }

    /// The peer's close_notify came.
    func endOfInput(_ context: ChannelHandlerContext) {
        isInputEnded = true
        if output == .finished {
            closeNow(context)
        } else if (try? context.channel.syncOptions?.getOption(.allowRemoteHalfClosure)) == true {
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        } else {
            closeWhenWritten(context)
        }
    }

    /// The peer's bytes ended, with close_notify or without.
    func endOfStream(_ context: ChannelHandlerContext) {
        switch phase {
        case .greeting(nil): closeNow(context)
        case .greeting, .handshaking: fail(context, .handshakeInterrupted)
        case .open where isInputEnded || isClosing || isInputClosedHere:
            if isInputClosedHere && !isInputEnded { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
            isInputEnded = true
            if output == .finished { closeNow(context) }
        case .open: fail(context, .uncleanShutdown)
        case .over:
            isInputEnded = true
            if output == .finished { closeNow(context) }
        }
    }

    /// Sends the alert that OpenSSL made, if any, reports the error and closes.
    func fail(_ context: ChannelHandlerContext, _ error: TLSError) {
        if case .over = phase { return }
        var alert = connection?.takeOutgoing() ?? ByteBuffer()
        if case .handshakeFailed = error, alert.readableBytes == 0 { alert = ByteBuffer(bytes: Greeting.decodeError) }
        phase = .over
        connection = nil
        output = .finished
        isClosing = true
        pending.failAll(error)
        context.fireErrorCaught(error)
        guard !isReleased else { return }
        guard alert.readableBytes > 0 else {
            closeNow(context)
            return
        }
        startTimer(context, configuration.closeTimeout) { $0.closeNow(context) }
        sendLast(context, alert)
    }

    /// Tells a client that forgot the s, in the words it understands; it has until the close time limit to read them.
    func refusePlainHTTP(_ context: ChannelHandlerContext) {
        phase = .over
        connection = nil
        output = .finishing
        context.fireErrorCaught(TLSError.plainHTTP)
        guard !isReleased else { return }
        startTimer(context, configuration.closeTimeout) { $0.closeNow(context) }
        sendLast(context, context.channel.allocator.buffer(string: Greeting.httpsOnly))
    }
}
