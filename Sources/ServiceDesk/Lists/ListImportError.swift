/// Everything that is wrong with the files of an import. Nothing of them was taken.
public struct ListImportError: Error, Sendable, Equatable, CustomStringConvertible {
    public struct Fault: Sendable, Hashable, Comparable, CustomStringConvertible {
        /// `departments.csv`.
        public let file: String
        /// From 1; nil where it concerns no line, as a row that is gone.
        public let line: Int?
        public let column: Int?
        public let message: String

        public init(file: String, line: Int? = nil, column: Int? = nil, message: String) {
            self.file = file
            self.line = line
            self.column = column
            self.message = message
        }

        /// `departments.csv:12:5: region 331199 is not in regions.csv`.
        public var description: String {
            ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":") + ": \(message)"
        }

        public static func < (left: Fault, right: Fault) -> Bool {
            if left.file != right.file { return left.file < right.file }
            return (left.line ?? 0, left.column ?? 0, left.message) < (right.line ?? 0, right.column ?? 0, right.message)
        }
    }

    /// By file, line and column, each once; at least one.
    public let faults: [Fault]

    public init(_ faults: [Fault]) { self.faults = Set(faults).sorted() }

    /// One line for each fault.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

extension ListImportError.Fault {
    /// At a cell of a row, or at its first cell; without a place for a row of the database.
    init(_ row: ListRow, at column: String? = nil, _ message: String) {
        let place = column.flatMap { row.places[$0] } ?? row.places.values.min()
        self.init(file: row.list.file, line: place?.line, column: place?.column, message: message)
    }
}
