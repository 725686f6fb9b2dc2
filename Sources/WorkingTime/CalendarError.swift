/// Why lists do not make a calendar.
public enum CalendarError: Error, Hashable, Sendable {
    /// Two exceptions, or two statutory holidays, of one day.
    case duplicateDay(Day)
    /// A span that does not close after it opens, or ends before it is valid.
    case emptyOfficeHours(OfficeHours)
    /// Two spans that are open at the same minute of some day.
    case overlappingOfficeHours(OfficeHours, OfficeHours)
    /// No span is valid without end, so some working-hour limit would never be over.
    case officeHoursRunOut
}

extension CalendarError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .duplicateDay(let day): "\(day) is listed twice"
        case .emptyOfficeHours(let hours): "office hours \(hours) are empty"
        case .overlappingOfficeHours(let one, let other): "office hours \(one) and \(other) overlap"
        case .officeHoursRunOut: "no office hours are valid without end"
        }
    }
}
