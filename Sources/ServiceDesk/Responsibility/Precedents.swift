import Casework
import CaseworkSQL
import Database
import WorkingTime

/// A ruling on a return, as a precedent for the entry of the map that had sent the case.
public struct Precedent: Sendable {
    /// The return request's id.
    public let id: Int
    public let number: String
    /// Who returned it.
    public let department: DepartmentCode
    /// The words of the department and of the ruling; nil where they are kept from the reader.
    public let words: Words?
    public let upheld: Bool
    /// To whom the case went.
    public let designated: DepartmentCode?
    public let ruledAt: Instant
    /// The ids of the proposals that were made of it.
    public let proposals: [Int]

    public struct Words: Sendable {
        public let reason: String
        public let legalBasis: String
        public let ruling: String?
    }
}

extension ServiceDesk {
    /// The rulings on returns of cases that the entry had sent, newest first. Who reads no case text does not read what
    /// was said about a report either.
    public func precedents(
        of entry: Int, by staff: Staff, before: Int?, limit: Int
    ) async throws(DeskError) -> Page<Precedent, Int> {
        try await desk {
            let rows = try await self.database.query(
                """
                select r.id, c.number, r.department, r.reason, r.legal_basis, r.ruling, r.upheld, r.designated, r.ruled_at,
                    c.kind = 'report' or c.filed_as_report as guarded,
                    array(select p.id from responsibility_proposals p where p.ruling = r.id order by p.id) as proposals
                from return_requests r join cases c on c.id = r.case_id
                where r.responsibility = \(entry) and r.ruled_at is not null and r.id < \(before ?? Int.max)
                order by r.id desc limit \(limit + 1)
                """)
            if rows.isEmpty, self.jurisdiction.map.responsibility(entry) == nil { throw DeskError.notFound }
            let mayReadAll = staff.holds(anyOf: [.dispatcher, .supervisor])
            let items = try rows.map { row in
                let words = Precedent.Words(
                    reason: try row.get("reason"), legalBasis: try row.get("legal_basis"), ruling: try row.get("ruling"))
                return Precedent(
                    id: try row.get("id"), number: try row.get("number"), department: try row.get("department"),
                    words: try mayReadAll || !row.get("guarded", as: Bool.self) ? words : nil, upheld: try row.get("upheld"),
                    designated: try row.get("designated"), ruledAt: try row.get("ruled_at"), proposals: try row.get("proposals"))
            }
            return Page(items: Array(items.prefix(limit)), next: items.count > limit ? items[limit - 1].id : nil, total: nil)
        }
    }
}
