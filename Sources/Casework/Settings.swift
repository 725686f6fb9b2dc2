import WorkingTime

/// The line's own numbers, each with the days on which it holds.
public struct Settings: Sendable {
    public struct Entry: Sendable, Hashable {
        public let key: String
        public let value: String
        public let unit: String?
        public let validFrom: Day
        public let validTo: Day?

        public init(key: String, value: String, unit: String?, validFrom: Day, validTo: Day?) {
            self.key = key
            self.value = value
            self.unit = unit
            self.validFrom = validFrom
            self.validTo = validTo
        }
    }

    private let entries: [String: [Entry]]

    public init(_ entries: [Entry]) {
        self.entries = Dictionary(grouping: entries, by: \.key)
    }

    /// The number that holds on `day`, if one is set.
    public func number(_ key: String, on day: Day) -> Double? {
        entry(key, on: day).flatMap { Double($0.value) }
    }

    /// A length of time, its unit in the entry's own column; nil where it is set to nothing that can be counted.
    public func limit(_ key: String, on day: Day) -> Limit? {
        guard let entry = entry(key, on: day), let amount = Int(entry.value) else { return nil }
        return entry.unit.flatMap(LimitUnit.init(rawValue:)).flatMap { Limit(amount: amount, unit: $0) }
    }

    public func entry(_ key: String, on day: Day) -> Entry? {
        entries[key]?.last { $0.validFrom <= day && ($0.validTo.map { day <= $0 } ?? true) }
    }
}
