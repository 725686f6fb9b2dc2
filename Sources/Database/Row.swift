/// One row of an answer. It shares the bytes that libpq received; cells are decoded when asked for.
public struct Row: Sendable {
    let result: ResultSet
    let index: Int32

    /// The row's cells in order.
    ///
    /// - Throws: `.decoding` when the number of columns differs, or a cell is NULL or of another type.
    public func decode<each Value: PostgresValue>(
        _ types: (repeat each Value).Type = (repeat each Value).self
    ) throws(DatabaseError) -> (repeat each Value) {
        var wanted: Int32 = 0
        for _ in repeat (each Value).self { wanted += 1 }
        guard wanted == result.columnCount else {
            throw .decoding(column: "1 to \(result.columnCount)", expected: "\((repeat each Value).self)")
        }
        var column: Int32 = 0
        func next<Cell: PostgresValue>(_: Cell.Type) throws(DatabaseError) -> Cell {
            defer { column += 1 }
            return try cell(column)
        }
        return (repeat try next((each Value).self))
    }

    /// The only cell of the row.
    public func decode<Value: PostgresValue>(_ type: Value.Type = Value.self) throws(DatabaseError) -> Value {
        guard result.columnCount == 1 else {
            throw .decoding(column: "1 to \(result.columnCount)", expected: "\(Value.self)")
        }
        return try cell(0)
    }

    /// The cell of the named column; the name is compared exactly.
    public func get<Value: PostgresValue>(_ column: String, as type: Value.Type = Value.self) throws(DatabaseError) -> Value {
        guard let number = result.number(of: column) else { throw .decoding(column: column, expected: "\(Value.self)") }
        return try cell(number)
    }

    private func cell<Value: PostgresValue>(_ column: Int32) throws(DatabaseError) -> Value {
        do throws(PostgresMismatch) {
            return try Value(from: result.cell(row: index, column: column))
        } catch {
            throw .decoding(column: result.name(of: column), expected: "\(Value.self)")
        }
    }
}
