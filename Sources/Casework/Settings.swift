import WorkingTime

/// The line's own numbers, each with the days on which it holds.
public struct Settings: Sendable {
    public struct Entry: Sendable, Hashable {
        public let setting: Setting
        public let value: Double
        /// The unit of a length of time; nil for a plain number.
        public let unit: LimitUnit?
        public let validFrom: Day
        public let validTo: Day?

        /// Nil when the value is none that the setting can have, or is in no unit that it is counted in.
        public init?(_ setting: Setting, value: Double, unit: LimitUnit?, validFrom: Day, validTo: Day?) {
            let units = setting.measure.units
            guard setting.measure.admits(value), units.isEmpty || unit.map(units.contains) ?? false else { return nil }
            self.setting = setting
            self.value = value
            self.unit = units.isEmpty ? nil : unit
            self.validFrom = validFrom
            self.validTo = validTo
        }
    }

    private let entries: [Setting: [Entry]]

    public init(_ entries: [Entry]) {
        self.entries = Dictionary(grouping: entries, by: \.setting)
    }

    /// The number that holds on `day`, if one is set.
    public func number(_ setting: Setting, on day: Day) -> Double? { entry(setting, on: day)?.value }

    /// The whole number that holds on `day`: a count, or the amount of a length of time.
    public func whole(_ setting: Setting, on day: Day) -> Int? { number(setting, on: day).flatMap { Int(exactly: $0) } }

    /// The length of time that holds on `day`.
    public func limit(_ setting: Setting, on day: Day) -> Limit? {
        guard let entry = entry(setting, on: day), let unit = entry.unit else { return nil }
        return Int(exactly: entry.value).flatMap { Limit(amount: $0, unit: unit) }
    }

    private func entry(_ setting: Setting, on day: Day) -> Entry? {
        entries[setting]?.last { $0.validFrom <= day && ($0.validTo.map { day <= $0 } ?? true) }
    }
}
