import Synchronization

extension Pool {
    /// Refuses all who wait and all who come, lets what runs run for a time, then stops it.
    func close(within limit: Duration) async {
        let (waiters, idle) = shut()
        waiters.forEach { $0.request.refuse(.closed) }
        idle.forEach { $0.stop() }
        if await drained(within: limit) { return }
        let busy = state.withLock { Array($0.sessions.values) }
        busy.forEach { $0.abort() }
        if await drained(within: .milliseconds(500)) { return }
        let deaf = state.withLock { Array($0.sessions.values) }
        deaf.forEach { $0.sever() }
        // One that is still connecting keeps its thread until that fails.
        _ = await drained(within: .milliseconds(500))
    }

    /// The same without waiting, for a pool that nobody holds any more.
    func abandon() {
        let (waiters, idle) = shut()
        waiters.forEach { $0.request.refuse(.closed) }
        idle.forEach { $0.stop() }
    }

    private func shut() -> ([Waiter], [Session]) {
        state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return (state.waiters.removeAll(), state.idle)
        }
    }

    /// - Returns: false when the time was over before the last connection had ended.
    private func drained(within limit: Duration) async -> Bool {
        await withUnsafeContinuation { continuation in
            let number: Int? = state.withLock { state in
                if state.sessions.isEmpty { return nil }
                state.drainCount += 1
                state.drains[state.drainCount] = continuation
                return state.drainCount
            }
            guard let number else { return continuation.resume(returning: true) }
            Task {
                try? await Task.sleep(for: limit)
                let late = state.withLock { $0.drains.removeValue(forKey: number) }
                late?.resume(returning: false)
            }
        }
    }
}
