import Casework
import Database
import WorkingTime

extension Statistics {
    /// Figures of a period. A sealed month that lies wholly in it has its frozen figures; everything
    /// else is counted from the rows as they stand, all in one snapshot.
    public func scorecards(
        _ query: ScorecardQuery, under jurisdiction: Jurisdiction, at now: Instant
    ) async throws(ReportError) -> Scorecards {
        try await count { transaction in
            let reading = TallyReading(transaction: transaction, scope: query.scope(under: jurisdiction), jurisdiction: jurisdiction)
            let seals = try await reading.seals(of: query.parts.filter(\.isWhole).map(\.month))
            var parts: [Scorecards.Part] = []
            var total = Tally()
            var groups: [ScorecardGroup: Tally] = [:]
            for part in query.parts {
                let seal = seals[part.month]
                let tallies = seal == nil ? try await reading.live(part, at: now) : try await reading.sealed(part.month)
                for (place, tally) in tallies {
                    total += tally
                    groups[query.group(of: place, in: part.month), default: Tally()] += tally
                }
                let weights = seal?.weights ?? ScorecardWeights(jurisdiction.settings, on: part.days.upperBound)
                guard let weights else { throw ReportError.listsMissing("weights of the scorecard") }
                parts.append(Scorecards.Part(month: part.month, days: part.days, sealedAt: seal?.at, weights: weights))
            }
            let items = groups.sorted { Self.isBefore($0.key, $1.key) }.map { (group: $0.key, tally: $0.value) }
            return Scorecards(parts: parts, total: total, items: items)
        }
    }

    /// The whole month as it stands in the rows now, for its seal.
    public func tallies(
        of month: Month, under jurisdiction: Jurisdiction, at now: Instant
    ) async throws(ReportError) -> [TallyPlace: Tally] {
        let query = ScorecardQuery(days: month.first...month.last, grouping: .department, departments: nil)
        return try await count { transaction in
            try await TallyReading(transaction: transaction, scope: query.scope(under: jurisdiction), jurisdiction: jurisdiction)
                .live(query.parts[0], at: now)
        }
    }

    /// What would be different in a sealed month if it were sealed now; nil unless it is sealed.
    public func corrections(
        of month: Month, by grouping: ScorecardQuery.Grouping, under jurisdiction: Jurisdiction, at now: Instant
    ) async throws(ReportError) -> Corrections? {
        let query = ScorecardQuery(days: month.first...month.last, grouping: grouping, departments: nil)
        return try await count { transaction in
            let reading = TallyReading(transaction: transaction, scope: query.scope(under: jurisdiction), jurisdiction: jurisdiction)
            guard let seal = try await reading.seals(of: [month])[month] else { return nil }
            var before: [ScorecardGroup: Tally] = [:]
            var after: [ScorecardGroup: Tally] = [:]
            for (place, tally) in try await reading.sealed(month) {
                before[query.group(of: place, in: month), default: Tally()] += tally
            }
            for (place, tally) in try await reading.live(query.parts[0], at: now) {
                after[query.group(of: place, in: month), default: Tally()] += tally
            }
            let groups = Set(before.keys).union(after.keys).sorted(by: Self.isBefore)
            return Corrections(
                sealedAt: seal.at,
                items: groups.flatMap { Correction.all($0, before[$0] ?? Tally(), after[$0] ?? Tally(), weights: seal.weights) })
        }
    }

    private static func isBefore(_ left: ScorecardGroup, _ right: ScorecardGroup) -> Bool {
        guard let one = left.code else { return false }
        guard let other = right.code else { return true }
        return one < other
    }
}

extension ScorecardQuery {
    func scope(under jurisdiction: Jurisdiction) -> TallyScope {
        TallyScope(departments: departments, supervisionBody: jurisdiction.map.supervisionBody)
    }
}
