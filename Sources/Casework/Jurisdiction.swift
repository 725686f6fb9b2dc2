import WorkingTime

/// Everything a decision rests on besides the case itself: who is responsible, what limits run,
/// which days count. One immutable snapshot; a change of any list makes a new one.
public struct Jurisdiction: Sendable {
    public let map: ResponsibilityMap
    public let limits: TimeLimits
    /// Which matters fall under a statute by what they are about.
    public let regimes: Regimes
    public let calendar: WorkCalendar
    public let settings: Settings
    /// On what events orders are raised by rule.
    public let triggers: [OrderTrigger]
    /// Grows with every change of a list.
    public let version: Int

    public init(
        map: ResponsibilityMap, limits: TimeLimits, regimes: Regimes = Regimes([]), calendar: WorkCalendar, settings: Settings,
        triggers: [OrderTrigger] = [], version: Int
    ) {
        self.map = map
        self.limits = limits
        self.regimes = regimes
        self.calendar = calendar
        self.settings = settings
        self.triggers = triggers
        self.version = version
    }
}
