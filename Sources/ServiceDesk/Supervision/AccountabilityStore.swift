import Casework
import CaseworkSQL
import Database
import WorkingTime

/// The rows of accountability entries.
enum AccountabilityStore {
    private static let columns: SQL = """
        e.id, e.department, e.state, e.cause, e.text, e.recommended_at, e.drafted_by, e.drafted_at, e.published_by, e.published_at,
        e.withdrawn_by, e.withdrawn_at, e.withdrawal, e.version
        """

    private static func entry(_ row: Row) throws -> AccountabilityEntry {
        AccountabilityEntry(
            id: try row.get("id"), department: try row.get("department"), state: try row.get("state"), cause: try row.get("cause"),
            text: try row.get("text"), recommendedAt: try row.get("recommended_at"), draftedBy: try row.get("drafted_by"),
            draftedAt: try row.get("drafted_at"), publishedBy: try row.get("published_by"), publishedAt: try row.get("published_at"),
            withdrawnBy: try row.get("withdrawn_by"), withdrawnAt: try row.get("withdrawn_at"), withdrawal: try row.get("withdrawal"),
            version: try row.get("version"))
    }

    /// Recommends the department of an order that was not met at the highest level. False: it was recommended already.
    static func recommend(
        _ order: SupervisionOrder, cases: [CaseID], at now: Instant, in transaction: Transaction
    ) async throws -> Bool {
        let rows = try await transaction.query(
            """
            insert into accountability_entries (department, state, recommended_at, recommended_for)
            values (\(order.department), 'recommended', \(now), \(order.id))
            on conflict (recommended_for) do nothing returning id
            """)
        guard let id = try rows.first?.decode(Int.self) else { return false }
        try await connect(id, to: cases, [order.id], in: transaction)
        return true
    }

    static func insert(
        _ draft: AccountabilityDraft, on cases: [CaseID], by staff: Staff, at now: Instant, in transaction: Transaction
    ) async throws -> Int {
        let rows = try await transaction.query(
            """
            insert into accountability_entries (department, state, cause, text, drafted_by, drafted_at)
            values (\(draft.department), 'drafted', \(draft.cause), \(draft.text), \(staff.id), \(now)) returning id
            """)
        guard let id = try rows.first?.decode(Int.self) else { throw DeskError.failed("no id for an entry") }
        try await connect(id, to: cases, draft.orders, in: transaction)
        return id
    }

    private static func connect(_ id: Int, to cases: [CaseID], _ orders: [SupervisionOrderID], in transaction: Transaction) async throws {
        try await transaction.execute(
            "insert into accountability_cases (entry_id, case_id) select distinct \(id)::bigint, c from unnest(\(cases)) as t (c)")
        try await transaction.execute(
            "insert into accountability_orders (entry_id, order_id) select distinct \(id)::bigint, o from unnest(\(orders)) as t (o)")
    }

    static func lock(_ id: Int, in transaction: Transaction) async throws -> AccountabilityEntry {
        let rows = try await transaction.query("select \(columns) from accountability_entries e where e.id = \(id) for update")
        guard let row = rows.first else { throw DeskError.notFound }
        return try entry(row)
    }

    static func save(_ entry: AccountabilityEntry, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update accountability_entries set state = \(entry.state), cause = \(entry.cause), text = \(entry.text),
                drafted_by = \(entry.draftedBy), drafted_at = \(entry.draftedAt), published_by = \(entry.publishedBy),
                published_at = \(entry.publishedAt), withdrawn_by = \(entry.withdrawnBy), withdrawn_at = \(entry.withdrawnAt),
                withdrawal = \(entry.withdrawal), version = \(entry.version)
            where id = \(entry.id)
            """)
    }

    /// The cases that an entry is about, and those of its orders: all for which it may be kept from its department.
    static func cases(of id: Int, in transaction: Transaction) async throws -> [CaseID] {
        try await transaction.query(
            """
            select case_id from accountability_cases where entry_id = \(id)
            union
            select oc.case_id from accountability_orders ao join supervision_orders o on o.id = ao.order_id
            join supervision_order_cases oc on oc.order_id = o.id join accountability_entries e on e.id = ao.entry_id
            where ao.entry_id = \(id) and (oc.left_at is null or o.department <> e.department) order by case_id
            """
        ).map { try $0.decode(CaseID.self) }
    }

    /// Entries with what they are about, newest first.
    static func files(where condition: SQL, limit: Int, in database: some Queryable) async throws -> [AccountabilityFile] {
        try await database.query(
            """
            select \(columns), d.name as drafter, p.name as publisher, w.name as withdrawer,
                array(select c.number from accountability_cases ac join cases c on c.id = ac.case_id
                    where ac.entry_id = e.id order by c.number) as numbers,
                array(select ao.order_id from accountability_orders ao where ao.entry_id = e.id order by 1) as orders
            from accountability_entries e left join accounts d on d.id = e.drafted_by left join accounts p on p.id = e.published_by
            left join accounts w on w.id = e.withdrawn_by
            where \(condition) order by e.id desc limit \(limit)
            """
        ).map { row in
            AccountabilityFile(
                entry: try entry(row), drafter: try row.get("drafter"), publisher: try row.get("publisher"),
                withdrawer: try row.get("withdrawer"), cases: try row.get("numbers"), orders: try row.get("orders"))
        }
    }

    /// The rows of `accountability_entries e` that the scope includes: a department's people see what is published of it
    /// and of those below it, but nothing about a report that accuses them.
    static func condition(_ scope: CaseScope) -> SQL {
        switch scope {
        case .everything: "true"
        case .departments(let departments, let accused):
            """
            e.state = 'published' and e.department = any(\(departments)) and not exists (
                select from accountability_cases ac join cases c on c.id = ac.case_id
                where ac.entry_id = e.id and \(Case.kept("c", from: accused)))
            and not exists (
                select from accountability_orders ao join supervision_orders o on o.id = ao.order_id
                where ao.entry_id = e.id and \(SupervisionOrder.kept(from: accused)))
            """
        case .registeredBy, .nothing: "false"
        }
    }
}
