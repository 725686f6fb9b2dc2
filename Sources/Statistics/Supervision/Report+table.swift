import Casework
import Database
import WorkingTime

extension Report {
    /// The report as of an instant.
    func table(_ filter: ReportFilter, asOf: Instant) -> ReportTable {
        switch self {
        case .overdue: .overdue(filter, asOf: asOf)
        case .dueSoon(let until): .dueSoon(filter, asOf: asOf, until: until)
        case .orders(let level): .orders(filter, level, asOf: asOf)
        case .orderTotals: .orderTotals(filter, asOf: asOf)
        case .returns(let ruling): .returns(filter, ruling)
        case .returnTotals: .returnTotals(filter)
        case .extensions(let asked, let ruling): .extensions(filter, asked, ruling)
        case .extensionTotals: .extensionTotals(filter)
        case .repeats: .repeats(filter)
        case .repeatTotals: .repeatTotals(filter)
        case .pingPong: .pingPong(filter)
        case .lateSigning: .lateSigning(filter, asOf: asOf)
        case .dueMoves(let version): .dueMoves(filter, calendarVersion: version)
        }
    }

    /// How many numbers its cursor has behind the instant.
    public var keyCount: Int {
        switch self {
        case .overdue, .dueSoon, .orders, .extensionTotals: 3
        case .returns, .returnTotals, .extensions, .repeats, .pingPong, .lateSigning: 2
        case .orderTotals, .repeatTotals, .dueMoves: 1
        }
    }
}

extension ReportTable {
    /// Numbers for departments that grow against the alphabet: where rows come by a number, most first, equal ones come by code.
    static let places: SQL = "(select code, row_number() over (order by code desc) as place from departments) p"
}
