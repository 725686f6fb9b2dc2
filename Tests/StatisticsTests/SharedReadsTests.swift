import Synchronization
import Testing

@testable import Statistics

@Suite("Shared reads", .timeLimit(.minutes(1)))
struct SharedReadsTests {
    /// A reading that is held up until it is let go.
    private final class Reading: Sendable {
        private struct State {
            var begun = 0
            var gate: [CheckedContinuation<Void, Never>] = []
            var isOpen = false
        }
        private let state = Mutex(State())
        var begun: Int { state.withLock { $0.begun } }

        func read() async -> Int {
            let number = state.withLock {
                $0.begun += 1
                return $0.begun
            }
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock {
                    if !$0.isOpen { $0.gate.append(continuation) }
                    return $0.isOpen
                }
                if isOpen { continuation.resume() }
            }
            return number
        }

        func open() {
            let waiting = state.withLock { state in
                state.isOpen = true
                defer { state.gate = [] }
                return state.gate
            }
            for one in waiting { one.resume() }
        }
    }

    @Test func `those who ask while a reading runs share the next one`() async throws {
        let reads = SharedReads<String, Int>()
        let reading = Reading()
        async let first = reads.answer("q") { await reading.read() }
        while reading.begun == 0 { await Task.yield() }
        let later = (1...20).map { _ in Task.immediate { try await reads.answer("q") { await reading.read() } } }
        // Who comes to the actor after them finds that they have asked.
        _ = try await reads.answer("another") { 0 }
        #expect(reading.begun == 1)
        reading.open()
        #expect(try await first == 1)
        for task in later { #expect(try await task.value == 2) }
        #expect(reading.begun == 2)
    }

    @Test func `nobody gets a reading that began before they asked`() async throws {
        let reads = SharedReads<String, Int>()
        let counter = Mutex(0)
        for _ in 1...50 {
            let before = counter.withLock { $0 }
            let answer = try await reads.answer("q") {
                counter.withLock {
                    $0 += 1; return $0
                }
            }
            #expect(answer > before)
        }
    }

    @Test func `other questions do not wait`() async throws {
        let reads = SharedReads<String, Int>()
        let reading = Reading()
        async let slow = reads.answer("slow") { await reading.read() }
        while reading.begun == 0 { await Task.yield() }
        #expect(try await reads.answer("quick") { 7 } == 7)
        reading.open()
        #expect(try await slow == 1)
    }

    @Test func `a failure reaches all who share it, and the next reading is new`() async throws {
        struct Broken: Error {}
        let reads = SharedReads<String, Int>()
        await #expect(throws: Broken.self) { try await reads.answer("q") { throw Broken() } }
        #expect(try await reads.answer("q") { 1 } == 1)
    }
}
