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
    /// Of which no department is certain, in the order of declaration; all of them where no entry answers at all.
    public let kinds: [Kind]
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

    /// Leaf categories and the counties and townships where some kind of request about them has no certain department on that
    /// day; by category, then region.
    public func gaps(on day: Day) -> [Gap] { leafCategories.flatMap { gaps(in: $0.code, on: day) } }

    /// The gaps of one leaf category, by region.
    public func gaps(in leaf: CategoryCode, on day: Day) -> [Gap] {
        let entries = entriesCovering(leaf).map { responsibilities[$0] }.filter { $0.isValid(on: day) }
        if entries.contains(where: answersEverywhere) { return [] }
        // Kinds that no entry names are all alike: one of them is asked for all.
        let named = entries.reduce(into: Set<Kind>()) { $0.formUnion($1.kinds) }
        let alike = Kind.allCases.filter { !named.contains($0) }
        let asked = Kind.allCases.filter(named.contains).map { [$0] } + (alike.isEmpty ? [] : [alike])
        return regions.lazy.filter { $0.level > .city }.compactMap { place in
            let open = asked.filter { kinds in
                switch Contest(self, category: leaf, region: place.code, kind: kinds[0], on: day).result {
                case .nobody, .disagreement: true
                case .won, .placeNeeded: false
                }
            }.flatMap { $0 }
            return open.isEmpty ? nil : Gap(category: leaf, region: place.code, kinds: Kind.allCases.filter(open.contains))
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
