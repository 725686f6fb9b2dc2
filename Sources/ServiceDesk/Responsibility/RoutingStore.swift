import Casework
import CaseworkSQL
import Database
import WorkingTime

/// Why cases went where they went.
enum RoutingStore {
    static func append(_ routing: Decision.Routing, of file: Case, by account: AccountID?, in transaction: Transaction) async throws {
        let explanation: String
        let mapVersion: Int?
        switch routing {
        case .byMap(let decision):
            (explanation, mapVersion) = (decision.json, decision.mapVersion)
        case .byDispatcher(let decision?):
            (explanation, mapVersion) = (decision.json, decision.mapVersion)
        case .byDispatcher(nil), .byRuling:
            (explanation, mapVersion) = ("{}", nil)
        }
        let source =
            switch routing {
            case .byMap: "map"
            case .byDispatcher: "dispatcher"
            case .byRuling: "ruling"
            }
        try await transaction.execute(
            """
            insert into routings (case_id, ordinal, decided_at, decided_by, source, department, map_version, explanation)
            select \(file.id), coalesce(max(ordinal), 0) + 1, \(file.changedAt), \(account), \(source), \(file.lead), \(mapVersion),
                \(JSONText(explanation))
            from routings where case_id = \(file.id)
            """)
    }

    static func list(of id: Int, in database: some Queryable) async throws -> [RoutingRecord] {
        try await database.query(
            """
            select r.decided_at, a.name, r.source, r.department, r.map_version, r.explanation::text
            from routings r left join accounts a on a.id = r.decided_by
            where case_id = \(id) order by ordinal
            """
        ).map { row in
            let (at, by, source, department, version, explanation) = try row.decode(
                (Instant, String?, String, DepartmentCode?, Int?, String).self)
            return RoutingRecord(
                decidedAt: at, decidedBy: by, source: source, department: department, mapVersion: version, explanationJSON: explanation)
        }
    }
}

/// One routing of a case, with its explanation as it was kept.
public struct RoutingRecord: Sendable {
    public let decidedAt: Instant
    public let decidedBy: String?
    /// `map`, `dispatcher` or `ruling`.
    public let source: String
    public let department: DepartmentCode?
    public let mapVersion: Int?
    /// A JSON object.
    public let explanationJSON: String
}
