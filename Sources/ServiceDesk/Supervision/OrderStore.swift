import Casework
import CaseworkSQL
import Database
import WorkingTime

/// The rows of supervision orders.
enum OrderStore {
    private static let columns: SQL = """
        o.id, o.department, o.level, o.issued_at, o.due_at, o.changed_at, o.state, o.acknowledged_at, o.reply, o.replied_at, o.decision,
        o.decided_at, o.version
        """

    private static func order(_ row: Row) throws -> SupervisionOrder {
        SupervisionOrder(
            id: try row.get("id"), department: try row.get("department"), level: try row.get("level"),
            issuedAt: try row.get("issued_at"), dueAt: try row.get("due_at"), changedAt: try row.get("changed_at"),
            state: try row.get("state"), acknowledgedAt: try row.get("acknowledged_at"), reply: try row.get("reply"),
            repliedAt: try row.get("replied_at"), decision: try row.get("decision"), decidedAt: try row.get("decided_at"),
            version: try row.get("version"))
    }

    static func nextID(in transaction: Transaction) async throws -> SupervisionOrderID {
        let rows = try await transaction.query("select nextval(pg_get_serial_sequence('supervision_orders', 'id'))")
        guard let id = try rows.first?.decode(SupervisionOrderID.self) else { throw DeskError.failed("no id for an order") }
        return id
    }

    struct NewOrder {
        let id: SupervisionOrderID
        let level: SupervisionOrder.Level
        let demand: String
        let basis: String?
        let department: DepartmentCode
        let dueAt: Instant
        let origin: OrderIssuing.Origin
    }

    static func insert(_ order: NewOrder, at now: Instant, cases: [CaseID], in transaction: Transaction) async throws {
        let origin = order.origin
        try await transaction.execute(
            """
            insert into supervision_orders (
                id, level, department, issued_by, issued_at, changed_at, demand, basis, due_at, state, raised_by, cause, predecessor
            ) values (
                \(order.id), \(order.level), \(order.department), \(origin.author.account), \(now), \(now), \(order.demand),
                \(order.basis), \(order.dueAt), 'issued', \(origin.rule?.trigger), \(origin.rule?.cause), \(origin.predecessor)
            )
            """)
        try await transaction.execute(
            "insert into supervision_order_cases (order_id, case_id) select \(order.id), unnest(\(cases))")
    }

    /// Reads an order and locks it until the transaction ends. An order is seen by who may see all
    /// cases and by the department it is issued to, with those above it.
    static func lock(_ id: SupervisionOrderID, within scope: CaseScope, in transaction: Transaction) async throws -> SupervisionOrder {
        let rows = try await transaction.query(
            "select \(columns) from supervision_orders o where o.id = \(id) and \(condition(scope)) for update")
        guard let row = rows.first else { throw DeskError.notFound }
        return try order(row)
    }

    static func demand(of id: SupervisionOrderID, in transaction: Transaction) async throws -> (words: String, basis: String?) {
        let rows = try await transaction.query("select demand, basis from supervision_orders where id = \(id)")
        guard let row = rows.first else { throw DeskError.notFound }
        return try row.decode((String, String?).self)
    }

