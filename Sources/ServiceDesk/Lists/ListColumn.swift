/// A column of a list: what its cells look like, in the file and in the database.
struct ListColumn: Sendable {
    let name: String
    let form: CellForm
    let isRequired: Bool
    /// The list whose codes the cells are.
    let target: ListName?
    /// Its name in the table, where that differs.
    private let storedName: String?

    static func required(_ name: String, _ form: CellForm, in target: ListName? = nil, stored: String? = nil) -> ListColumn {
        ListColumn(name: name, form: form, isRequired: true, target: target, storedName: stored)
    }

    static func optional(_ name: String, _ form: CellForm, in target: ListName? = nil) -> ListColumn {
        ListColumn(name: name, form: form, isRequired: false, target: target, storedName: nil)
    }

    /// The table's column, quoted. Names come from the layouts alone, never from a file.
    var identifier: String { "\"\(storedName ?? name)\"" }

    /// An expression that yields the cell as the file writes it; NULL for an empty one.
    var asText: String {
        switch form {
        case .day: "to_char(\(identifier), 'YYYY-MM-DD')"
        case .integer: "\(identifier)::text"
        case .several: "nullif(array_to_string(\(identifier), ';'), '')"
        case .either(let yes, let no): "case when \(identifier) then '\(yes)' else '\(no)' end"
        case .text, .code, .categoryCode, .minute, .oneOf: identifier
        }
    }

    /// The expression that makes of a file's cell, the text column of `row`, what the table holds.
    func stored(from row: String) -> String {
        let cell = "\(row).\(identifier)"
        return switch form {
        case .day: "\(cell)::date"
        case .integer: "\(cell)::integer"
        case .several: "string_to_array(coalesce(\(cell), ''), ';')"
        case .either(let yes, _): "\(cell) = '\(yes)'"
        case .text, .code, .categoryCode, .minute, .oneOf: cell
        }
    }
}
