import Casework
import CaseworkSQL
import Database
import WorkingTime

/// The rows of what lies over a case's state: returns, requests for time, supporting departments, callbacks.
enum OverlayStore {
    /// What lies over several cases, by their ids.
    struct Overlays {
        let supports: [Int: [Support]]
        let returns: [Int: [ReturnRequest]]
        let timeRequests: [Int: [TimeRequest]]
        let callbacks: [Int: [Callback]]
    }

    static func overlays(of ids: [Int], in database: some Queryable) async throws -> Overlays {
        Overlays(
            supports: try await supports(of: ids, in: database), returns: try await returns(of: ids, in: database),
            timeRequests: try await timeRequests(of: ids, in: database), callbacks: try await callbacks(of: ids, in: database))
    }

    private static func grouped<Item>(_ rows: some Sequence<Row>, _ item: (Row) throws -> Item) throws -> [Int: [Item]] {
        var items: [Int: [Item]] = [:]
        for row in rows { items[try row.get("case_id"), default: []].append(try item(row)) }
        return items
    }

    private static func supports(of ids: [Int], in database: some Queryable) async throws -> [Int: [Support]] {
        let rows = try await database.query(
            """
            select case_id, department, since, demand, answer, answered_by, answered_at from case_supports where case_id = any(\(ids))
            order by case_id, since, department
            """)
        return try grouped(rows) { row in
            Support(
                department: try row.get("department"), since: try row.get("since"), demand: try row.get("demand"),
                answer: try row.get("answer"), answeredBy: try row.get("answered_by"), answeredAt: try row.get("answered_at"))
        }
    }

    private static func returns(of ids: [Int], in database: some Queryable) async throws -> [Int: [ReturnRequest]] {
        let rows = try await database.query(
            """
            select case_id, department, requested_by, requested_at, reason, legal_basis, proposed, ruled_by, ruled_at, upheld, ruling,
                designated, lapsed_at
            from return_requests where case_id = any(\(ids)) order by case_id, id
            """)
        return try grouped(rows, returnRequest)
    }

    static func returnRequest(_ row: Row) throws -> ReturnRequest {
        ReturnRequest(
            department: try row.get("department"), requestedBy: try row.get("requested_by"), requestedAt: try row.get("requested_at"),
            reason: try row.get("reason"), legalBasis: try row.get("legal_basis"), proposed: try row.get("proposed"),
            ruledBy: try row.get("ruled_by"), ruledAt: try row.get("ruled_at"), upheld: try row.get("upheld"),
            ruling: try row.get("ruling"), designated: try row.get("designated"), lapsedAt: try row.get("lapsed_at"))
    }

    private static func timeRequests(of ids: [Int], in database: some Queryable) async throws -> [Int: [TimeRequest]] {
        let rows = try await database.query(
            "select r.case_id, \(timeColumns) from time_requests r where case_id = any(\(ids)) order by case_id, ordinal")
        return try grouped(rows, timeRequest)
    }

    static let timeColumns: SQL = """
        r.ordinal, r.kind, r.department, r.requested_by, r.requested_at, r.reason, r.ground, r.measures, r.until, r.decided_by, r.decided_at,
        r.granted, r.decision, r.ended_at
        """

    static func timeRequest(_ row: Row) throws -> TimeRequest {
        TimeRequest(
            ordinal: try row.get("ordinal"), kind: try row.get("kind"), department: try row.get("department"),
            requestedBy: try row.get("requested_by"), requestedAt: try row.get("requested_at"), reason: try row.get("reason"),
            ground: try row.get("ground"), measures: try row.get("measures"), until: try row.get("until"),
            decidedBy: try row.get("decided_by"), decidedAt: try row.get("decided_at"), granted: try row.get("granted"),
            decision: try row.get("decision"), endedAt: try row.get("ended_at"))
    }

