/// The lists, each a table of the database and a file of the import. In the order in which they build on each other.
enum ListName: String, CaseIterable, Hashable, Sendable {
    case regions
    case categories
    case departments
    case responsibilities
    case keywords
    case timeLimits = "time_limits"
    case regimes
    case calendarExceptions = "calendar_exceptions"
    case statutoryHolidays = "statutory_holidays"
    case officeHours = "office_hours"
    case settings
    case orderTriggers = "order_triggers"

    var table: String { rawValue }

    /// `time-limits.csv`.
    var file: String { String(rawValue.map { $0 == "_" ? "-" : $0 }) + ".csv" }

    /// What a row of it is called.
    var noun: String {
        switch self {
        case .regions: "region"
        case .categories: "category"
        case .departments: "department"
        case .responsibilities: "responsibility"
        case .keywords: "keyword"
        case .timeLimits: "time limit"
        case .regimes: "regime"
        case .calendarExceptions: "calendar exception"
        case .statutoryHolidays: "statutory holiday"
        case .officeHours: "office hours"
        case .settings: "setting"
        case .orderTriggers: "order trigger"
        }
    }
}
