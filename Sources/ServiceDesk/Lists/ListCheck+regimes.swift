import Casework

extension ListCheck {
    /// That a regime has rules for its matter, all the days on which it attaches.
    mutating func checkRegimes() {
        guard lists.has(.timeLimits) else { return }
        let rules = Dictionary(grouping: lists[.timeLimits].filter(\.faulty.isEmpty)) { $0["regime"] ?? "" }
        for row in lists[.regimes] where row.faulty.isEmpty {
            guard let name = row["regime"], let matter = row["matter"], let from = row["valid_from"] else { continue }
            let own = [TimeLimit.hotline, TimeLimit.supervision].contains(name) ? [] : rules[name] ?? []
            let fault: (column: String, message: String)?
            if own.isEmpty {
                fault = ("regime", "regime \(name) has no rule in the time limits")
            } else if matter != "any", !own.contains(where: { $0["matter"] == matter }) {
                fault = ("matter", "matter \(matter) has no rule of \(name) in the time limits")
            } else if !own.contains(where: { $0["effective_from"].map { $0 <= from } ?? false }) {
                fault = ("valid_from", "no rule of \(name) is in force on \(from)")
            } else if let last = Self.end(of: own), row["valid_to"].map({ $0 > last }) ?? true {
                fault = ("valid_to", "the rules of \(name) end on \(last)")
            } else {
                fault = nil
            }
            guard let fault else { continue }
            if files.contains(.regimes) {
                add(row, at: fault.column, fault.message)
            } else {
                add(to: .timeLimits, "\(fault.message), but regime \(row.label) in the database attaches to it")
            }
        }
    }

    /// The last day on which one of the rules is in force; nil: no end is set. Texts of days compare as days do.
    private static func end(of rules: [ListRow]) -> String? {
        let ends = rules.map { $0["effective_to"] }
        return ends.contains(nil) ? nil : ends.compactMap { $0 }.max()
    }
}
