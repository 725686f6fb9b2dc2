import Formats

/// The rows of one file, each cell checked for its form. A file that is no table of these columns has one fault and no rows.
struct ListFile: Sendable {
    typealias Fault = ListImportError.Fault

    let list: ListName
    private(set) var rows: [ListRow] = []
    private(set) var faults: [Fault] = []
    private(set) var isReadable = true

    /// - Parameter bytes: a CSV table; its columns may stand in any order.
    init(_ list: ListName, parsing bytes: [UInt8]) {
        self.list = list
        do throws(CSVError) {
            let table = try CSVTable(parsing: bytes, file: list.file)
            try table.check(required: list.layout.columns.map(\.name))
            for row in table.rows { try add(row) }
        } catch {
            isReadable = false
            faults.append(Fault(file: error.file, line: error.line, column: error.column, message: "\(error.reason)"))
        }
    }

    private mutating func add(_ record: CSVRow) throws(CSVError) {
        var cells: [String: String] = [:]
        var places: [String: ListRow.Place] = [:]
        var faulty: [String] = []
        for column in list.layout.columns {
            let field = try record.field(column.name)
            places[column.name] = ListRow.Place(line: field.line, column: field.column)
            if let wrong = Self.fault(in: field.text, column) {
                faults.append(Fault(file: list.file, line: field.line, column: field.column, message: "\(column.name) \(wrong)"))
                faulty.append(column.name)
            } else if !field.text.isEmpty {
                cells[column.name] = column.form.canonical(field.text)
            }
        }
        var row = ListRow(list, cells: cells, places: places)
        faulty.forEach { row.drop($0) }
        rows.append(row)
    }

    private static func fault(in cell: String, _ column: ListColumn) -> String? {
        if cell.isEmpty { return column.isRequired ? "is missing" : nil }
        return column.form.fault(in: cell)
    }
}
