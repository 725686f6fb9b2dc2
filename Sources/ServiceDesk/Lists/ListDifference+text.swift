import Casework

extension ListDifference: CustomStringConvertible {
    /// The counts of each table and up to twenty lines of each.
    public var description: String { description(lines: 20) }

    /// - Parameter lines: how many changes of each table, and cases of each warning, are shown.
    public func description(lines: Int) -> String {
        var text = isEmpty ? ["nothing changes"] : []
        for table in tables {
            text.append("\(table.name): \(table.addedCount) added, \(table.changedCount) changed, \(table.removedCount) removed")
            text += Self.first(lines, of: table.lines)
        }
        for warning in warnings {
            text.append("warning: \(warning.summary)")
            text += Self.first(lines, of: warning.details)
        }
        return text.joined(separator: "\n")
    }

    private static func first(_ count: Int, of lines: [String]) -> [String] {
        let shown = lines.prefix(count).map { "  \($0)" }
        return lines.count > count ? shown + ["  … and \(lines.count - shown.count) more"] : shown
    }
}

extension ListDifference.Table {
    /// A line for each row: `+ 331121-police 青田县公安局`, `~ 331121-police parent: 331121-gov → (none)`, `- 331121-police`.
    public var lines: [String] {
        removed.map { "- \($0.title)" } + changed.map { "~ \($0.new.label) \(Self.changes(from: $0.old, to: $0.new))" }
            + added.map { "+ \($0.title)" }
    }

    private static func changes(from old: ListRow, to new: ListRow) -> String {
        new.list.layout.columns.map(\.name).filter { old[$0] != new[$0] }
            .map { "\($0): \(old[$0] ?? "(none)") → \(new[$0] ?? "(none)")" }
            .joined(separator: ", ")
    }
}

extension ListRow {
    /// The key and, where the row has one, its name or who answers.
    fileprivate var title: String {
        let lead = list == .responsibilities ? Assignee(leadOf: self)?.description : nil
        return [label, self["name"], lead].compactMap { $0 }.joined(separator: " ")
    }
}
