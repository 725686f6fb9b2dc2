import SeededRandom

/// The same throws for the same seed.
struct Dice: Sendable {
    private var random: SeededGenerator

    init(_ seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func next() -> UInt64 { random.next() }
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func one<Item>(of items: [Item]) -> Item { items[below(items.count)] }
    mutating func chance(_ one: Int) -> Bool { below(one) == 0 }
}
