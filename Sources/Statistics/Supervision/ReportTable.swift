import Database
import WorkingTime

/// A report as a table: where its rows come from, what is shown of each, and in what order. Pages,
/// CSV, spreadsheets and totals are all made from this one definition.
struct ReportTable: Sendable {
    /// What rows are ordered by. Travels in the cursor as a number.
    enum Key: Sendable {
        case integer(SQL)
        /// Microseconds since 1970.
        case instant(SQL)
        /// Microseconds of an interval, longest first where the others ascend.
        case longest(SQL)
    }

    let columns: [ReportColumn]
    /// Tables and joins.
    let source: SQL
    let condition: SQL
    /// Together unique; all ascending, or all descending.
    let keys: [Key]
    var descending = false
    /// Tables and joins that hold the rows of one page and no others, for a report whose rows lie in several indexes:
    /// those after the cursor, that many at most.
    var picked: (@Sendable (ReportCursor?, _ most: SQL) -> SQL)?
    /// Counts them faster than source and condition do.
    var counted: SQL?

    /// A page picks its rows from an index where there is one, and only then reads what is shown of them.
    func page(after cursor: ReportCursor?, limit: Int, cells: Bool = false) -> SQL {
        // In the text, not as a parameter: a plan for any limit at all would read everything and sort it.
        let most: SQL = "\(unsafeSQL: String(limit + 1))"
        let shown = keys.map(\.number) + columns.map { cells ? $0.cell : $0.value }
        let names = keys.indices.map { "key\($0)" } + columns.indices.map { "column\($0)" }
        let list = SQL(joined: zip(shown, names).map { "\($0) as \(unsafeSQL: $1)" }, separator: ", ")
        if let picked { return "select \(list) from \(picked(cursor, most)) order by \(order)" }
        return "select \(list) from \(source) where \(condition) and \(beyond(cursor)) order by \(order) limit \(most)"
    }

    func count() -> SQL { counted ?? "select count(*) from \(source) where \(condition)" }

    func csv() -> SQL {
        let fields = SQL(joined: columns.map(\.field), separator: ", ")
        return "copy (select \(fields) from \(source) where \(condition) order by \(order)) to stdout with (format csv)"
    }

    /// The keys and the columns of a row of `page`.
    func row(_ row: Row, cells: Bool = false) throws -> (keys: [Int], values: [ReportValue]) {
        let keys = try keys.indices.map { try row.get("key\($0)", as: Int.self) }
        let values = try columns.enumerated().map { index, column in
            try cells ? column.cell(row, "column\(index)") : column.value(row, "column\(index)")
        }
        return (keys, values)
    }

    private var order: SQL {
        SQL(joined: keys.map { descending ? "\($0.term) desc" : $0.term }, separator: ", ")
    }

    private func beyond(_ cursor: ReportCursor?) -> SQL {
        guard let cursor, cursor.keys.count == keys.count else { return "true" }
        let here = SQL(joined: keys.map(\.term), separator: ", ")
        let last = SQL(joined: zip(keys, cursor.keys).map { $0.parameter($1) }, separator: ", ")
        return descending ? "(\(here)) < (\(last))" : "(\(here)) > (\(last))"
    }
}

extension ReportTable.Key {
    fileprivate var term: SQL {
        switch self {
        case .integer(let term), .instant(let term): term
        case .longest(let term): "-(\(term))"
        }
    }

    fileprivate var number: SQL {
        switch self {
        case .integer(let term): "(\(term))::bigint"
        case .instant(let term), .longest(let term): "(extract(epoch from \(term)) * 1000000)::bigint"
        }
    }

    fileprivate func parameter(_ number: Int) -> SQL {
        switch self {
        case .integer: "\(number)"
        case .instant: "\(Instant(microseconds: Int64(number)))"
        case .longest: "\(-number) * interval '1 microsecond'"
        }
    }
}
