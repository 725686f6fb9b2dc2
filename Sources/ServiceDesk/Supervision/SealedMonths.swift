import Casework
import CaseworkSQL
import Database
import WorkingTime

/// The seal of a month.
public struct MonthSeal: Sendable {
    public let month: Month
    public let sealedAt: Instant
    /// The name of the account.
    public let sealedBy: String
    /// Groups of department, category and region that had figures.
    public let groups: Int
}

extension ServiceDesk {
    /// Freezes the figures of a month that has ended, once. What comes to light later is a correction.
    public func seal(
        _ month: Month, _ tallies: [TallyPlace: Tally], by staff: Staff, at now: Instant
    ) async throws(DeskError) -> MonthSeal {
        try await desk {
            guard now >= month.next.first.start else { throw ScorecardRefusal.monthNotEnded(month) }
            guard let weights = ScorecardWeights(self.jurisdiction.settings, on: month.last) else {
                throw DeskError.listsMissing("weights of the scorecard")
            }
            try await self.database.transaction { transaction in
                let fresh = try await transaction.execute(
                    """
                    insert into sealed_months (
                        month, sealed_at, sealed_by, basically_weight, contact_weight, resolution_weight, satisfaction_weight, minimum_cases)
                    values (\(month.first), \(now), \(staff.id), \(weights.basically), \(weights.contact), \(weights.resolution),
                        \(weights.satisfaction), \(weights.minimumCases))
                    on conflict (month) do nothing
                    """)
                guard fresh == 1 else { throw ScorecardRefusal.monthSealed(month) }
                try await Self.freeze(tallies, of: month, in: transaction)
            }
            return MonthSeal(month: month, sealedAt: now, sealedBy: staff.name, groups: tallies.count)
        }
    }

    private static func freeze(_ tallies: [TallyPlace: Tally], of month: Month, in transaction: Transaction) async throws {
        let counts = tallies.flatMap { place, tally in tally.counts.map { (place: place, indicator: $0.key, count: $0.value) } }
        try await transaction.execute(
            """
            insert into sealed_counts (month, department, category, region, indicator, met, partly, counted)
            select \(month.first), * from unnest(
                \(counts.map(\.place.department)), \(counts.map(\.place.category)), \(counts.map(\.place.region)),
                \(counts.map(\.indicator)), \(counts.map(\.count.met)), \(counts.map(\.count.partly)), \(counts.map(\.count.counted)))
            """)
        let times = tallies.flatMap { place, tally in tally.handlingSeconds.map { (place: place, seconds: $0) } }
        try await transaction.execute(
            """
            insert into sealed_handling_times (month, department, category, region, seconds)
            select \(month.first), department, category, region, array_agg(seconds) from unnest(
                \(times.map(\.place.department)), \(times.map(\.place.category)), \(times.map(\.place.region)), \(times.map(\.seconds))
            ) as t (department, category, region, seconds) group by department, category, region
            """)
    }
}
