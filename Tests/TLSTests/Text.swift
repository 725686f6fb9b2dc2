extension String {
    /// Where the words stand first; nil if nowhere.
    func range(of words: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(words) { return start..<index(start, offsetBy: words.count) }
            formIndex(after: &start)
        }
        return nil
    }
}

struct NeverHappened: Error {}

/// Waits until the condition holds, without a fixed delay; throws after ten seconds.
func eventually(_ condition: () -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while !condition() {
        guard ContinuousClock.now < deadline else { throw NeverHappened() }
        await Task.yield()
    }
}
