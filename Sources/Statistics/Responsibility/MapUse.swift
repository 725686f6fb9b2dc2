import Casework
import CaseworkSQL
import Database
import WorkingTime

/// Days from the start of the first to the end of the last.
public struct Period: Sendable, Hashable {
    public let from: Day
    public let to: Day

    public init(from: Day, to: Day) {
        self.from = from
        self.to = to
    }

    var start: Instant { from.start }
    var end: Instant { to.advanced(by: 1).start }
}

/// An entry of the map by which no case went in a period.
public struct UnusedEntry: Sendable {
    public let id: Int
    /// When a case last went by it, before the period or after it; nil for never.
    public let lastUsedAt: Instant?
}

/// An entry of the map that rulings on returns spoke against.
public struct DoubtedEntry: Sendable {
    public let id: Int
    /// Returns ruled on in the period, of cases that the entry had sent.
    public let rulings: Int
    /// Of these, how many said that the department was not the right one.
    public let upheld: Int
    public let lastUpheldAt: Instant
    /// Where the upheld went, most often first; three at most.
    public let designated: [(department: DepartmentCode, count: Int)]
}

extension Statistics {
    /// Of the entries those by which no case went in the period, in the order in which they are given.
    public func unused(_ entries: [Int], in period: Period, limit: Int) async throws(ReportError) -> [UnusedEntry] {
        do {
            return try await database.query(
                """
                select e.id, (select max(t.decided_at) from routings t where t.responsibility = e.id) as last_used_at
                from unnest(\(entries)) with ordinality as e (id, position)
                where not exists (
                    select from routings t
                    where t.responsibility = e.id and t.decided_at >= \(period.start) and t.decided_at < \(period.end))
                order by e.position limit \(limit)
                """
            ).map { UnusedEntry(id: try $0.get("id"), lastUsedAt: try $0.get("last_used_at")) }
        } catch {
            throw ReportError(error)
        }
    }

    /// Entries against which returns were upheld in the period, most often first.
    /// - Parameter cursor: upheld returns and id of the last entry of the page before.
    public func doubted(
        in period: Period, after cursor: (upheld: Int, id: Int)?, limit: Int
    ) async throws(ReportError) -> [DoubtedEntry] {
        let rest: SQL =
            cursor.map { last in
                """
                count(*) filter (where upheld) < \(last.upheld)
                    or count(*) filter (where upheld) = \(last.upheld) and responsibility > \(last.id)
                """
            } ?? "true"
        do {
            return try await database.query(
                """
                with ruled as materialized (
                    select responsibility, upheld, designated, ruled_at from return_requests
                    where ruled_at >= \(period.start) and ruled_at < \(period.end) and responsibility is not null
                ), doubted as (
                    select responsibility, count(*) as rulings, count(*) filter (where upheld) as upheld,
                        max(ruled_at) filter (where upheld) as last_upheld_at
                    from ruled group by responsibility
                    having count(*) filter (where upheld) > 0 and (\(rest))
                    order by count(*) filter (where upheld) desc, responsibility limit \(limit)
                ), went as (
                    select responsibility, designated, count(*) as count,
                        row_number() over (partition by responsibility order by count(*) desc, designated) as place
                    from ruled where upheld and designated is not null group by responsibility, designated
                )
                select d.responsibility, d.rulings, d.upheld, d.last_upheld_at,
                    array(select w.designated from went w where w.responsibility = d.responsibility and w.place <= 3 order by w.place),
                    array(select w.count from went w where w.responsibility = d.responsibility and w.place <= 3 order by w.place)
                from doubted d
                order by d.upheld desc, d.responsibility
                """
            ).map { row in
                let (id, rulings, upheld, last, departments, counts) = try row.decode(
                    (Int, Int, Int, Instant, [DepartmentCode], [Int]).self)
                return DoubtedEntry(
                    id: id, rulings: rulings, upheld: upheld, lastUpheldAt: last, designated: zip(departments, counts).map { ($0, $1) })
            }
        } catch {
            throw ReportError(error)
        }
    }
}
