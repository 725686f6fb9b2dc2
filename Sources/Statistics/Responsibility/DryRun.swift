import Casework
import CaseworkSQL
import Database
import WorkingTime

/// What a change of the map would have done to the cases that came last.
public struct DryRunQuery: Sendable {
    public static let mostCases = 10_000

    public let change: ResponsibilityChange
    /// How many cases, newest first.
    public let cases: Int
    public let after: DryRunCursor?
    /// How many of those that go elsewhere are named.
    public let limit: Int

    public init(change: ResponsibilityChange, cases: Int, after: DryRunCursor?, limit: Int) {
        self.change = change
        self.cases = cases
        self.after = after
        self.limit = limit
    }
}

/// Where a page ended. The newest case stays the same through all pages, whatever comes in meanwhile.
public struct DryRunCursor: Sendable, Hashable {
    public let newest: Int
    public let last: Int

    public init(newest: Int, last: Int) {
        self.newest = newest
        self.last = last
    }
}

public struct DryRun: Sendable {
    /// The day whose map answered, without the change and with it: the first on which they differ.
    public let on: Day
    /// How many cases there were to look at.
    public internal(set) var cases = 0
    public internal(set) var effects: [RoutingComparison.Effect: Int] = [:]
    /// Those that would have gone elsewhere, newest first.
    public internal(set) var moved: [MovedCase] = []
    public internal(set) var next: DryRunCursor?
}

/// Its number and where it goes, and nothing else: who keeps the map reads no case.
public struct MovedCase: Sendable {
    let id: Int
    public let number: String
    public let comparison: RoutingComparison
}

extension Statistics {
    /// Routes the last cases by the map as it is and by the map as the change leaves it, as their kind, category, place,
    /// accused and words stand now. Nothing is stored.
    /// - Parameter map: as it is; the change must be possible in it.
    public func dryRun(_ query: DryRunQuery, of map: ResponsibilityMap) async throws(ReportError) -> DryRun {
        let slot = try openDryRun()
        defer { withExtendedLifetime(slot) {} }
        do {
            let changed = try map.after(query.change)
            var run = DryRun(on: query.change.firstDay)
            guard let newest = try await newestCase(query.after?.newest) else { return run }
            var below = newest
            while run.cases < query.cases {
                let rows = try await pastCases(upTo: below, limit: min(Self.chunk, query.cases - run.cases))
                guard let last = rows.last else { break }
                for (position, row) in rows.enumerated() {
                    let question = row.question(on: run.on)
                    let comparison = RoutingComparison(from: map.resolve(question), to: changed.resolve(question))
                    run.add(comparison, of: row, within: query, newest: newest)
                    // The requests of others go on in between.
                    if position % Self.breath == 0 { await Task.yield() }
                }
                run.cases += rows.count
                below = last.id - 1
            }
            return run
        } catch {
            throw ReportError(error)
        }
    }

    /// Cases read at once: their bodies may be long.
    private static let chunk = 500
    /// Cases routed without a pause: some milliseconds.
    private static let breath = 32

    private func newestCase(_ known: Int?) async throws -> Int? {
        if let known { return known }
        return try await database.query("select max(id) from cases").first?.decode(Int?.self)
    }

    private func pastCases(upTo newest: Int, limit: Int) async throws -> [PastCase] {
        try await database.query(
            """
            select c.id, c.number, c.kind, c.category, c.region, c.title, c.body, c.address, c.against_department, c.against_name,
                array(
                    select distinct k.department from case_links l join clocks k on k.case_id = l.origin
                    where l.case_id = c.id and k.stage in ('sign', 'support') and k.department is not null and k.started_at <= c.registered_at
                    order by 1)
            from cases c where c.id <= \(newest) order by c.id desc limit \(limit)
            """
        ).map(PastCase.init)
    }
}

private struct PastCase {
    let id: Int
    let number: String
    private let kind: Kind
    private let category: CategoryCode?
    private let region: RegionCode?
    private let title: String
    private let body: String
    private let address: String?
    private let against: Against?
    /// Who had the complaint from which a report was split.
    private let keptFrom: [DepartmentCode]

    init(_ row: Row) throws {
        let (department, name): (DepartmentCode?, String?)
        (id, number, kind, category, region, title, body, address, department, name, keptFrom) = try row.decode(
            (Int, String, Kind, CategoryCode?, RegionCode?, String, String, String?, DepartmentCode?, String?, [DepartmentCode]).self)
        against = department.map(Against.department) ?? name.map(Against.name)
    }

    func question(on day: Day) -> RoutingQuestion {
        RoutingQuestion(
            kind: kind, category: category, region: region, title: title, body: body, address: address, against: against,
            keptFrom: keptFrom, on: day)
    }
}

extension DryRun {
    fileprivate init(on day: Day) { self.on = day }

    fileprivate mutating func add(_ comparison: RoutingComparison, of past: PastCase, within query: DryRunQuery, newest: Int) {
        effects[comparison.effect, default: 0] += 1
        guard comparison.from != comparison.to, query.after.map({ past.id < $0.last }) ?? true else { return }
        if moved.count < query.limit {
            moved.append(MovedCase(id: past.id, number: past.number, comparison: comparison))
        } else if next == nil, let last = moved.last {
            next = DryRunCursor(newest: newest, last: last.id)
        }
    }
}
