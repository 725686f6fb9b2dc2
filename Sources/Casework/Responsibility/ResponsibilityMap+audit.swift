import WorkingTime

/// Two entries of equal rank whose kinds and periods meet: nobody could say which of them wins.
public struct Overlap: Hashable, Sendable {
    public let first: Int
    public let second: Int
    /// The days on which both are valid; no end if neither has one.
    public let from: Day
    public let to: Day?
}

/// A subject for which nobody answers at a place.
public struct Gap: Hashable, Sendable {
    public let category: CategoryCode
    public let region: RegionCode
}

extension ResponsibilityMap {
    /// Entries that contradict each other, by the ids of the first and the second.
    public func overlaps() -> [Overlap] {
        struct Scope: Hashable {
            let category: CategoryCode
            let region: RegionCode
            let namesKinds: Bool
        }
        let groups = Dictionary(grouping: responsibilities) {
            Scope(category: $0.category, region: $0.region, namesKinds: !$0.kinds.isEmpty)
        }
        var found: [Overlap] = []
        for group in groups.values {
            for (position, first) in group.enumerated() {
                for second in group[(position + 1)...] {
                    guard first.kinds.isEmpty || !first.kinds.isDisjoint(with: second.kinds) else { continue }
                    let from = max(first.validFrom, second.validFrom)
                    let to = [first.validTo, second.validTo].compactMap { $0 }.min()
                    if let to, to < from { continue }
                    found.append(Overlap(first: first.id, second: second.id, from: from, to: to))
                }
            }
        }
        return found.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    }

    /// Leaf categories and the counties and townships where some kind of request about them has no department on that day;
    /// by category, then region.
    public func gaps(on day: Day) -> [Gap] {
        let places = regions.filter { $0.level > .city }.map(\.code)
        return leafCategories.flatMap { leaf in
            let entries = entriesCovering(leaf.code).map { responsibilities[$0] }.filter { $0.isValid(on: day) }
            if entries.contains(where: answersEverywhere) { return [Gap]() }
            // Kinds that no entry names are all alike.
            let named = entries.reduce(into: Set<Kind>()) { $0.formUnion($1.kinds) }
            let kinds = Kind.allCases.filter(named.contains) + Kind.allCases.filter { !named.contains($0) }.prefix(1)
            return places.filter { place in
                kinds.contains { kind in
                    switch Contest(self, category: leaf.code, region: place, kind: kind, on: day).result {
                    case .nobody: true
                    case .won, .placeNeeded, .disagreement: false
                    }
                }
            }.map { Gap(category: leaf.code, region: $0) }
        }
    }

    /// For all kinds, in the whole jurisdiction, with a department to which each place can climb.
    private func answersEverywhere(_ entry: Responsibility) -> Bool {
        guard territory.roots == [entry.region], entry.kinds.isEmpty else { return false }
        switch entry.assignee {
        case .department: return true
        case .authority(let authority, _): return registry.seat(of: authority, in: entry.region) != nil
        }
    }
}
