import ServiceLifecycle

/// Bounds a stop: a peer that does not take what is sent to it, TLS's goodbye included, must not hold it up.
struct StopLimit: Service {
    private let limit: Duration
    private let ends: AsyncThrowingStream<Never, any Error>
    private let end: AsyncThrowingStream<Never, any Error>.Continuation

    /// - Parameter limit: from the signal on.
    init(limit: Duration) {
        self.limit = limit
        (ends, end) = AsyncThrowingStream.makeStream()
    }

    /// Runs the group, of which this is a service, until it has ended or the limit of its stop is over. What is left then ends
    /// with the process.
    func running(_ group: ServiceGroup) async throws {
        Task {
            do {
                try await group.run()
                end.finish()
            } catch {
                end.finish(throwing: error)
            }
        }
        for try await _ in ends {}
    }

    func run() async throws {
        try await gracefulShutdown()
        Task.detached {
            try await Task.sleep(for: limit)
            end.finish()
        }
    }
}
