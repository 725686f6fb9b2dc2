import Casework
import Database
import WorkingTime

/// What loading a year's holiday notice changes.
public struct CalendarChange: Sendable {
    /// A day that is listed otherwise than before; nil: an ordinary day.
    public struct Entry: Sendable, Hashable {
        public let day: Day
        public let before: CalendarException?
        public let after: CalendarException?
    }

    public let year: Int
    /// Whether a notice of the year was known before.
    public let wasPublished: Bool
    /// By day.
    public let entries: [Entry]
    /// Running clocks whose due instant is to be counted anew.
    public let clocks: Int
    /// The version of the calendar that counts from now on; nil where nothing was changed.
    public let calendarVersion: Int?
}

extension CalendarChange: CustomStringConvertible {
    /// A line for each day, as the difference of an import has them.
    public var description: String {
        var lines = entries.isEmpty ? ["nothing changes"] : ["notice of \(year): \(entries.count) days"]
        for entry in entries {
            switch (entry.before, entry.after) {
            case (nil, let after?): lines.append("  + \(after.words)")
            case (let before?, nil): lines.append("  - \(before.words)")
            case (let before?, let after?): lines.append("  ~ \(before.words) → \(after.words)")
            case (nil, nil): continue
            }
        }
        if !entries.isEmpty { lines.append("\(clocks) running clocks are counted anew") }
        return lines.joined(separator: "\n")
    }
}

extension CalendarException {
    fileprivate var words: String { "\(day) \(status.rawValue) \(name)" }
}
