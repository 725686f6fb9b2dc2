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

    static func find(_ id: CaseID, within scope: CaseScope, in transaction: Transaction) async throws -> Case {
        try await one("c.id = \(id) and \(scope.condition)", in: transaction)
    }

    /// The repeats that joined a case.
    static func children(of id: CaseID, in database: some Queryable) async throws -> [CaseID] {
        try await database.query("select id from cases where parent = \(id) order by id").map { try $0.decode(CaseID.self) }
    }

    /// Cases in the order of their ids, after `id`, without keeping others from them.
    static func batch(after id: Int, limit: Int, in transaction: Transaction) async throws -> [Case] {
        try await several("c.id > \(id) order by c.id limit \(limit)", in: transaction)
    }

    private static func one(_ condition: SQL, in transaction: Transaction) async throws -> Case {
        guard let file = try await several(condition, in: transaction).first else { throw DeskError.notFound }
        return file
    }

    private static func several(_ condition: SQL, in transaction: Transaction) async throws -> [Case] {
        let rows = try await transaction.query(
            """
            select id, kind, category, region, against_department, against_name, accused, filed_as_report, urgent, complex, regime, matter,
                received_at, changed_at, state, department, signed, dispatches, handler, urges, urged_at, suspended_for, suspended_from,
                suspended_until, parked_until, identity is not null as is_named, accepted_at, reworks, reopenings, own_reopenings, parent,
                coalesce((select p.ended_at is not null from cases p where p.id = c.parent), false) as parent_has_ended, refusal_ground,
                refusal_route, outcome, ended_at, version, number,
                case when handler is not null then coalesce(
                    (select max(t.expires_at) from account_tokens t where t.account = c.handler and t.revoked_at is null), 'epoch'
                ) end as claim_lapses_at
            from cases c where \(condition)
            """)
        let ids = try rows.map { try $0.get("id", as: Int.self) }
        guard !ids.isEmpty else { return [] }
        let clocks = try await ClockStore.clocks(of: ids, in: transaction)
        let overlays = try await OverlayStore.overlays(of: ids, in: transaction)
        return try rows.map { try assemble($0, clocks, overlays) }
    }

    private static func assemble(_ row: Row, _ clocks: [Int: [Clock]], _ overlays: OverlayStore.Overlays) throws -> Case {
        let (id, kind, category, region, against, againstName) = try (
            row.get("id", as: Int.self), row.get("kind", as: Kind.self), row.get("category", as: CategoryCode?.self),
            row.get("region", as: RegionCode?.self), row.get("against_department", as: DepartmentCode?.self),
            row.get("against_name", as: String?.self)
        )
        let numberText: String = try row.get("number")
        guard let number = CaseNumber(numberText) else { throw DeskError.failed("unreadable case number") }
        var regime: Regime?
        if let name = try row.get("regime", as: String?.self) { regime = Regime(name: name, matter: try row.get("matter")) }
        var suspension: Suspension?
        if let ground = try row.get("suspended_for", as: SuspensionGround?.self) {
            suspension = Suspension(ground: ground, since: try row.get("suspended_from"), until: try row.get("suspended_until"))
        }
        var rejection: Rejection?
        if let ground = try row.get("refusal_ground", as: RefusalGround?.self) {
            rejection = Rejection(ground: ground, route: try row.get("refusal_route"))
        }
        return Case(
            id: CaseID(rawValue: id), number: number, kind: kind, category: category, region: region,
            against: against.map(Against.department) ?? againstName.map(Against.name), accused: try row.get("accused"),
            filedAsReport: try row.get("filed_as_report"), isNamed: try row.get("is_named"), urgent: try row.get("urgent"),
            complex: try row.get("complex"), regime: regime, receivedAt: try row.get("received_at"),
            acceptedAt: try row.get("accepted_at"), changedAt: try row.get("changed_at"), state: try row.get("state"),
            lead: try row.get("department"), supports: overlays.supports[id] ?? [],
            signed: try row.get("signed"), dispatches: try row.get("dispatches"), handler: try row.get("handler"),
            claimLapsesAt: try row.get("claim_lapses_at"), urges: try row.get("urges"), urgedAt: try row.get("urged_at"),
            suspension: suspension, parkedUntil: try row.get("parked_until"), reworks: try row.get("reworks"),
            reopenings: try row.get("reopenings"), ownReopenings: try row.get("own_reopenings"), parent: try row.get("parent"),
            parentHasEnded: try row.get("parent_has_ended"), rejection: rejection, outcome: try row.get("outcome"),
            endedAt: try row.get("ended_at"), clocks: clocks[id] ?? [],
            returns: overlays.returns[id] ?? [],
            timeRequests: overlays.timeRequests[id] ?? [],
            callbacks: overlays.callbacks[id] ?? [], version: try row.get("version"))
    }

    /// Writes a decision: state, clocks, overlays, routing and history together.
    static func save(_ decision: Decision, over old: Case, in transaction: Transaction) async throws {
        let next = decision.next
        let id = next.id.rawValue
        let changes = CaseChanges(from: old, to: next)
        // A change that the history does not tell could not be rebuilt from it.
        guard changes.isEmpty || !decision.events.isEmpty else { throw DeskError.failed("a change without a line of history") }
        let rows = try await transaction.query(
            """
            update cases set kind = \(next.kind), category = \(next.category), region = \(next.region), urgent = \(next.urgent),
                complex = \(next.complex), accepted_at = \(next.acceptedAt), regime = \(next.regime?.name), matter = \(next.regime?.matter),
                against_department = \(next.against?.department), against_name = \(next.against?.name),
                accused = \(next.accused), filed_as_report = \(next.filedAsReport),
                changed_at = \(next.changedAt), state = \(next.state), department = \(next.lead), signed = \(next.signed),
                dispatches = \(next.dispatches), handler = \(next.handler), outcome = \(next.outcome),
                urges = \(next.urges), urged_at = \(next.urgedAt), suspended_for = \(next.suspension?.ground),
                suspended_from = \(next.suspension?.since), suspended_until = \(next.suspension?.until), parked_until = \(next.parkedUntil),
                reworks = \(next.reworks), reopenings = \(next.reopenings), own_reopenings = \(next.ownReopenings), parent = \(next.parent),
                refusal_ground = \(next.rejection?.ground), refusal_route = \(next.rejection?.route), ended_at = \(next.endedAt),
                next_due_at = \(next.nextDueAt), version = \(next.version), clock_count = \(next.clocks.count),
                event_count = event_count + \(decision.events.count)
            where id = \(id) returning event_count
            """)
        guard let count = try rows.first?.decode(Int.self) else { throw DeskError.notFound }
        try await append(decision.events, changes, to: id, after: count - decision.events.count, in: transaction)
        if next.kind != old.kind || next.region != old.region {
            try await transaction.execute("update clocks set kind = \(next.kind), region = \(next.region) where case_id = \(id)")
        }
        try await ClockStore.save(next.clocks, over: old.clocks, of: next, in: transaction)
        try await OverlayStore.save(next, over: old, in: transaction)
        try await OccasionStore.note(decision.events, of: next, in: transaction)
        if let routing = decision.routing {
            try await RoutingStore.append(routing, of: next, by: decision.events.last?.author.account, in: transaction)
        }
    }

    /// - Parameter changes: what the decision changed; its last line keeps it.
    private static func append(
        _ events: [CaseEvent], _ changes: CaseChanges, to id: Int, after count: Int, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            insert into case_events (case_id, ordinal, at, type, actor, role, text, facts, changes)
            select \(id), e.* from unnest(
                \(events.indices.map { count + $0 + 1 }), \(events.map(\.at)), \(events.map(\.kind.rawValue)),
                \(events.map(\.author.account?.rawValue)), \(events.map(\.author.role)), \(events.map(\.text)),
                \(events.map { JSONText($0.factsJSON) }), \(events.indices.map { $0 == events.count - 1 ? changes.json : nil })
            ) as e (ordinal, at, type, actor, role, text, facts, changes)
            """)
    }
}