    static func save(_ order: SupervisionOrder, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update supervision_orders set department = \(order.department), changed_at = \(order.changedAt), state = \(order.state),
                acknowledged_at = \(order.acknowledgedAt), reply = \(order.reply), replied_at = \(order.repliedAt),
                decision = \(order.decision), decided_at = \(order.decidedAt), version = \(order.version)
            where id = \(order.id)
            """)
    }

    /// The orders on a case that are not kept from its reader.
    static func list(ofCase id: CaseID, within scope: CaseScope, in database: some Queryable) async throws -> [SupervisionOrder] {
        try await database.query(
            """
            select \(columns) from supervision_orders o join supervision_order_cases oc on oc.order_id = o.id
            where oc.case_id = \(id) and oc.left_at is null and not \(kept(from: scope)) order by o.id
            """
        ).map(order)
    }

    /// The orders that are or were on a case and are kept from its reader all the same: they are or were about a report.
    static func kept(ofCase id: CaseID, from scope: CaseScope, in database: some Queryable) async throws -> Set<SupervisionOrderID> {
        Set(
            try await database.query(
                """
                select o.id from supervision_orders o join supervision_order_cases oc on oc.order_id = o.id
                where oc.case_id = \(id) and \(kept(from: scope))
                """
            ).map { try $0.decode(SupervisionOrderID.self) })
    }

    /// The orders on a case, locked until the transaction ends.
    static func lockAll(ofCase id: CaseID, in transaction: Transaction) async throws -> [OrderOnCase] {
        let orders = try await transaction.query(
            """
            select \(columns) from supervision_orders o
            where o.id in (select oc.order_id from supervision_order_cases oc where oc.case_id = \(id) and oc.left_at is null)
            order by o.id for update
            """
        ).map(order)
        // Counted under the lock: two cases of one order may leave it at once.
        var shared: Set<SupervisionOrderID> = []
        var accused: [SupervisionOrderID: [DepartmentCode]] = [:]
        let others = try await transaction.query(
            """
            select oc.order_id, oc.left_at is not null, case when c.kind = 'report' then c.accused else '{}' end
            from supervision_order_cases oc join cases c on c.id = oc.case_id
            where oc.order_id = any(\(orders.map(\.id))) and oc.case_id <> \(id)
            """)
        for row in others {
            let (order, hasLeft, accuses) = try row.decode((SupervisionOrderID, Bool, [DepartmentCode]).self)
            if hasLeft { accused[order, default: []] += accuses } else { shared.insert(order) }
        }
        return orders.map { OrderOnCase($0, isAlone: !shared.contains($0.id), accused: accused[$0.id] ?? []) }
    }

    /// The due instant of an order is the first of its clocks'.
    static func followClocks(of orders: [SupervisionOrderID], in transaction: Transaction) async throws {
        guard !orders.isEmpty else { return }
        try await transaction.execute(
            """
            update supervision_orders o set due_at = (select min(k.due_at) from clocks k where k.order_id = o.id and k.ended_at is null)
            where o.id = any(\(orders))
            """)
    }

    /// Takes a case from orders.
    static func take(_ id: CaseID, from orders: [SupervisionOrderID], at now: Instant, in transaction: Transaction) async throws {
        guard !orders.isEmpty else { return }
        try await transaction.execute(
            "update supervision_order_cases set left_at = \(now) where case_id = \(id) and order_id = any(\(orders))")
    }

    /// Whom the reports accuse that are or were in an order.
    static func accused(in order: SupervisionOrderID, in transaction: Transaction) async throws -> [DepartmentCode] {
        try await transaction.query(
            """
            select distinct unnest(c.accused) from supervision_order_cases oc join cases c on c.id = oc.case_id
            where oc.order_id = \(order) and c.kind = 'report'
            """
        ).map { try $0.decode(DepartmentCode.self) }
    }

    /// Whether a trigger has raised its order for the cause, or has one on the case that waits for an answer.
    static func isRaised(_ trigger: String, for cause: String, on id: CaseID, in transaction: Transaction) async throws -> Bool {
        try await !transaction.query(
            """
            select 1 from supervision_orders where cause = \(cause)
            union all
            select 1 from supervision_order_cases oc join supervision_orders o on o.id = oc.order_id
            where oc.case_id = \(id) and oc.left_at is null and o.raised_by = \(trigger) and o.state in ('issued', 'acknowledged') limit 1
            """
        ).isEmpty
    }

    /// Whether an order that one of the triggers raised, or one that followed on it, waits on one of the levels for the answer of who
    /// leads the case.
    static func climbs(
        from triggers: [String], to levels: [SupervisionOrder.Level], on file: Case, in transaction: Transaction
    ) async throws -> Bool {
        try await !transaction.query(
            """
            with recursive ladder as (
                select o.predecessor, o.raised_by from supervision_order_cases oc join supervision_orders o on o.id = oc.order_id
                where oc.case_id = \(file.id) and oc.left_at is null and o.department = \(file.lead)
                    and o.state in ('issued', 'acknowledged') and o.level = any(\(levels.map(\.rawValue)))
                union all
                select o.predecessor, o.raised_by from ladder l join supervision_orders o on o.id = l.predecessor
            )
            select from ladder where raised_by = any(\(triggers)) limit 1
            """
        ).isEmpty
    }

    /// Says of an order which cases of the one that it repeats are no more in it.
    static func leaveBehind(
        _ old: SupervisionOrderID, by new: SupervisionOrderID, at now: Instant, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            insert into supervision_order_cases (order_id, case_id, left_at)
            select \(new), case_id, coalesce(left_at, \(now)) from supervision_order_cases where order_id = \(old)
            on conflict do nothing
            """)
    }

    static func cases(of id: SupervisionOrderID, in database: some Queryable) async throws -> [CaseID] {
        try await database.query("select case_id from supervision_order_cases where order_id = \(id) and left_at is null order by case_id")
            .map { try $0.decode(CaseID.self) }
    }

    /// Orders with what was demanded and the numbers of their cases, newest first.
    static func files(
        where condition: SQL, before: Int, limit: Int, in database: some Queryable
    ) async throws -> [OrderFile] {
        try await database.query(
            """
            select \(columns), o.demand, o.basis, a.name as issuer, o.raised_by, o.predecessor,
                (select s.id from supervision_orders s where s.predecessor = o.id) as successor,
                array(select c.number from supervision_order_cases oc join cases c on c.id = oc.case_id
                    where oc.order_id = o.id and oc.left_at is null order by c.number) as numbers
            from supervision_orders o left join accounts a on a.id = o.issued_by
            where \(condition) and o.id < \(before) order by o.id desc limit \(limit)
            """
        ).map { row in
            OrderFile(
                order: try order(row), demand: try row.get("demand"), basis: try row.get("basis"), issuer: try row.get("issuer"),
                trigger: try row.get("raised_by"), predecessor: try row.get("predecessor"), successor: try row.get("successor"),
                cases: try row.get("numbers"))
        }
    }

    /// The rows of `supervision_orders o` that the scope includes. An order that is or was about a report is kept from
    /// whom the report accuses, as the report is; but from the department that is to answer it only while the report stays in it.
    static func condition(_ scope: CaseScope) -> SQL {
        switch scope {
        case .everything: "true"
        case .departments(let departments, _): "o.department = any(\(departments)) and not \(kept(from: scope))"
        case .registeredBy, .nothing: "false"
        }
    }

    private static func kept(from scope: CaseScope) -> SQL {
        guard case .departments(_, let accused) = scope else { return "false" }
        return SupervisionOrder.kept(from: accused)
    }
}
