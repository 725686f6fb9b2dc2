import Casework
import CaseworkSQL
import Database
import WorkingTime

/// Reads cases for people to look at.
enum CaseReader {
    static func read(_ number: CaseNumber, within scope: CaseScope, in transaction: Transaction) async throws -> CaseFile {
        let file = try await CaseStore.find(number, within: scope, in: transaction)
        let rows = try await transaction.query(
            """
            select c.title, c.body, c.channel, c.address, c.longitude, c.latitude, c.occurred_at, c.confidential, c.publish_consent,
                c.registered_at, a.name, c.identity,
                (select r.id from return_requests r where r.case_id = c.id and r.ruled_at is null and r.lapsed_at is null) as pending_return,
                (select p.number from cases p where p.id = c.parent) as parent,
                exists (select from callback_sample_cases s where s.case_id = c.id and s.contacted is not true)
                    and not exists (
                        select from callback_sample_cases s where s.case_id = c.id and s.contacted and s.checked_at >= c.ended_at)
                    as to_be_called
            from cases c left join accounts a on a.id = c.handler where c.id = \(file.id)
            """)
        guard let row = rows.first else { throw DeskError.notFound }
        let (
            title, body, channel, address, longitude, latitude, occurredAt, confidential, consent, registeredAt, handler, identity, pending,
            parent, isToBeCalled
        ) = try row.decode(
            (
                String, String, Channel, String?, Double?, Double?, Instant?, Bool, Bool, Instant, String?, [UInt8]?, Int?, String?, Bool
            ).self)
        var place: Place?
        if let longitude, let latitude { place = Place(longitude: longitude, latitude: latitude) }
        return CaseFile(
            file: file, title: title, body: body, channel: channel, address: address, place: place, occurredAt: occurredAt,
            confidential: confidential, publishConsent: consent, registeredAt: registeredAt, handlerName: handler,
            pendingReturn: pending, pendingTimeRequests: try await pendingTimeRequests(of: file, in: transaction), parent: parent,
            repeats: try await repeats(of: file.id, in: transaction),
            orders: try await OrderStore.list(ofCase: file.id, within: scope, in: transaction),
            clocks: try await clocks(of: file, within: scope, in: transaction), identity: identity, isToBeCalled: isToBeCalled)
    }

    /// The clocks of a case but those of orders that are kept from its reader.
    static func clocks(of file: Case, within scope: CaseScope, in transaction: Transaction) async throws -> [Clock] {
        guard file.clocks.contains(where: { $0.order != nil }) else { return file.clocks }
        let kept = try await OrderStore.kept(ofCase: file.id, from: scope, in: transaction)
        return file.clocks.filter { $0.order.map { !kept.contains($0) } ?? true }
    }

    private static func pendingTimeRequests(of file: Case, in transaction: Transaction) async throws -> [TimeRequest.Kind: Int] {
        guard file.timeRequests.contains(where: \.isOpen) else { return [:] }
        let rows = try await transaction.query(
            "select kind, id from time_requests where case_id = \(file.id) and decided_at is null and ended_at is null")
        return try Dictionary(uniqueKeysWithValues: rows.map { try $0.decode((TimeRequest.Kind, Int).self) })
    }

    private static func repeats(of id: CaseID, in transaction: Transaction) async throws -> [String] {
        try await transaction.query("select number from cases where parent = \(id) order by id").map { try $0.decode(String.self) }
    }

    static func title(of id: CaseID, in transaction: Transaction) async throws -> String {
        guard let row = try await transaction.query("select title from cases where id = \(id)").first else { throw DeskError.notFound }
        return try row.decode(String.self)
    }

    /// The report that was split from a complaint, and the complaint from which a report was split.
    static func linked(with id: CaseID, in transaction: Transaction) async throws -> [String] {
        try await transaction.query(
            """
            select c.number from case_links l join cases c on c.id = l.case_id where l.origin = \(id)
            union all select c.number from case_links l join cases c on c.id = l.origin where l.case_id = \(id) order by 1
            """
        ).map { try $0.decode(String.self) }
    }

