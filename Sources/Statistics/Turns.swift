/// Lets a few at once do what takes long; the others wait, in the order of their coming.
actor Turns {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(most: Int) { free = most }

    nonisolated func wait<T: Sendable>(for work: @Sendable () async throws -> T) async throws -> T {
        await enter()
        let result: Result<T, any Error>
        do {
            result = .success(try await work())
        } catch {
            result = .failure(error)
        }
        await leave()
        return try result.get()
    }

    private func enter() async {
        if free > 0 { return free -= 1 }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// The turn goes to who waits longest.
    private func leave() {
        if waiting.isEmpty { return free += 1 }
        waiting.removeFirst().resume()
    }
}
