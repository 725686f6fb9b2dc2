import Casework
import WorkingTime

/// The columns of a list and what tells its rows apart.
struct ListLayout: Sendable {
    let columns: [ListColumn]
    /// The columns in which no two rows are alike.
    let key: [String]
    /// First and last day of a row's validity.
    let period: (from: String, to: String)?
    /// The table's own number of a row, where the key alone would be clumsy to find it by.
    let identity: String?
    /// Columns in which each table row must differ at every moment, with what a row holds while two of them swap.
    let contested: [(column: String, meanwhile: String)]

    init(
        _ columns: [ListColumn], key: [String], period: (from: String, to: String)? = nil, identity: String? = nil,
        contested: [(column: String, meanwhile: String)] = []
    ) {
        self.columns = columns
        self.key = key
        self.period = period
        self.identity = identity
        self.contested = contested
    }

    func column(_ name: String) -> ListColumn? { columns.first { $0.name == name } }
}

extension ListName {
    var layout: ListLayout { Self.layouts[self] ?? ListLayout([], key: []) }

    private static let levels = CellForm.oneOf(RegionLevel.allCases.map(\.rawValue))
    private static let units = CellForm.oneOf(LimitUnit.allCases.map(\.rawValue))
    private static let validity: [ListColumn] = [.required("valid_from", .day), .optional("valid_to", .day)]

    private static let layouts: [ListName: ListLayout] = [
        .regions: ListLayout(
            [
                .required("code", .code), .required("name", .text), .required("level", levels), .required("kind", .text),
                .optional("parent", .code, in: .regions), .optional("aliases", .several([])), .optional("ordinary_words", .several([])),
            ], key: ["code"]),
        .categories: ListLayout(
            [
                .required("code", .categoryCode), .required("name", .text), .optional("scope", .text),
                .optional("emergency_lines", .several([])),
            ], key: ["code"]),
        .departments: ListLayout(
            [
                .required("code", .code), .required("name", .text), .required("short_name", .text), .required("kind", .code),
                .optional("authority", .code), .required("region", .code, in: .regions),
                .optional("parent", .code, in: .departments),
                .required("attested", .either(yes: "attested", no: "assumed")), .optional("aliases", .several([])),
            ], key: ["code"], contested: [("name", "chr(1) || old.code"), ("authority", "null")]),
        .responsibilities: ListLayout(
            [
                .required("category", .categoryCode, in: .categories), .optional("kinds", .several(Kind.allCases.map(\.rawValue))),
                .required("region", .code, in: .regions), .optional("department", .code, in: .departments),
                .optional("authority", .code), .optional("authority_level", levels), .optional("supporting", .several([])),
                .optional("power", .text), .optional("legal_basis", .text),
            ] + validity,
            key: ["category", "kinds", "region", "valid_from"], period: ("valid_from", "valid_to"), identity: "id"),
        .keywords: ListLayout(
            [.required("category", .categoryCode, in: .categories), .required("keyword", .text), .required("weight", .integer(1...10))],
            key: ["category", "keyword"]),
        .timeLimits: ListLayout(
            [
                .required("id", .code), .required("regime", .text), .required("matter", .text),
                .required("stage", .oneOf(Stage.allCases.map(\.rawValue))), .required("start_event", .code),
                .required("amount", .integer(Limit.amounts)), .required("unit", units),
                .optional("extension_amount", .integer(Limit.amounts)), .optional("extension_unit", units),
                .optional("extension_times", .integer(1...100)), .optional("extension_approver", .text),
                .optional("pause", .text), .required("on_silence", .text), .required("basis", .text), .required("status", .text),
                .required("effective_from", .day), .optional("effective_to", .day),
            ], key: ["id"], period: ("effective_from", "effective_to")),
        .regimes: ListLayout(
            [
                .required("category", .categoryCode, in: .categories), .optional("kinds", .several(Kind.allCases.map(\.rawValue))),
                .required("regime", .text), .required("matter", .text),
            ] + validity + [.optional("basis", .text)],
            key: ["category", "kinds", "valid_from"], period: ("valid_from", "valid_to"), identity: "id"),
        .calendarExceptions: ListLayout(
            [.required("date", .day, stored: "day"), .required("status", .oneOf(["off", "work"])), .required("name", .text)],
            key: ["date"]),
        .statutoryHolidays: ListLayout([.required("date", .day, stored: "day"), .required("name", .text)], key: ["date"]),
        .officeHours: ListLayout(
            validity + [.required("opens", .minute), .required("closes", .minute)],
            key: ["valid_from", "opens"], period: ("valid_from", "valid_to")),
        .settings: ListLayout(
            [.required("key", .oneOf(Setting.allCases.map(\.rawValue))), .required("value", .text), .optional("unit", .text)] + validity + [
                .optional("basis", .text)
            ],
            key: ["key", "valid_from"], period: ("valid_from", "valid_to")),
        .orderTriggers: ListLayout(
            [
                .required("id", .code), .required("event", .oneOf(OrderTrigger.Event.allCases.map(\.rawValue))),
                .required("level", .oneOf(SupervisionOrder.Level.allCases.map(\.rawValue) + ["next"])), .required("demand", .text),
                .optional("delay_amount", .integer(Limit.amounts)), .optional("delay_unit", units),
            ] + validity + [.optional("basis", .text)],
            key: ["id"], period: ("valid_from", "valid_to")),
    ]
}
