extension LifecycleWalk {
    /// The fewest steps that still break something, found by leaving out ever smaller stretches of those that did.
    func shortened() throws -> [WalkStep] {
        var steps = steps
        var length = max(1, steps.count / 2)
        while true {
            var start = 0
            var dropped = false
            while start < steps.count {
                var fewer = steps
                fewer.removeSubrange(start..<min(start + length, steps.count))
                if try replayed(fewer) != nil {
                    steps = fewer
                    dropped = true
                } else {
                    start += length
                }
            }
            if length == 1, !dropped { return steps }
            if !dropped { length = max(1, length / 2) }
        }
    }

    /// A broken walk as somebody wants to read it: what is broken, the seed, and the few steps that lead there.
    func account(of seed: UInt64) throws -> String {
        let steps = try shortened()
        let broken = try replayed(steps)?.broken ?? []
        let lines = steps.map { "  +\($0.seconds)s case \($0.file): \($0.deed)" }
        return "seed \(seed), shortened from \(self.steps.count) steps to \(steps.count): \(broken)\n" + lines.joined(separator: "\n")
    }
}
