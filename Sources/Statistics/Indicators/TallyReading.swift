import Casework
import CaseworkSQL
import Database
import WorkingTime

/// Counts as they stand in the rows now, or as they were frozen.
struct TallyReading {
    let transaction: Transaction
    let scope: TallyScope
    let jurisdiction: Jurisdiction

    private static let bits = Indicator.allCases.map { ($0, $0.bit) }

    /// What the rows give.
    func live(_ part: MonthPart, at now: Instant) async throws -> [TallyPlace: Tally] {
        // A month is grouped in memory: sorting it through files takes half as long again.
        try await transaction.execute("set local work_mem = '64MB'")
        var tallies: [TallyPlace: Tally] = [:]
        for row in try await transaction.query(TallyStatement.counts(part, scope, at: now)) {
            let (department, category, region, leftOut, met, partly, counted, times) = try row.decode(
                (DepartmentCode?, CategoryCode?, RegionCode?, [String]?, Int, Int, Int, Int).self)
            let place = TallyPlace(department: department, category: category, region: county(of: region))
            if let leftOut, leftOut.contains("all") { continue }
            for (indicator, bit) in Self.bits where (met | partly | counted) & bit != 0 {
                if let leftOut, leftOut.contains(indicator.rawValue) { continue }
                tallies[place, default: Tally()].counts[indicator, default: Count()] += Count(
                    met: met & bit == 0 ? 0 : times, partly: partly & bit == 0 ? 0 : times, counted: counted & bit == 0 ? 0 : times)
            }
        }
        var pauses: [Int: [Pause]] = [:]
        for row in try await transaction.query(TallyStatement.pauses(part)) {
            let (id, from, to) = try row.decode((Int, Instant, Instant?).self)
            pauses[id, default: []].append(Pause(from: from, to: to))
        }
        for row in try await transaction.query(TallyStatement.closings(part, scope)) {
            let (id, department, category, region, start, end) = try row.decode(
                (Int, DepartmentCode?, CategoryCode?, RegionCode?, Instant, Instant).self)
            let place = TallyPlace(department: department, category: category, region: county(of: region))
            let seconds = jurisdiction.calendar.handlingSeconds(from: start, to: end, pauses: pauses[id] ?? [])
            tallies[place, default: Tally()].handlingSeconds.append(seconds)
        }
        return tallies
    }

    /// What was sealed.
    func sealed(_ month: Month) async throws -> [TallyPlace: Tally] {
        let own: SQL = scope.departments.map { "department = any(\($0))" } ?? "true"
        var tallies: [TallyPlace: Tally] = [:]
        let counts = try await transaction.query(
            "select department, category, region, indicator, met, partly, counted from sealed_counts where month = \(month.first) and \(own)"
        )
        for row in counts {
            let (department, category, region, indicator, met, partly, counted) = try row.decode(
                (DepartmentCode?, CategoryCode?, RegionCode?, Indicator, Int, Int, Int).self)
            let place = TallyPlace(department: department, category: category, region: region)
            tallies[place, default: Tally()].counts[indicator] = Count(met: met, partly: partly, counted: counted)
        }
        let times = try await transaction.query(
            "select department, category, region, seconds from sealed_handling_times where month = \(month.first) and \(own)")
        for row in times {
            let (department, category, region, seconds) = try row.decode((DepartmentCode?, CategoryCode?, RegionCode?, [Int]).self)
            let place = TallyPlace(department: department, category: category, region: region)
            tallies[place, default: Tally()].handlingSeconds = seconds
        }
        return tallies
    }

    /// When each of these months was sealed and by which weights.
    func seals(of months: [Month]) async throws -> [Month: (at: Instant, weights: ScorecardWeights)] {
        let rows = try await transaction.query(
            """
            select month, sealed_at, basically_weight, contact_weight, resolution_weight, satisfaction_weight, minimum_cases
            from sealed_months where month = any(\(months.map(\.first)))
            """)
        var seals: [Month: (at: Instant, weights: ScorecardWeights)] = [:]
        for row in rows {
            let (first, at, basically, contact, resolution, satisfaction, minimum) = try row.decode(
                (Day, Instant, Double, Double, Double, Double, Int).self)
            seals[Month(containing: first)] = (
                at,
                ScorecardWeights(
                    basically: basically, contact: contact, resolution: resolution, satisfaction: satisfaction, minimumCases: minimum)
            )
        }
        return seals
    }

    /// The county in which a place lies; the city itself where no more is known.
    private func county(of region: RegionCode?) -> RegionCode? {
        guard let region else { return nil }
        return jurisdiction.map.lineage(of: region).first { jurisdiction.map.region($0)?.level != .township } ?? region
    }
}
