import WorkingTime

/// The time-limit list with its index.
public struct TimeLimits: Sendable {
    private struct Key: Hashable, Sendable {
        let regime: String
        let stage: Stage
    }

    /// By id.
    public let all: [TimeLimit]
    private let index: [Key: [TimeLimit]]
    private let byID: [String: TimeLimit]

    public init(_ limits: [TimeLimit]) throws(TimeLimitsError) {
        var byID: [String: TimeLimit] = [:]
        for limit in limits {
            guard byID.updateValue(limit, forKey: limit.id) == nil else { throw .duplicate(limit.id) }
            if let end = limit.effectiveTo, end < limit.effectiveFrom { throw .endsBeforeItStarts(limit.id) }
        }
        self.byID = byID
        all = limits.sorted { $0.id < $1.id }
        index = Dictionary(grouping: all) { Key(regime: $0.regime, stage: $0.stage) }
    }

    public subscript(id id: String) -> TimeLimit? { byID[id] }

    /// The most specific rule of the regime in force on the day of receipt; among equals the one that came into force last,
    /// then the first by id. Nil: the regime sets no limit for it.
    public func rule(
        for stage: Stage, kind: Kind, complex: Bool = false, urgent: Bool = false, regime: String = TimeLimit.hotline, on day: Day
    ) -> TimeLimit? {
        var best: (rule: TimeLimit, closeness: Int)?
        for rule in index[Key(regime: regime, stage: stage)] ?? [] where rule.isInForce(on: day) {
            guard let closeness = rule.closeness(kind: kind, complex: complex, urgent: urgent) else { continue }
            if let best, (best.closeness, best.rule.effectiveFrom) >= (closeness, rule.effectiveFrom) { continue }
            best = (rule, closeness)
        }
        return best?.rule
    }

    /// The rule for a matter by its own words; among equals the one that came into force last, then the first by id.
    public func rule(for stage: Stage, matter: String, regime: String, on day: Day) -> TimeLimit? {
        var best: TimeLimit?
        for rule in index[Key(regime: regime, stage: stage)] ?? [] where rule.matter == matter && rule.isInForce(on: day) {
            if let best, best.effectiveFrom >= rule.effectiveFrom { continue }
            best = rule
        }
        return best
    }

    /// The rule of a statute for a case: that for its matter in the statute's words, else the one that fits its kind or
    /// anything, else the only one of a step that the statute knows for all its matters.
    public func rule(for stage: Stage, under regime: Regime, kind: Kind, on day: Day) -> TimeLimit? {
        if let exact = rule(for: stage, matter: regime.matter, regime: regime.name, on: day) { return exact }
        let inForce = (index[Key(regime: regime.name, stage: stage)] ?? []).filter { $0.isInForce(on: day) }
        // A statute that handles several matters apart says for each of them what it says for it: "consumer complaint" is
        // nothing to "report", and "report by a named reporter" narrows that.
        let handled = Set((index[Key(regime: regime.name, stage: .handle)] ?? []).lazy.filter { $0.isInForce(on: day) }.map(\.matter))
        if handled.contains(regime.matter) {
            let fitting = inForce.filter { rule in
                rule.matter == "any" || rule.matter.hasPrefix(regime.matter + " ")
                    || !handled.contains { rule.matter == $0 || rule.matter.hasPrefix($0 + " ") }
            }
            return fitting.count == 1 ? fitting.first : nil
        }
        return rule(for: stage, kind: kind, regime: regime.name, on: day) ?? (inForce.count == 1 ? inForce.first : nil)
    }

    /// The matters that a regime has rules for on that day; none where there is no such regime.
    public func matters(of regime: String, on day: Day) -> Set<String> {
        Set(all.lazy.filter { $0.regime == regime && $0.isInForce(on: day) }.map(\.matter))
    }

    /// The matter of a kind under a regime: `any` where that treats all alike, the one whose words name the kind where it keeps
    /// several apart. Nil: it has to be said.
    public func matter(of kind: Kind, under regime: String, on day: Day) -> String? {
        let rules = all.filter { $0.regime == regime && $0.isInForce(on: day) }
        // A statute speaks of its matters where it says how long they may take, or when they are answered for.
        let telling = [Stage.handle, .respond].lazy.map { stage in rules.filter { $0.stage == stage } }.first { !$0.isEmpty } ?? []
        if Set(telling.map(\.matter)).count < 2 { return "any" }
        let fitting = Set(telling.filter { $0.closeness(kind: kind, complex: false, urgent: false) != nil }.map(\.matter))
        return fitting.count == 1 ? fitting.first : nil
    }

    /// The rules in force on that day, by id.
    public func inForce(on day: Day) -> [TimeLimit] { all.filter { $0.isInForce(on: day) } }
}

/// Why rows do not make a list.
public enum TimeLimitsError: Error, Equatable, Sendable, CustomStringConvertible {
    case duplicate(String)
    case endsBeforeItStarts(String)

    public var description: String {
        switch self {
        case .duplicate(let id): "time limit \(id) occurs twice"
        case .endsBeforeItStarts(let id): "time limit \(id) ends before it starts"
        }
    }
}
