import Casework
import Testing
import WorkingTime

/// Walks from seeds, so that what fails fails again.
struct LifecyclePropertyTests {
    static let walks = 250
    static let steps = 40

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `whatever people do, the rules of a case hold`(batch: UInt64) throws {
        let jurisdiction = try Given.usual.get()
        var accepted = 0
        var refused = 0
        var states: Set<CaseState> = []
        var returns = 0
        var reworks = 0
        for number in 0..<UInt64(Self.walks) {
            let seed = batch << 32 | number
            var walk = try LifecycleWalk(seed: seed, under: jurisdiction)
            for step in 0..<Self.steps {
                guard step == 0 || walk.step() else { continue }
                let broken = walk.broken
                guard broken.isEmpty else {
                    Issue.record("seed \(seed), step \(step): \(broken) in \(walk.file) after \(walk.previous)")
                    return
                }
            }
            accepted += walk.accepted
            refused += walk.refused
            states.formUnion(walk.states)
            returns = max(returns, walk.file.returns.count)
            reworks = max(reworks, walk.file.clocks.count { $0.stage == .rework })
        }
        #expect(states == Set(CaseState.allCases), "the walks go everywhere")
        #expect(returns == 2, "some are dispatched three times")
        #expect(reworks > 1, "some are sent back twice")
        #expect(accepted > Self.walks * Self.steps / 4, "and get on")
        #expect(refused > Self.walks, "and meet refusals")
    }
}
