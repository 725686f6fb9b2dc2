/// What the calendar says of a day, and under which name.
public enum DayStatus: Hashable, Sendable {
    /// An ordinary working day, Monday to Friday.
    case working
    /// A day that is worked in exchange for a holiday, mostly a Saturday or Sunday; with the holiday's name.
    case makeUpWorkday(String)
    /// An ordinary Saturday or Sunday.
    case restDay
    /// Off by a holiday notice or, where there is no notice yet, by statute.
    case holiday(String)

    public var isWorking: Bool {
        switch self {
        case .working, .makeUpWorkday: true
        case .restDay, .holiday: false
        }
    }

    /// The holiday's name.
    public var name: String? {
        switch self {
        case .working, .restDay: nil
        case .makeUpWorkday(let name), .holiday(let name): name
        }
    }
}
