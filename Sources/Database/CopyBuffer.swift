/// A few chunks between a connection's thread, which blocks when it is full, and a task, which is suspended when it is empty.
final class CopyBuffer: Sendable {
    typealias Chunk = Result<[UInt8]?, DatabaseError>

    private struct State {
        var chunks = Queue<[UInt8]>()
        var isStarted = false
        var isAbandoned = false
        /// What follows the last chunk.
        var end: Chunk?
        var reader: UnsafeContinuation<Chunk, Never>?
    }

    static let capacity = 4

    private let gate = Gate(State())

    /// Whether nobody has read before; true once.
    var isFirstRead: Bool {
        gate.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted
        }
    }

    /// For the reading task; one at a time.
    func next() async -> Chunk {
        await withUnsafeContinuation { continuation in
            let chunk: Chunk? = gate.change { state in
                if let chunk = state.chunks.popFirst() { return .success(chunk) }
                if state.isAbandoned { return .failure(.cancelled) }
                if let end = state.end { return end }
                precondition(state.reader == nil, "a COPY has one reader at a time")
                state.reader = continuation
                return nil
            }
            if let chunk { continuation.resume(returning: chunk) }
        }
    }

    /// For the connection's thread; blocks while the buffer is full.
    ///
    /// - Returns: false when nobody reads any more.
    func push(_ chunk: [UInt8]) -> Bool {
        let (isWanted, reader) = gate.wait { state -> (Bool, UnsafeContinuation<Chunk, Never>?)? in
            if state.isAbandoned { return (false, nil) }
            if let reader = state.reader {
                state.reader = nil
                return (true, reader)
            }
            guard state.chunks.count < Self.capacity else { return nil }
            state.chunks.append(chunk)
            return (true, nil)
        }
        reader?.resume(returning: .success(chunk))
        return isWanted
    }

    func finish(_ error: DatabaseError?) {
        end(with: error.map { .failure($0) } ?? .success(nil))
    }

    /// The reader has left.
    func abandon() {
        let reader = gate.change { state in
            state.isAbandoned = true
            _ = state.chunks.removeAll()
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: .failure(.cancelled))
    }

    private func end(with last: Chunk) {
        let reader = gate.change { state in
            if state.end == nil { state.end = last }
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: last)
    }
}
