import Synchronization
import Testing

@testable import Statistics

struct TurnsTests {
    @Test func `never more than allowed at once, and all in their turn`() async throws {
        let turns = Turns(most: 2)
        let room = Room()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    do {
                        try await turns.wait {
                            room.count.withLock { count in
                                count.inside += 1
                                count.most = max(count.most, count.inside)
                            }
                            for _ in 0..<10 { await Task.yield() }
                            room.count.withLock { $0.inside -= 1 }
                            // Who fails gives the turn on as well.
                            if number.isMultiple(of: 3) { throw CancellationError() }
                        }
                    } catch is CancellationError {}
                }
            }
            try await group.waitForAll()
        }
        #expect(room.count.withLock { $0 } == (0, 2))
        #expect(try await turns.wait { "free again" } == "free again")
    }

    private final class Room: Sendable {
        let count = Mutex((inside: 0, most: 0))
    }
}
