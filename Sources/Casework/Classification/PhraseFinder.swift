/// Finds thousands of phrases in one pass over a text (Aho–Corasick over Unicode scalars).
///
/// A transition costs a look into a table and mostly one comparison, so the time depends on the text and not on the number of phrases.
struct PhraseFinder: Sendable {
    struct Match: Equatable, Sendable {
        let phrase: Int
        /// Positions of scalars in the text.
        let range: Range<Int>
    }

    /// Letters that occur in a phrase have a class above 0; all others share class 0, which no phrase contains.
    private let classOfBasic: [UInt16]
    private let classOfSupplementary: [UInt32: UInt16]
    private let fromRoot: [Int32]
    /// The edges of state s stand at `edgeStart[s] ..< edgeStart[s + 1]`, sorted by class.
    private let edgeStart: [Int32]
    private let edgeClass: [UInt16]
    private let edgeTarget: [Int32]
    private let fallback: [Int32]
    /// The longest phrase that ends in a state, or -1.
    private let longest: [Int32]
    private let lengths: [Int]

    /// Matches that no longer match covers, in the order of the text.
    func matches(in text: FoldedText) -> [Match] {
        guard !lengths.isEmpty else { return [] }
        var found: [Match] = []
        var state: Int32 = 0
        for (position, scalar) in text.scalars.enumerated() {
            state = next(state, on: letterClass(scalar))
            let phrase = longest[Int(state)]
            guard phrase >= 0 else { continue }
            let start = position + 1 - lengths[Int(phrase)]
            while let last = found.last, last.range.lowerBound >= start { found.removeLast() }
            found.append(Match(phrase: Int(phrase), range: start..<position + 1))
        }
        return found
    }

    @inline(__always)
    private func letterClass(_ scalar: UInt32) -> UInt16 {
        scalar < 0x10000 ? classOfBasic[Int(scalar)] : classOfSupplementary[scalar] ?? 0
    }

    @inline(__always)
    private func next(_ from: Int32, on letter: UInt16) -> Int32 {
        guard letter != 0 else { return 0 }
        var state = from
        while state != 0 {
            if let target = edge(state, letter) { return target }
            state = fallback[Int(state)]
        }
        return fromRoot[Int(letter)]
    }

    @inline(__always)
    private func edge(_ state: Int32, _ letter: UInt16) -> Int32? {
        var low = Int(edgeStart[Int(state)])
        var high = Int(edgeStart[Int(state) + 1])
        while low < high {
            let middle = (low + high) / 2
            let here = edgeClass[middle]
            if here == letter { return edgeTarget[middle] }
            if here < letter { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}

extension PhraseFinder {
    /// Collects phrases, numbers them from 0 and makes the finder.
    struct Builder {
        private var children: [[UInt16: Int32]] = [[:]]
        private var phraseOf: [Int32] = [-1]
        private var lengths: [Int] = []
        private var classes: [UInt32: UInt16] = [:]

        /// The number of the phrase; the same again for one that differs in case or width only. Nil for an empty phrase.
        mutating func insert(_ phrase: String) -> Int? {
            let text = FoldedText(phrase)
            guard text.count > 0 else { return nil }
            var state = 0
            for scalar in text.scalars {
                let letter = classes[scalar] ?? UInt16(classes.count + 1)
                classes[scalar] = letter
                if let target = children[state][letter] {
                    state = Int(target)
                } else {
                    children.append([:])
                    phraseOf.append(-1)
                    children[state][letter] = Int32(children.count - 1)
                    state = children.count - 1
                }
            }
            if phraseOf[state] < 0 {
                phraseOf[state] = Int32(lengths.count)
                lengths.append(text.count)
            }
            return Int(phraseOf[state])
        }

        func build() -> PhraseFinder {
            var fallback = [Int32](repeating: 0, count: children.count)
            var longest = phraseOf
            var queue: [Int] = [0]
            var head = 0
            while head < queue.count {
                let state = queue[head]
                head += 1
                for (letter, target) in children[state] {
                    let child = Int(target)
                    queue.append(child)
                    if state != 0 {
                        var behind = Int(fallback[state])
                        while behind != 0, children[behind][letter] == nil { behind = Int(fallback[behind]) }
                        fallback[child] = children[behind][letter] ?? 0
                    }
                    // The state behind is shallower, so the breadth-first order has settled it already.
                    if longest[child] < 0 { longest[child] = longest[Int(fallback[child])] }
                }
            }
            return PhraseFinder(
                classes: classes, children: children, fallback: fallback, longest: longest, lengths: lengths)
        }
    }

    private init(
        classes: [UInt32: UInt16], children: [[UInt16: Int32]], fallback: [Int32], longest: [Int32], lengths: [Int]
    ) {
        var basic = [UInt16](repeating: 0, count: lengths.isEmpty ? 0 : 0x10000)
        for (scalar, letter) in classes where scalar < 0x10000 { basic[Int(scalar)] = letter }
        classOfBasic = basic
        classOfSupplementary = classes.filter { $0.key >= 0x10000 }

        var root = [Int32](repeating: 0, count: classes.count + 1)
        for (letter, target) in children[0] { root[Int(letter)] = target }
        fromRoot = root

        var start: [Int32] = [0]
        var letters: [UInt16] = []
        var targets: [Int32] = []
        for edges in children {
            for (letter, target) in edges.sorted(by: { $0.key < $1.key }) {
                letters.append(letter)
                targets.append(target)
            }
            start.append(Int32(letters.count))
        }
        edgeStart = start
        edgeClass = letters
        edgeTarget = targets
        self.fallback = fallback
        self.longest = longest
        self.lengths = lengths
    }
}
