import Casework
import WorkingTime

extension ListCheck {
    /// An order that a trigger raises is answered within the limit of its level, and issued a level up where it is not met:
    /// on each day on which a trigger holds there is a limit for its level and for those above.
    mutating func checkReplyLimits() {
        guard lists.has(.orderTriggers), lists.has(.timeLimits), files.contains(.orderTriggers) || files.contains(.timeLimits) else {
            return
        }
        let limits = lists[.timeLimits].filter { $0["regime"] == TimeLimit.supervision && $0["stage"] == Stage.reply.rawValue }
        for row in lists[.orderTriggers] where row.faulty.isDisjoint(with: ["level", "valid_from", "valid_to"]) {
            guard let name = row["level"], let from = row["valid_from"].flatMap({ Day($0) }) else { continue }
            // The next after the lowest, whichever was not met.
            guard let lowest = name == "next" ? .keyOrder : SupervisionOrder.Level(rawValue: name) else { continue }
            let to = row["valid_to"].flatMap { Day($0) }
            for level in SupervisionOrder.Level.allCases.drop(while: { $0 != lowest }) {
                guard let day = Self.firstDay(from, to, without: limits.filter { $0["matter"] == level.matter }) else { continue }
                let missing = "no limit for matter \(level.matter) of regime \(TimeLimit.supervision) at stage reply is in force on \(day)"
                if files.contains(.orderTriggers) {
                    add(row, at: "level", "\(missing), when its orders, or those that follow them, may be issued")
                } else {
                    add(to: .timeLimits, "\(missing), when \(row.list.noun) \(row.label) in the database may issue such orders")
                }
            }
        }
    }

    /// The first day of a period, whose end may be open, on which none of the limits is in force.
    private static func firstDay(_ from: Day, _ to: Day?, without limits: [ListRow]) -> Day? {
        var day = from
        while to.map({ day <= $0 }) ?? true {
            let holding = limits.filter { row in
                guard let start = row["effective_from"].flatMap({ Day($0) }) else { return false }
                return start <= day && row["effective_to"].flatMap { Day($0) }.map { day <= $0 } ?? true
            }
            guard !holding.isEmpty else { return day }
            let ends = holding.compactMap { $0["effective_to"].flatMap { Day($0) } }
            // One of them has no end.
            guard ends.count == holding.count, let end = ends.max() else { return nil }
            day = end.advanced(by: 1)
        }
        return nil
    }
}