    private static func callbacks(of ids: [Int], in database: some Queryable) async throws -> [Int: [Callback]] {
        let rows = try await database.query(
            """
            select case_id, at, account, contacted, solved, service, result, text from callbacks where case_id = any(\(ids))
            order by case_id, ordinal
            """)
        return try grouped(rows) { row in
            Callback(
                at: try row.get("at"), account: try row.get("account"),
                opinion: Opinion(
                    contacted: try row.get("contacted"), solved: try row.get("solved"), service: try row.get("service"),
                    result: try row.get("result"), text: try row.get("text")))
        }
    }

    /// Writes what a decision changed.
    static func save(_ next: Case, over old: Case, in transaction: Transaction) async throws {
        try await save(next.returns, over: old.returns, of: next.id, in: transaction)
        try await save(next.timeRequests, over: old.timeRequests, of: next.id, in: transaction)
        if next.supports != old.supports { try await replace(next.supports, of: next.id, in: transaction) }
        for (index, callback) in next.callbacks.enumerated().dropFirst(old.callbacks.count) {
            let opinion = callback.opinion
            try await transaction.execute(
                """
                insert into callbacks (case_id, ordinal, at, account, contacted, solved, service, result, text)
                values (\(next.id), \(index + 1), \(callback.at), \(callback.account), \(opinion.contacted), \(opinion.solved),
                    \(opinion.service), \(opinion.result), \(opinion.text))
                """)
        }
    }

    private static func replace(_ supports: [Support], of id: CaseID, in transaction: Transaction) async throws {
        try await transaction.execute("delete from case_supports where case_id = \(id)")
        try await transaction.execute(
            """
            insert into case_supports (case_id, department, since, demand, answer, answered_by, answered_at)
            select \(id), s.* from unnest(
                \(supports.map(\.department.rawValue)), \(supports.map(\.since)), \(supports.map(\.demand)), \(supports.map(\.answer)),
                \(supports.map(\.answeredBy?.rawValue)), \(supports.map(\.answeredAt))
            ) as s (department, since, demand, answer, answered_by, answered_at)
            """)
    }

    private static func save(
        _ returns: [ReturnRequest], over old: [ReturnRequest], of id: CaseID, in transaction: Transaction
    ) async throws {
        for request in returns.dropFirst(old.count) {
            try await transaction.execute(
                """
                insert into return_requests (case_id, department, requested_by, requested_at, reason, legal_basis, proposed)
                values (\(id), \(request.department), \(request.requestedBy), \(request.requestedAt), \(request.reason),
                    \(request.legalBasis), \(request.proposed))
                """)
        }
        for (request, before) in zip(returns, old) where request != before {
            try await transaction.execute(
                """
                update return_requests set ruled_by = \(request.ruledBy), ruled_at = \(request.ruledAt), upheld = \(request.upheld),
                    ruling = \(request.ruling), designated = \(request.designated), lapsed_at = \(request.lapsedAt)
                where case_id = \(id) and department = \(request.department) and requested_at = \(request.requestedAt)
                """)
        }
    }

    private static func save(
        _ requests: [TimeRequest], over old: [TimeRequest], of id: CaseID, in transaction: Transaction
    ) async throws {
        for request in requests.dropFirst(old.count) {
            try await transaction.execute(
                """
                insert into time_requests (case_id, ordinal, kind, department, requested_by, requested_at, reason, ground, measures, until)
                values (\(id), \(request.ordinal), \(request.kind), \(request.department), \(request.requestedBy), \(request.requestedAt),
                    \(request.reason), \(request.ground), \(request.measures), \(request.until))
                """)
        }
        for (request, before) in zip(requests, old) where request != before {
            try await transaction.execute(
                """
                update time_requests set decided_by = \(request.decidedBy), decided_at = \(request.decidedAt), granted = \(request.granted),
                    decision = \(request.decision), ended_at = \(request.endedAt)
                where case_id = \(id) and ordinal = \(request.ordinal)
                """)
        }
    }
}
