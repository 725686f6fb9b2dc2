import WorkingTime

/// A row of the list of regimes: matters that fall under a statute of their own by what they are about, without a dispatcher.
public struct RegimeScope: Sendable, Hashable {
    /// With all categories below it.
    public let category: CategoryCode
    /// None: all.
    public let kinds: Set<Kind>
    public let regime: Regime
    /// The days of receipt for which it holds; both ends belong to it.
    public let validFrom: Day
    public let validTo: Day?

    public init(category: CategoryCode, kinds: Set<Kind> = [], regime: Regime, validFrom: Day, validTo: Day? = nil) {
        self.category = category
        self.kinds = kinds
        self.regime = regime
        self.validFrom = validFrom
        self.validTo = validTo
    }

    func covers(_ kind: Kind, on day: Day) -> Bool {
        (kinds.isEmpty || kinds.contains(kind)) && validFrom <= day && validTo.map { day <= $0 } ?? true
    }
}

/// The list of regimes with its index.
public struct Regimes: Sendable {
    private let scopes: [CategoryCode: [RegimeScope]]

    public init(_ scopes: [RegimeScope]) {
        self.scopes = Dictionary(grouping: scopes, by: \.category)
    }

    /// The statute for a matter received on `day`: the row of the deepest category, there one that names the kind before one
    /// that names none. Nil: the platform's own rules.
    public func regime(of category: CategoryCode?, kind: Kind, on day: Day) -> Regime? {
        var next = category
        while let code = next {
            let fitting = (scopes[code] ?? []).filter { $0.covers(kind, on: day) }
            if let scope = fitting.first(where: { !$0.kinds.isEmpty }) ?? fitting.first { return scope.regime }
            next = code.parent
        }
        return nil
    }
}
