/// The statements that one connection has prepared, by text and parameter types.
struct StatementCache {
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    private struct Prepared {
        let name: String
        var lastUse: UInt64
    }

    /// Far more than the program has statements; only texts that are put together at run time ever reach it.
    static let capacity = 256

    private var statements: [Key: Prepared] = [:]
    private var uses: UInt64 = 0

    mutating func name(of key: Key) -> String? {
        uses += 1
        guard let index = statements.index(forKey: key) else { return nil }
        statements.values[index].lastUse = uses
        return statements.values[index].name
    }

    /// A name never used before on this connection.
    func newName() -> String { "s\(uses)" }

    /// - Returns: the name of the statement that must go, the one unused for longest.
    mutating func insert(_ key: Key, name: String) -> String? {
        var evicted: String?
        if statements.count >= Self.capacity, let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            statements[oldest.key] = nil
            evicted = oldest.value.name
        }
        statements[key] = Prepared(name: name, lastUse: uses)
        return evicted
    }

    mutating func remove(_ key: Key) -> String? {
        statements.removeValue(forKey: key)?.name
    }
}
