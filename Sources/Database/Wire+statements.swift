import CPostgres

extension Wire {
    /// Runs one statement by its prepared form, preparing it where that has not been done.
    func run(_ text: String, _ parameters: Parameters) throws(DatabaseError) -> ResultSet {
        let key = StatementCache.Key(text: text, types: parameters.types)
        let wasInTransaction = isInTransaction
        do throws(DatabaseError) {
            return try execute(key, parameters)
        } catch {
            guard error.isStalePlan else { throw error }
            // The schema has changed under it: the next execution prepares it anew.
            if let name = statements.remove(key), !wasInTransaction { deallocate(name) }
            guard !wasInTransaction else { throw error }
            return try execute(key, parameters)
        }
    }

    /// Runs a text of any number of statements without parameters and returns the last answer.
    @discardableResult
    func simple(_ text: String) throws(DatabaseError) -> ResultSet {
        guard !text.utf8.contains(0) else { throw .nulInText }
        let start = ContinuousClock.now
        return try check(PQexec(connection, text), since: start)
    }

    private func execute(_ key: StatementCache.Key, _ parameters: Parameters) throws(DatabaseError) -> ResultSet {
        let name = try prepare(key)
        let start = ContinuousClock.now
        return try check(send(name, parameters), since: start)
    }

    private func prepare(_ key: StatementCache.Key) throws(DatabaseError) -> String {
        if let name = statements.name(of: key) { return name }
        guard !key.text.utf8.contains(0) else { throw .nulInText }
        let name = statements.newName()
        let start = ContinuousClock.now
        let result = PQprepare(connection, name, key.text, Int32(key.types.count), key.types)
        _ = try check(result, since: start)
        if let evicted = statements.insert(key, name: name) { deallocate(evicted) }
        return name
    }

    private func deallocate(_ name: String) {
        // Where it fails the server keeps an unused plan until the connection ends; no name is used twice.
        PQclear(PQexec(connection, "deallocate \(name)"))
    }

    private func send(_ name: String, _ parameters: Parameters) -> OpaquePointer? {
        let entries = parameters.entries
        if entries.isEmpty { return PQexecPrepared(connection, name, 0, nil, nil, nil, 1) }
        return parameters.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: entries.count) { values in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: entries.count * 2) { numbers in
                    for (index, entry) in entries.enumerated() {
                        let start = entry.length < 0 ? nil : bytes.baseAddress.map { $0 + entry.offset }
                        values.initializeElement(at: index, to: start?.assumingMemoryBound(to: CChar.self))
                        numbers.initializeElement(at: index, to: max(0, entry.length))
                        numbers.initializeElement(at: entries.count + index, to: 1)
                    }
                    guard let lengths = numbers.baseAddress else { return nil }
                    return PQexecPrepared(
                        connection, name, Int32(entries.count), values.baseAddress, lengths, lengths + entries.count, 1)
                }
            }
        }
    }
}