    /// The departments that lead or support the other half of a split, or did: they have read it. Whoever asks for one half waits for who has asked for
    /// the other: both could go to one department at once.
    static func departmentsApart(from id: CaseID, in transaction: Transaction) async throws -> [DepartmentCode] {
        let halves = try await transaction.query(
            """
            select pg_advisory_xact_lock(hashtextextended('split ' || l.origin, 0)) from case_links l
            where l.origin = \(id) or l.case_id = \(id)
            """)
        guard !halves.isEmpty else { return [] }
        // Read after the wait, not with it.
        return try await transaction.query(
            """
            with other as (
                select l.case_id as id from case_links l where l.origin = \(id) union all
                select l.origin from case_links l where l.case_id = \(id)
            )
            select c.department from other o join cases c on c.id = o.id where c.department is not null
            union select s.department from other o join case_supports s on s.case_id = o.id
            union select k.department from other o join clocks k on k.case_id = o.id
            where k.stage in ('sign', 'support') and k.department is not null
            """
        ).map { try $0.decode(DepartmentCode.self) }
    }

    /// Whether other requesters' repeats have joined it.
    static func hasRepeats(_ id: CaseID, in transaction: Transaction) async throws -> Bool {
        try await !transaction.query("select 1 from cases where parent = \(id) limit 1").isEmpty
    }

    /// The last answer that a department gave.
    static func answer(to id: CaseID, in transaction: Transaction) async throws -> (text: String?, facts: [String: String])? {
        let rows = try await transaction.query(
            """
            select text, facts ->> 'outcome', facts ->> 'promised_on' from case_events
            where case_id = \(id) and type = 'replied' order by ordinal desc limit 1
            """)
        guard let (text, outcome, promisedOn) = try rows.first?.decode((String?, String?, String?).self) else { return nil }
        var facts: [String: String] = [:]
        facts["outcome"] = outcome
        facts["promised_on"] = promisedOn
        return (text, facts)
    }

    /// The text of a case as the responsibility map wants to see it.
    static func question(of file: Case, on day: Day, in transaction: Transaction) async throws -> RoutingQuestion {
        let rows = try await transaction.query("select title, body, address from cases where id = \(file.id)")
        guard let row = rows.first else { throw DeskError.notFound }
        let (title, body, address) = try row.decode((String, String, String?).self)
        return RoutingQuestion(
            kind: file.kind, category: file.category, region: file.region, title: title, body: body, address: address,
            against: file.against, on: day)
    }

    static let summaryColumns: SQL = """
        c.id, c.number, c.kind, c.title, c.state, c.category, c.region, c.department, a.name, c.urgent, c.received_at, c.next_due_at,
        c.urges, c.urged_at, c.version
        """

    static func summary(_ row: Row) throws -> CaseSummary {
        let (
            id, number, kind, title, state, category, region, department, handler, urgent, receivedAt, nextDueAt, urges, urgedAt, version
        ) =
            try row.decode(
                (
                    CaseID, String, Kind, String, CaseState, CategoryCode?, RegionCode?, DepartmentCode?, String?, Bool, Instant,
                    Instant?, Int, Instant?, Int
                ).self)
        return CaseSummary(
            id: id, number: number, kind: kind, title: title, state: state, category: category, region: region,
            department: department, handlerName: handler, urgent: urgent, receivedAt: receivedAt, nextDueAt: nextDueAt,
            urges: urges, urgedAt: urgedAt, version: version)
    }

    static func history(of id: CaseID, in database: some Queryable) async throws -> [HistoryLine] {
        try await database.query(
            """
            select e.ordinal, e.at, e.type, a.name, e.role, e.text, e.facts::text
            from case_events e left join accounts a on a.id = e.actor where e.case_id = \(id) order by e.ordinal
            """
        ).map { row in
            let (ordinal, at, type, actor, role, text, facts) = try row.decode(
                (Int, Instant, String, String?, String, String?, String).self)
            return HistoryLine(ordinal: ordinal, at: at, type: type, actor: actor, role: role, text: text, factsJSON: facts)
        }
    }
}
