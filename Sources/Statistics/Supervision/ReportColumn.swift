import Database
import WorkingTime

/// A column of a report: one definition for pages, CSV and spreadsheets.
public struct ReportColumn: Sendable {
    public enum Form: Sendable {
        /// Words of the domain and codes; nobody outside chose them.
        case code
        /// What somebody wrote.
        case text
        /// A department; its name in files.
        case department
        case region
        case number
        /// From 0 to 1.
        case ratio
        case flag
        case day
        case instant
        /// Seconds in pages, hours in files.
        case duration
        /// Texts in an array; one cell in files.
        case list
        /// JSON in pages, a text in files.
        case json(cell: SQL)
    }

    /// What the column is called, in its member and in its heading.
    public let name: String
    /// What heads the column in a file, in Chinese.
    public let title: String
    public let form: Form
    private let source: SQL

    init(_ name: String, _ title: String, _ form: Form, _ source: SQL) {
        self.name = name
        self.title = title
        self.form = form
        self.source = source
    }

    /// What heads the column in a file, in English.
    public var heading: String {
        if case .duration = form { "\(name)_hours" } else { name }
    }

    /// The member of a page's items.
    public var member: String {
        if case .duration = form { "\(name)_seconds" } else { name }
    }

    /// As a page has it.
    var value: SQL {
        switch form {
        case .code, .text, .department, .region, .number, .flag, .day, .instant, .list, .json: source
        case .ratio: "(\(source))::float8"
        case .duration: "floor(extract(epoch from \(source)))::bigint"
        }
    }

    /// As a cell of a spreadsheet, where each type stays what it is.
    var cell: SQL {
        switch form {
        case .code, .text, .number, .flag, .day, .instant: source
        case .department: "(select name from departments n where n.code = \(source))"
        case .region: "(select name from regions n where n.code = \(source))"
        case .ratio: "(\(source))::float8"
        case .duration: "round(extract(epoch from \(source)) / 3600, 2)::float8"
        case .list: "array_to_string(\(source), ' ')"
        case .json(let cell): cell
        }
    }

    /// As a field of CSV, which a spreadsheet must not run as a formula.
    var field: SQL {
        switch form {
        case .code, .number, .day, .list: cell
        case .text, .department, .region, .json: "harmless(\(cell))"
        case .ratio: "round((\(source))::numeric, 4)"
        case .flag: "(\(source))::text"
        case .instant: "to_char(\(source) at time zone interval '8 hours', 'YYYY-MM-DD HH24:MI:SS')"
        case .duration: "round(extract(epoch from \(source)) / 3600, 2)"
        }
    }
}

/// What stands in a column.
public enum ReportValue: Sendable, Hashable {
    case none
    case text(String)
    case number(Int)
    case ratio(Double)
    case flag(Bool)
    case day(Day)
    case instant(Instant)
    case list([String])
    /// JSON already.
    case json(String)
}

extension ReportColumn {
    func value(_ row: Row, _ name: String) throws -> ReportValue {
        switch form {
        case .code, .text, .department, .region: try row.get(name, as: String?.self).map(ReportValue.text) ?? .none
        case .number, .duration: try row.get(name, as: Int?.self).map(ReportValue.number) ?? .none
        case .ratio: try row.get(name, as: Double?.self).map(ReportValue.ratio) ?? .none
        case .flag: try row.get(name, as: Bool?.self).map(ReportValue.flag) ?? .none
        case .day: try row.get(name, as: Day?.self).map(ReportValue.day) ?? .none
        case .instant: try row.get(name, as: Instant?.self).map(ReportValue.instant) ?? .none
        case .list: .list(try row.get(name))
        case .json: try row.get(name, as: String?.self).map(ReportValue.json) ?? .none
        }
    }

    func cell(_ row: Row, _ name: String) throws -> ReportValue {
        switch form {
        case .code, .text, .department, .region, .list, .json: try row.get(name, as: String?.self).map(ReportValue.text) ?? .none
        case .duration: try row.get(name, as: Double?.self).map(ReportValue.ratio) ?? .none
        case .number, .ratio, .flag, .day, .instant: try value(row, name)
        }
    }
}
