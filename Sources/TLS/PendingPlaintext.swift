import NIOCore

/// Writes that are not encrypted yet, in order; those before the last flush may go.
struct PendingPlaintext {
    typealias Write = (bytes: ByteBuffer, promise: EventLoopPromise<Void>?)

    private var writes = MarkedCircularBuffer<Write>(initialCapacity: 4)
    /// The rest of a large write of which the beginning is already encrypted.
    private var rest: Write?

    var isFlushed: Bool { rest != nil || writes.hasMark }

    mutating func append(_ bytes: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
        writes.append((bytes, promise))
    }

    mutating func flush() {
        writes.mark()
    }

    /// The next flushed bytes, at most `limit` of them; the promise comes with a write's last piece.
    mutating func next(atMost limit: Int) -> Write? {
        guard var write = rest ?? (writes.hasMark ? writes.first : nil) else { return nil }
        guard limit > 0 || write.bytes.readableBytes == 0 else { return nil }
        if rest == nil { _ = writes.removeFirst() }
        rest = nil
        guard write.bytes.readableBytes > limit, let piece = write.bytes.readSlice(length: limit) else { return write }
        rest = write
        return (piece, nil)
    }

    /// Flushed bytes, counted up to the limit.
    func flushedCount(atMost limit: Int) -> Int {
        var count = rest?.bytes.readableBytes ?? 0
        var index = writes.startIndex
        while writes.hasMark && count < limit && index != writes.endIndex {
            count += writes[index].bytes.readableBytes
            if writes.isMarked(index: index) { break }
            index = writes.index(after: index)
        }
        return min(count, limit)
    }

    mutating func failAll(_ error: any Error) {
        let failed = rest.map { [$0] + Array(writes) } ?? Array(writes)
        rest = nil
        writes = MarkedCircularBuffer(initialCapacity: 0)
        for write in failed { write.promise?.fail(error) }
    }
}
