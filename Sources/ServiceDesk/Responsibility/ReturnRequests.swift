import Casework
import CaseworkSQL
import Database
import WorkingTime

/// A return that waits for a ruling, or was ruled on, as dispatchers see it.
public struct ReturnRequestFile: Sendable {
    public let id: Int
    public let number: String
    public let request: ReturnRequest
    /// When the ruling is due; nil once it is made.
    public let dueAt: Instant?
}

extension ServiceDesk {
    /// Return requests, oldest first.
    public func returnRequests(
        open: Bool?, after cursor: Int?, limit: Int
    ) async throws(DeskError) -> Page<ReturnRequestFile, Int> {
        let condition: SQL =
            switch open {
            case true?: "r.ruled_at is null and r.lapsed_at is null"
            case false?: "(r.ruled_at is not null or r.lapsed_at is not null)"
            case nil: "true"
            }
        return try await desk {
            let rows = try await self.database.query(
                """
                select r.id, c.number, r.department, r.requested_by, r.requested_at, r.reason, r.legal_basis, r.proposed, r.ruled_by,
                    r.ruled_at, r.upheld, r.ruling, r.designated, r.lapsed_at,
                    case when r.ruled_at is null and r.lapsed_at is null then (
                        select k.due_at from clocks k
                        where k.case_id = r.case_id and k.stage = 'return_ruling' and k.ended_at is null) end as due_at
                from return_requests r join cases c on c.id = r.case_id
                where \(condition) and r.id > \(cursor ?? 0) order by r.id limit \(limit + 1)
                """)
            let items = try rows.map { row in
                ReturnRequestFile(
                    id: try row.get("id"), number: try row.get("number"), request: try OverlayStore.returnRequest(row),
                    dueAt: try row.get("due_at"))
            }
            return Page(items: Array(items.prefix(limit)), next: items.count > limit ? items[limit - 1].id : nil, total: nil)
        }
    }
}
