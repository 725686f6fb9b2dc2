import NIOCore

extension TLSServerHandler {
    /// So much plaintext is encrypted between two looks at whether the channel is still writable.
    private static let batchLimit = 131_072
    /// A record's largest content. Smaller writes that are flushed together share records.
    private static let recordLimit = 16_384

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard output == .open, !isClosing else {
            promise?.fail(isClosing ? ChannelError.ioOnClosedChannel : ChannelError.outputClosed)
            return
        }
        pending.append(unwrapOutboundIn(data), promise)
    }

    public func flush(context: ChannelHandlerContext) {
        pending.flush()
        encryptPending(context)
    }

    /// Encrypts what is flushed while the channel is writable; the rest follows when it becomes so again.
    func encryptPending(_ context: ChannelHandlerContext) {
        guard case .open = phase, !isEncrypting, output == .open || output == .draining else { return }
        isEncrypting = true
        while pending.isFlushed && context.channel.isWritable {
            guard encryptBatch(context) else { break }
        }
        isEncrypting = false
        if output == .draining && !pending.isFlushed { sendGoodbye(context) }
        if isWritabilityNewsHeldBack {
            isWritabilityNewsHeldBack = false
            context.fireChannelWritabilityChanged()
        }
    }

    /// False if the connection is over.
    private func encryptBatch(_ context: ChannelHandlerContext) -> Bool {
        guard let connection else { return false }
        var remaining = pending.flushedCount(atMost: Self.batchLimit)
        connection.prepareOutgoing(for: remaining, allocator: context.channel.allocator)
        var promises: [EventLoopPromise<Void>] = []
        var failure: String?
        var record = ByteBuffer()
        while failure == nil, let (bytes, promise) = pending.next(atMost: remaining) {
            if let promise { promises.append(promise) }
            remaining -= bytes.readableBytes
            let isLone = record.readableBytes == 0 && remaining == 0
            if !isLone && record.readableBytes + bytes.readableBytes <= Self.recordLimit {
                if record.capacity == 0 {
                    let expected = min(bytes.readableBytes + remaining, Self.recordLimit)
                    record = context.channel.allocator.buffer(capacity: expected)
                }
                record.writeImmutableBuffer(bytes)
            } else {
                failure = record.withUnsafeReadableBytes(connection.encrypt)
                record.clear()
                failure = failure ?? bytes.withUnsafeReadableBytes(connection.encrypt)
            }
        }
        failure = failure ?? record.withUnsafeReadableBytes(connection.encrypt)
        if let failure {
            for promise in promises { promise.fail(TLSError.brokenRecord(failure)) }
            fail(context, .brokenRecord(failure))
            return false
        }
        let ciphertext = connection.takeOutgoing()
        context.writeAndFlush(wrapOutboundOut(ciphertext), promise: Self.joined(promises, on: context.eventLoop))
        return true
    }

    private static func joined(_ promises: [EventLoopPromise<Void>], on eventLoop: any EventLoop) -> EventLoopPromise<Void>? {
        guard promises.count > 1 else { return promises.first }
        let joint = eventLoop.makePromise(of: Void.self)
        for promise in promises { joint.futureResult.cascade(to: promise) }
        return joint
    }
}
