/// What an import changes, and what is worth a look though it is allowed.
public struct ListDifference: Sendable {
    /// A table of which some row changes.
    public struct Table: Sendable {
        let list: ListName
        let added: [ListRow]
        let changed: [(old: ListRow, new: ListRow)]
        let removed: [ListRow]
    }

    /// Something allowed that may be a mistake.
    public struct Warning: Sendable, Hashable {
        /// One sentence with the number.
        public let summary: String
        /// One line for each case of it.
        public let details: [String]

        init?(_ details: [String], _ summary: (Int) -> String) {
            guard !details.isEmpty else { return nil }
            self.summary = summary(details.count)
            self.details = details
        }
    }

    /// Those with changes, in the order in which the lists build on each other.
    public let tables: [Table]
    public internal(set) var warnings: [Warning] = []

    /// Nothing changes.
    public var isEmpty: Bool { tables.isEmpty }

    /// - Parameter files: the lists to come; others stay as they are.
    init(from stored: ListContents, to files: ListContents) {
        tables = files.lists.map { Table($0, from: stored[$0], to: files[$0]) }.filter { $0.count > 0 }
    }
}

extension ListDifference.Table {
    /// The name of the table: `calendar_exceptions`.
    public var name: String { list.table }
    public var addedCount: Int { added.count }
    public var changedCount: Int { changed.count }
    public var removedCount: Int { removed.count }

    var count: Int { added.count + changed.count + removed.count }

    /// Added and changed rows in the order of the file, removed ones in that of the table.
    init(_ list: ListName, from stored: [ListRow], to file: [ListRow]) {
        var left: [[String]: ListRow] = [:]
        for row in stored {
            if let key = row.key { left[key] = row }
        }
        var added: [ListRow] = []
        var changed: [(old: ListRow, new: ListRow)] = []
        for row in file {
            guard let old = row.key.flatMap({ left.removeValue(forKey: $0) }) else {
                added.append(row)
                continue
            }
            if old.cells != row.cells { changed.append((old, row)) }
        }
        self.list = list
        self.added = added
        self.changed = changed
        removed = stored.filter { row in row.key.map { left[$0] != nil } ?? false }
    }
}
