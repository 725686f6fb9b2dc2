import Casework
import Synchronization

/// What one who watches is sent.
public enum LiveFrame: Sendable {
    /// The position from which on everything is told.
    case start(LiveMark)
    /// What happened between two positions, in order. Who was cut off in the middle has come to the earlier one.
    case events([LiveEvent], since: LiveMark, end: LiveMark)
    /// What was missed cannot be told: the list must be read anew, and the stream ends. It gives no position, so that who does
    /// not read the list is told again.
    case reset
    /// Nothing happened until now.
    case quiet(LiveMark)
}

/// An open stream: what is sent, piece by piece, until it ends. It holds no connection to the database.
public final class LiveStream: Sendable {
    public let pieces: AsyncStream<[UInt8]>
    private let continuation: AsyncStream<[UInt8]>.Continuation

    init(_ pieces: AsyncStream<[UInt8]>, _ continuation: AsyncStream<[UInt8]>.Continuation) {
        self.pieces = pieces
        self.continuation = continuation
    }

    /// The peer has gone.
    public func end() { continuation.finish() }
}

/// Somebody who watches, as the live view knows them.
struct Watcher: Sendable {
    /// So many pieces wait for a peer that is slow; then it is cut off, and goes on where it was.
    static let mostPieces = 256

    let id: Int
    let staff: Staff
    /// The digest of the token with which they came.
    let token: [UInt8]
    let question: LiveQuestion
    /// Of the question.
    let digest: UInt64
    /// Where they have come to; nil for those who begin.
    let mark: LiveMark?
    let render: @Sendable (LiveFrame) -> [UInt8]
    let cutOff: @Sendable () -> Void
    let pieces: AsyncStream<[UInt8]>.Continuation

    /// From where on they can be told what they missed; nil for those who begin, and those who watched something else.
    var since: LivePosition? {
        guard let mark, mark.digest == digest else { return nil }
        return mark.position
    }

    func mark(_ position: LivePosition) -> LiveMark { LiveMark(position, digest) }

    /// - Returns: false when the peer is too slow and must be cut off.
    func send(_ piece: [UInt8]) -> Bool {
        if case .dropped = pieces.yield(piece) { false } else { true }
    }
}

/// Those who watch the same.
struct Audience: Sendable {
    var watchers: [Int: Watcher] = [:]
    let digest: UInt64
    /// All render alike.
    let render: @Sendable (LiveFrame) -> [UInt8]

    func mark(_ position: LivePosition) -> LiveMark { LiveMark(position, digest) }

    /// - Returns: who is too slow.
    func send(_ frame: LiveFrame) -> [Watcher] {
        let piece = render(frame)
        return watchers.values.filter { !$0.send(piece) }
    }
}
