import Casework
import CaseworkSQL
import Database
import WorkingTime

/// The rows of a case: read and locked for a decision, written back when it is made.
enum CaseStore {
    /// Reads a case for a decision and locks it until the transaction ends.
    /// - Throws: `DeskError.notFound` if there is none or none that `scope` includes.
    static func lock(_ number: CaseNumber, within scope: CaseScope, in transaction: Transaction) async throws -> Case {
        try await one("c.number = \(number.description) and \(scope.condition) for update", in: transaction)
    }

    static func lock(_ id: CaseID, within scope: CaseScope, in transaction: Transaction) async throws -> Case {
        try await one("c.id = \(id) and \(scope.condition) for update", in: transaction)
    }

    /// Reads a case without keeping others from it.
    static func find(_ number: CaseNumber, within scope: CaseScope, in transaction: Transaction) async throws -> Case {
        try await one("c.number = \(number.description) and \(scope.condition)", in: transaction)
    }

    private static func one(_ condition: SQL, in transaction: Transaction) async throws -> Case {
        let rows = try await transaction.query(
            """
            select id, kind, category, region, against_department, against_name, accused, filed_as_report, urgent, received_at, changed_at, state, department,
                signed, dispatches, handler, urges, urged_at, outcome, version, number,
                case when handler is not null then coalesce(
                    (select max(t.expires_at) from account_tokens t where t.account = c.handler and t.revoked_at is null), 'epoch'
                ) end as claim_lapses_at
            from cases c where \(condition)
            """)
        guard let row = rows.first else { throw DeskError.notFound }
        return try await assemble(row, in: transaction)
    }

    private static func assemble(_ row: Row, in transaction: Transaction) async throws -> Case {
        let (id, kind, category, region, against, againstName) = try (
            row.get("id", as: Int.self), row.get("kind", as: Kind.self), row.get("category", as: CategoryCode?.self),
            row.get("region", as: RegionCode?.self), row.get("against_department", as: DepartmentCode?.self),
            row.get("against_name", as: String?.self)
        )
        let numberText: String = try row.get("number")
        guard let number = CaseNumber(numberText) else { throw DeskError.failed("unreadable case number") }
        return Case(
            id: CaseID(rawValue: id), number: number, kind: kind, category: category, region: region,
            against: against.map(Against.department) ?? againstName.map(Against.name), accused: try row.get("accused"),
            filedAsReport: try row.get("filed_as_report"), urgent: try row.get("urgent"),
            receivedAt: try row.get("received_at"), changedAt: try row.get("changed_at"), state: try row.get("state"),
            lead: try row.get("department"), supporting: try await supporting(id, in: transaction), signed: try row.get("signed"),
            dispatches: try row.get("dispatches"), handler: try row.get("handler"), claimLapsesAt: try row.get("claim_lapses_at"),
            urges: try row.get("urges"), urgedAt: try row.get("urged_at"), outcome: try row.get("outcome"),
            clocks: try await clocks(of: [id], in: transaction)[id] ?? [], returns: try await returns(id, in: transaction),
            version: try row.get("version"))
    }

    private static func supporting(_ id: Int, in database: some Queryable) async throws -> [DepartmentCode] {
        try await database.query("select department from case_supports where case_id = \(id) order by department")
            .map { try $0.decode(DepartmentCode.self) }
    }

    /// The clocks of several cases, each in their order.
    static func clocks(of ids: [Int], in database: some Queryable) async throws -> [Int: [Clock]] {
        let rows = try await database.query(
            """
            select case_id, ordinal, stage, rule, department, started_at, due_at, provisional, calendar_version, counts_late,
                order_id, ended_at, ended_how
            from clocks where case_id = any(\(ids)) order by case_id, ordinal
            """)
        var clocks: [Int: [Clock]] = [:]
        for row in rows {
            let (id, ordinal, stage, rule, department, startedAt, dueAt, provisional, version, countsLate, order, endedAt, ending) =
                try row.decode(
                    (
                        Int, Int, Stage, String, DepartmentCode?, Instant, Instant, Bool, Int, Bool, SupervisionOrderID?, Instant?,
                        Clock.Ending?
                    ).self)
            clocks[id, default: []].append(
                Clock(
                    ordinal: ordinal, stage: stage, rule: rule, department: department, startedAt: startedAt, dueAt: dueAt,
                    provisional: provisional, calendarVersion: version, countsLate: countsLate, order: order, endedAt: endedAt,
                    ending: ending))
        }
        return clocks
    }

    private static func returns(_ id: Int, in database: some Queryable) async throws -> [ReturnRequest] {
        try await database.query(
            """
            select department, requested_by, requested_at, reason, legal_basis, proposed, ruled_by, ruled_at, upheld, ruling, designated
            from return_requests where case_id = \(id) order by id
            """
        ).map(returnRequest)
    }

