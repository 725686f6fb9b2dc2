/// SplitMix64: the same numbers for the same seed, on each machine. The seed is a test's argument, so a failure names it.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    /// Three that each run tries, and one that only this run does.
    public static let seeds: [UInt64] = [1, 2, 3, UInt64.random(in: 4...UInt64.max)]

    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
