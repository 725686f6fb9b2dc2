import Casework
import Synchronization
import Testing
import WorkingTime

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Walks from seeds, so that what fails fails again.
struct LifecyclePropertyTests {
    /// `HOTLINE_WALKS` asks for more than a suite has time for: `ops/walks`.
    static let walks = getenv("HOTLINE_WALKS").flatMap { UInt64(String(cString: $0)) } ?? 1_000
    static let steps = 50
    static let batches: UInt64 = 16

    /// What all walks together met.
    private static let sums = Mutex(Sums())

    struct Sums {
        var walks = 0
        var steps = 0
        var refused = 0
        var states: Set<CaseState> = []
        var reached: Set<String> = []
        var returns = 0
        var repeats = 0
    }

    @Test(arguments: 0..<batches)
    func `whatever people do, the rules of a case hold`(batch: UInt64) throws {
        var sums = Sums()
        for number in stride(from: batch, to: Self.walks, by: UInt64.Stride(Self.batches)) {
            var walk = try LifecycleWalk(seed: number)
            for _ in 0..<Self.steps {
                walk.step()
                guard walk.world.broken.isEmpty else {
                    Issue.record("\(try walk.account(of: number))")
                    return
                }
            }
            sums.walks += 1
            sums.steps += walk.steps.count
            sums.refused += walk.refused
            sums.states.formUnion(walk.states)
            sums.reached.formUnion(walk.reached)
            sums.returns = max(sums.returns, walk.world.files.map(\.returns.count).max() ?? 0)
        }
        Self.sums.withLock { all in
            all.walks += sums.walks
            all.steps += sums.steps
            all.refused += sums.refused
            all.states.formUnion(sums.states)
            all.reached.formUnion(sums.reached)
            all.returns = max(all.returns, sums.returns)
            guard all.walks == Self.walks else { return }
            #expect(all.states == Set(CaseState.allCases), "the walks go everywhere")
            // What is rare comes with more walks than a suite has time for.
            let missing = WalkStep.names.subtracting(all.reached)
            #expect(missing.count <= (all.walks < 100_000 ? 8 : 0), "and everything is done but \(missing)")
            #expect(all.returns >= (all.walks < 100_000 ? 1 : 2), "some are dispatched three times")
            #expect(all.refused > all.steps / 10 && all.refused < all.steps * 3 / 4, "they meet refusals and get on")
            print(
                "\(all.walks) walks, \(all.steps) steps, \(all.refused) refused, \(all.states.count) states, \(all.reached.count) commands")
        }
    }
}
