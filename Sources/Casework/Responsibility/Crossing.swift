import WorkingTime

/// Two entries that meet where neither is the closer in every respect, and lead to different departments there. The order
/// of precedence decides between them (deeper category, then deeper region, then named kinds), which who wrote the loser may
/// not have meant: a county's own rule for a branch, say, that a rule of the city for one subject of the branch overrides.
public struct Crossing: Hashable, Sendable {
    public enum Precedence: String, CaseIterable, Sendable {
        case deeperCategory = "deeper_category"
        case deeperRegion = "deeper_region"
    }

    /// The ids of the entries.
    public let winner: Int
    public let loser: Int
    public let decidedBy: Precedence
    /// Where they meet: the deeper of both categories and of both regions.
    public let category: CategoryCode
    public let region: RegionCode
    /// For which they meet, in the order of declaration.
    public let kinds: [Kind]
    /// A place where the winner leads, and the departments to which the two lead there.
    public let place: RegionCode
    public let leads: DepartmentCode
    public let passedOver: DepartmentCode
}

extension ResponsibilityMap {
    /// The crossings of the entries valid on that day, by the ids of winner and loser.
    public func crossings(on day: Day) -> [Crossing] {
        entries(on: day).flatMap { crossings(wonBy: $0, on: day) }
    }

    /// Those in which this entry wins, by the id of the loser.
    public func crossings(wonBy winner: Responsibility, on day: Day) -> [Crossing] {
        guard winner.isValid(on: day) else { return [] }
        return entriesCovering(winner.category).map { responsibilities[$0] }.sorted { $0.id < $1.id }.compactMap { loser in
            loser.id == winner.id || !loser.isValid(on: day) ? nil : crossing(winner, over: loser, on: day)
        }
    }

    private func crossing(_ winner: Responsibility, over loser: Responsibility, on day: Day) -> Crossing? {
        let kinds = Kind.allCases.filter { winner.covers($0) && loser.covers($0) }
        guard !kinds.isEmpty, winner.assignee != loser.assignee else { return nil }
        let isInner = winner.region == loser.region || territory.contains(loser.region, winner.region)
        guard isInner || territory.contains(winner.region, loser.region) else { return nil }
        let loserNamesMore = !loser.kinds.isEmpty && winner.kinds.isEmpty
        let precedence: Crossing.Precedence
        if winner.category != loser.category {
            guard !isInner || loserNamesMore else { return nil }
            precedence = .deeperCategory
        } else {
            guard isInner, winner.region != loser.region, loserNamesMore else { return nil }
            precedence = .deeperRegion
        }
        let region = isInner ? winner.region : loser.region
        for place in territory.leaves(in: region) {
            guard let passedOver = bearer(of: loser.assignee, at: place) else { continue }
            for kind in kinds {
                // A third entry may beat both.
                guard case .won(let won) = Contest(self, category: winner.category, region: place, kind: kind, on: day).result,
                    won.entry == winner.id, won.lead != passedOver
                else { continue }
                return Crossing(
                    winner: winner.id, loser: loser.id, decidedBy: precedence, category: winner.category, region: region, kinds: kinds,
                    place: place, leads: won.lead, passedOver: passedOver)
            }
        }
        return nil
    }

    private func bearer(of assignee: Assignee, at place: RegionCode) -> DepartmentCode? {
        switch assignee {
        case .department(let code): code
        case .authority(let authority, let level): bearer(of: authority, at: level, in: lineage(of: place))?.department
        }
    }

    /// The department with the authority at that level of a place, or the next above that has one.
    /// - Parameter lineage: the place and those in which it lies, from the deepest.
    func bearer(
        of authority: AuthorityCode, at wanted: RegionLevel, in lineage: [RegionCode]
    ) -> (department: DepartmentCode, level: RegionLevel)? {
        for region in lineage {
            guard let level = territory.region(region)?.level, level <= wanted else { continue }
            if let code = registry.seat(of: authority, in: region) { return (code, level) }
        }
        return nil
    }
}
