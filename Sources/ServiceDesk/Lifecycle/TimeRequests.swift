import Casework
import CaseworkSQL
import Database
import WorkingTime

/// A request for time, as those who ask and those who decide see it.
public struct TimeRequestFile: Sendable {
    public let id: Int
    public let number: String
    public let request: TimeRequest
    /// When the matter is due as things stand; nil while its clock stands still or has ended.
    public let dueAt: Instant?
}

extension ServiceDesk {
    /// Requests for time on cases within the reader's scope, oldest first.
    public func timeRequests(
        kind: TimeRequest.Kind?, open: Bool?, by staff: Staff, after cursor: Int?, limit: Int
    ) async throws(DeskError) -> Page<TimeRequestFile, Int> {
        var conditions: [SQL] = [CaseScope(of: staff, in: jurisdiction.map).condition, "r.id > \(cursor ?? 0)"]
        if let kind { conditions.append("r.kind = \(kind)") }
        switch open {
        case true?: conditions.append("r.decided_at is null and r.ended_at is null")
        case false?: conditions.append("(r.decided_at is not null or r.ended_at is not null)")
        case nil: break
        }
        let all = SQL(joined: conditions.map { "(\($0))" }, separator: " and ")
        return try await desk {
            let rows = try await self.database.query(
                """
                select r.id, c.number, \(OverlayStore.timeColumns),
                    (select min(k.due_at) from clocks k
                        where k.case_id = r.case_id and k.stage in ('handle', 'rework') and k.ended_at is null and k.paused_at is null) as due_at
                from time_requests r join cases c on c.id = r.case_id
                where \(all) order by r.id limit \(limit + 1)
                """)
            let items = try rows.map { row in
                TimeRequestFile(
                    id: try row.get("id"), number: try row.get("number"), request: try OverlayStore.timeRequest(row),
                    dueAt: try row.get("due_at"))
            }
            return Page(items: Array(items.prefix(limit)), next: items.count > limit ? items[limit - 1].id : nil, total: nil)
        }
    }
}
