/// Lets those who ask the same question at the same time share one reading of the database.
///
/// A reader never gets a reading that began before they asked: while one is under way, all who
/// arrive wait together for the next. It is the natural batch of the intake, for reads.
actor SharedReads<Question: Hashable & Sendable, Answer: Sendable> {
    private struct Readings {
        let running: Task<Answer, any Error>
        var next: Task<Answer, any Error>?
    }
    private var readings: [Question: Readings] = [:]

    func answer(_ question: Question, _ read: @escaping @Sendable () async throws -> Answer) async throws -> Answer {
        guard let current = readings[question] else {
            return try await start(question, read).value
        }
        if let next = current.next { return try await next.value }
        let next = Task {
            _ = await current.running.result
            return try await start(question, read).value
        }
        readings[question]?.next = next
        return try await next.value
    }

    private func start(_ question: Question, _ read: @escaping @Sendable () async throws -> Answer) -> Task<Answer, any Error> {
        let task = Task {
            let result = await Task { try await read() }.result
            finish(question)
            return try result.get()
        }
        readings[question] = Readings(running: task)
        return task
    }

    private func finish(_ question: Question) {
        // With somebody waiting for the next reading, it takes over the entry when it starts.
        if readings[question]?.next == nil { readings[question] = nil }
    }
}