    static func returnRequest(_ row: Row) throws -> ReturnRequest {
        ReturnRequest(
            department: try row.get("department"), requestedBy: try row.get("requested_by"), requestedAt: try row.get("requested_at"),
            reason: try row.get("reason"), legalBasis: try row.get("legal_basis"), proposed: try row.get("proposed"),
            ruledBy: try row.get("ruled_by"), ruledAt: try row.get("ruled_at"), upheld: try row.get("upheld"),
            ruling: try row.get("ruling"), designated: try row.get("designated"))
    }

    /// Writes a decision: state, clocks, returns, routing and history together.
    static func save(_ decision: Decision, over old: Case, in transaction: Transaction) async throws {
        let next = decision.next
        let id = next.id.rawValue
        let rows = try await transaction.query(
            """
            update cases set kind = \(next.kind), category = \(next.category), region = \(next.region), urgent = \(next.urgent),
                against_department = \(next.against?.department), against_name = \(next.against?.name),
                accused = \(next.accused), filed_as_report = \(next.filedAsReport),
                changed_at = \(next.changedAt), state = \(next.state), department = \(next.lead), signed = \(next.signed),
                dispatches = \(next.dispatches), handler = \(next.handler), outcome = \(next.outcome),
                urges = \(next.urges), urged_at = \(next.urgedAt),
                next_due_at = \(next.nextDueAt), version = \(next.version), clock_count = \(next.clocks.count),
                event_count = event_count + \(decision.events.count)
            where id = \(id) returning event_count
            """)
        guard let count = try rows.first?.decode(Int.self) else { throw DeskError.notFound }
        try await append(decision.events, to: id, after: count - decision.events.count, in: transaction)
        if next.kind != old.kind || next.region != old.region {
            try await transaction.execute("update clocks set kind = \(next.kind), region = \(next.region) where case_id = \(id)")
        }
        try await save(next.clocks, over: old.clocks, of: next, in: transaction)
        try await save(next.returns, over: old.returns, of: id, in: transaction)
        if next.supporting.sorted() != old.supporting.sorted() {
            try await transaction.execute("delete from case_supports where case_id = \(id)")
            try await transaction.execute(
                """
                insert into case_supports (case_id, department, since)
                select \(id), department, \(next.changedAt) from unnest(\(next.supporting)) as s (department)
                """)
        }
        if let routing = decision.routing {
            try await RoutingStore.append(routing, of: next, by: decision.events.last?.author.account, in: transaction)
        }
    }

    private static func append(_ events: [CaseEvent], to id: Int, after count: Int, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into case_events (case_id, ordinal, at, type, actor, role, text, facts)
            select \(id), e.* from unnest(
                \(events.indices.map { count + $0 + 1 }), \(events.map(\.at)), \(events.map(\.kind.rawValue)),
                \(events.map(\.author.account?.rawValue)), \(events.map(\.author.role)), \(events.map(\.text)),
                \(events.map { JSONText($0.factsJSON) })
            ) as e (ordinal, at, type, actor, role, text, facts)
            """)
    }

    private static func save(_ clocks: [Clock], over old: [Clock], of file: Case, in transaction: Transaction) async throws {
        let changed = zip(clocks, old).filter { $0 != $1 }.map(\.0)
        if !changed.isEmpty {
            try await transaction.execute(
                """
                update clocks c set ended_at = n.ended_at, ended_how = n.ended_how, department = n.department
                from unnest(
                    \(changed.map(\.ordinal)), \(changed.map(\.endedAt)), \(changed.map(\.ending?.rawValue)),
                    \(changed.map(\.department?.rawValue))
                ) as n (ordinal, ended_at, ended_how, department)
                where c.case_id = \(file.id) and c.ordinal = n.ordinal
                """)
        }
        let added = Array(clocks.dropFirst(old.count))
        guard !added.isEmpty else { return }
        try await transaction.execute(
            """
            insert into clocks (
                case_id, kind, region, ordinal, stage, rule, department, started_at, due_at, provisional, calendar_version, counts_late,
                order_id, ended_at, ended_how
            )
            select \(file.id), \(file.kind), \(file.region), c.* from unnest(
                \(added.map(\.ordinal)), \(added.map(\.stage.rawValue)), \(added.map(\.rule)), \(added.map(\.department?.rawValue)),
                \(added.map(\.startedAt)), \(added.map(\.dueAt)), \(added.map(\.provisional)), \(added.map(\.calendarVersion)),
                \(added.map(\.countsLate)), \(added.map(\.order?.rawValue)), \(added.map(\.endedAt)), \(added.map(\.ending?.rawValue))
            ) as c (
                ordinal, stage, rule, department, started_at, due_at, provisional, calendar_version, counts_late, order_id, ended_at,
                ended_how
            )
            """)
    }

    private static func save(_ returns: [ReturnRequest], over old: [ReturnRequest], of id: Int, in transaction: Transaction) async throws {
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
                    ruling = \(request.ruling), designated = \(request.designated)
                where case_id = \(id) and department = \(request.department)
                """)
        }
    }
}
