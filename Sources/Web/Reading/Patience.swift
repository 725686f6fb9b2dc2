import Synchronization

/// Ends readings that take too long. One timer serves them all: a timer for each request costs more
/// than reading its body does.
final class Patience: Sendable {
    /// A reading outlives its limit by at most this.
    private static let tick = Duration.milliseconds(100)

    private struct Reading {
        let deadline: ContinuousClock.Instant
        let task: Task<[UInt8], any Error>
    }
    private struct State {
        var readings: [Int: Reading] = [:]
        var lastID = 0
        var isTicking = false
    }
    private let state = Mutex(State())

    /// What `read` returns, or nil if it takes longer than `limit`: then it is cancelled.
    func within(_ limit: Duration, _ read: @escaping @Sendable () async throws -> [UInt8]) async throws -> [UInt8]? {
        let task = Task { try await read() }
        let id = watch(task, until: .now + limit)
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        // A reading that was cancelled may look like one that ended early: who removed it decides.
        guard state.withLock({ $0.readings.removeValue(forKey: id) }) != nil else { return nil }
        return try result.get()
    }

    private func watch(_ task: Task<[UInt8], any Error>, until deadline: ContinuousClock.Instant) -> Int {
        let (id, startsTicking) = state.withLock { state in
            state.lastID += 1
            state.readings[state.lastID] = Reading(deadline: deadline, task: task)
            defer { state.isTicking = true }
            return (state.lastID, !state.isTicking)
        }
        if startsTicking { Task { await tick() } }
        return id
    }

    private func tick() async {
        while true {
            try? await Task.sleep(for: Self.tick)
            let now = ContinuousClock.now
            let goesOn = state.withLock { state in
                for (id, reading) in state.readings where reading.deadline <= now {
                    reading.task.cancel()
                    state.readings[id] = nil
                }
                state.isTicking = !state.readings.isEmpty
                return state.isTicking
            }
            if !goesOn { return }
        }
    }
}
