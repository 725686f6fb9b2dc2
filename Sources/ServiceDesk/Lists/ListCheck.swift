/// Whether lists hold together: across the rows of a list, and from list to list.
///
/// Rows of files are checked against the rows of the other files and, where a file is missing, of the database.
/// Cells that have a fault of their own are passed over.
struct ListCheck {
    typealias Fault = ListImportError.Fault

    let lists: ListContents
    /// The lists of which a file was read.
    let files: Set<ListName>
    private(set) var faults: [Fault] = []
    private var codes: [ListName: Set<String>] = [:]

    /// - Parameter lists: where a list is missing altogether, references to it are not checked.
    init(_ lists: ListContents, files: Set<ListName>) {
        self.lists = lists
        self.files = files
        for list in lists.lists {
            codes[list] = Set(lists[list].compactMap { $0[list.layout.key[0]] })
        }
        for list in lists.lists {
            lists[list].forEach { checkReferences(of: $0) }
            guard files.contains(list) else { continue }
            checkKeys(of: list)
            lists[list].forEach { checkPeriod(of: $0) }
        }
        checkRules()
    }

    mutating func add(_ row: ListRow, at column: String? = nil, _ message: String) {
        faults.append(Fault(row, at: column, message))
    }

    mutating func add(to list: ListName, _ message: String) {
        faults.append(Fault(file: list.file, message: message))
    }

    /// That rows of the list do not share what only one may have.
    ///
    /// - Parameter value: nil for rows that have none.
    mutating func checkUnique(in list: ListName, at column: String, _ what: String, _ value: (ListRow) -> [String]?) {
        var seen: [[String]: ListRow] = [:]
        for row in lists[list] {
            guard let value = value(row) else { continue }
            if let first = seen[value] {
                let shown = value.filter { !$0.isEmpty }.joined(separator: " ")
                add(row, at: column, "\(what) \(shown) already stands in line \(first.line ?? 0)")
            } else {
                seen[value] = row
            }
        }
    }

    /// That the code stands in the list it refers to.
    mutating func checkReference(_ code: String, to target: ListName, from row: ListRow, at column: String) {
        guard let known = codes[target], !known.contains(code) else { return }
        if files.contains(row.list) {
            add(row, at: column, "\(target.noun) \(code) is not in \(files.contains(target) ? target.file : "the database")")
        } else {
            // The row is of the database, where the reference held: the file has lost its target.
            add(to: target, "\(target.noun) \(code) is not in the file, but \(row.list.noun) \(row.label) in the database names it")
        }
    }

    private mutating func checkReferences(of row: ListRow) {
        for column in row.list.layout.columns {
            guard let target = column.target, let code = row[column.name] else { continue }
            checkReference(code, to: target, from: row, at: column.name)
        }
    }

    private mutating func checkKeys(of list: ListName) {
        checkUnique(in: list, at: list.layout.key[0], list.noun) { $0.key }
    }

    private mutating func checkPeriod(of row: ListRow) {
        guard let period = row.list.layout.period, let from = row[period.from], let to = row[period.to], to < from else { return }
        add(row, at: period.to, "\(period.to) \(to) is before \(period.from) \(from)")
    }
}
