/// A row of a list as the file writes it: one canonical text for each cell that is not empty.
struct ListRow: Sendable, Equatable {
    struct Place: Sendable, Hashable, Comparable {
        let line: Int
        let column: Int

        static func < (left: Place, right: Place) -> Bool { (left.line, left.column) < (right.line, right.column) }
    }

    let list: ListName
    private(set) var cells: [String: String]
    /// Where each cell stands in the file; empty for a row of the database.
    let places: [String: Place]
    /// The table's number of the row, where the layout has one and the row is of the database.
    let identity: String?
    /// Columns whose cell is faulty and was left out.
    private(set) var faulty: Set<String> = []

    init(_ list: ListName, cells: [String: String], places: [String: Place] = [:], identity: String? = nil) {
        self.list = list
        self.cells = cells
        self.places = places
        self.identity = identity
    }

    subscript(_ column: String) -> String? { cells[column] }

    /// Nil while some cell of the key is faulty.
    var key: [String]? {
        let columns = list.layout.key
        return faulty.isDisjoint(with: columns) ? columns.map { cells[$0] ?? "" } : nil
    }

    var line: Int? { places.values.min()?.line }

    mutating func drop(_ column: String) {
        cells[column] = nil
        faulty.insert(column)
    }

    /// `331121-police`, or `0101 331100 2016-12-01` for a key of several columns.
    var label: String { (key ?? []).filter { !$0.isEmpty }.joined(separator: " ") }
}

/// Rows of several lists.
struct ListContents: Sendable {
    private var rows: [ListName: [ListRow]] = [:]

    subscript(_ list: ListName) -> [ListRow] {
        get { rows[list] ?? [] }
        set { rows[list] = newValue }
    }

    /// Which lists are there at all, if only without a row.
    var lists: [ListName] { ListName.allCases.filter { rows[$0] != nil } }

    func has(_ list: ListName) -> Bool { rows[list] != nil }

    func without(_ lists: [ListName]) -> ListContents {
        var rest = self
        lists.forEach { rest.rows[$0] = nil }
        return rest
    }

    /// These lists, and those of `other` that are missing here.
    func filled(from other: ListContents) -> ListContents {
        var all = self
        all.rows.merge(other.rows) { own, _ in own }
        return all
    }
}
