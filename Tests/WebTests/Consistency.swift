import Database
import ServiceDesk
import Synchronization
import Testing

/// What must hold of all rows together, whatever happened: what is kept twice agrees. Each names the cases that break it.
private let rules: [(rule: String, cases: SQL)] = [
    (
        "nothing ended has an open clock but those of orders",
        """
        select c.number from cases c join clocks k on k.case_id = c.id
        where c.ended_at is not null and k.ended_at is null and k.order_id is null
        """
    ),
    (
        "clocks rest while their case does",
        """
        select c.number from cases c join clocks k on k.case_id = c.id
        where c.state <> 'suspended' and k.ended_at is null and k.paused_at is not null
        """
    ),
    (
        "lines of history are counted",
        "select c.number from cases c where event_count <> (select count(*) from case_events e where e.case_id = c.id)"
    ),
    (
        "clocks are counted",
        "select c.number from cases c where clock_count <> (select count(*) from clocks k where k.case_id = c.id)"
    ),
    (
        "what is due next is the first open clock, or the day of review",
        """
        select c.number from cases c, lateral (
            select min(due_at) filter (where counts_late and paused_at is null) as pressing,
                min(due_at) filter (where paused_at is null and stage <> 'return') as silent
            from clocks k where k.case_id = c.id and k.ended_at is null) k
        where c.next_due_at is distinct from case when c.suspended_until is null then coalesce(k.pressing, k.silent)
            else least(k.pressing, (c.suspended_until + 1)::timestamp at time zone interval '8 hours' - interval '1 second') end
        """
    ),
    (
        "what was replaced goes on once",
        """
        select c.number from cases c join clocks k on k.case_id = c.id where k.ended_how = 'replaced'
            and 1 <> (select count(*) from clocks n where n.case_id = k.case_id and n.continues = k.ordinal)
        """
    ),
    (
        "late stays late",
        "select c.number from cases c join clocks k on k.case_id = c.id where k.marked_at is not null and k.due_at >= k.marked_at"
    ),
    (
        "an order that waits has an open clock in each of its cases, one that has ended none",
        """
        select c.number from supervision_orders o join supervision_order_cases oc on oc.order_id = o.id join cases c on c.id = oc.case_id
        where (oc.left_at is null and o.state in ('issued', 'acknowledged')) <> exists (
            select from clocks k where k.case_id = oc.case_id and k.order_id = o.id and k.ended_at is null
                and k.department = o.department)
        """
    ),
    (
        "one open clock a stage",
        """
        select c.number from cases c join clocks k on k.case_id = c.id
        where k.ended_at is null and k.order_id is null group by c.number, k.stage, k.department having count(*) > 1
        """
    ),
]

extension GivenLine {
    /// Histories rebuild their cases, and what is kept twice agrees.
    /// - Returns: how many histories were rebuilt.
    @discardableResult
    func expectConsistency(sourceLocation: SourceLocation = #_sourceLocation) async throws -> Int {
        let (summary, findings) = try await verifyHistories()
        #expect(findings.prefix(3).map { "\($0.number): \($0.differences)" } == [], sourceLocation: sourceLocation)
        #expect(summary.differing == 0 && summary.older == 0 && summary.rebuilt > 0, sourceLocation: sourceLocation)
        let violations = try await violations()
        #expect(violations.map { "\($0.rule): \($0.numbers.prefix(5))" } == [], sourceLocation: sourceLocation)
        return summary.rebuilt
    }

    /// The rules that are broken, with the cases that break them.
    func violations() async throws -> [(rule: String, numbers: [String])] {
        var broken: [(rule: String, numbers: [String])] = []
        for (rule, cases) in rules {
            let numbers = try await database.query(cases).map { try $0.decode(String.self) }
            if !numbers.isEmpty { broken.append((rule, numbers)) }
        }
        return broken
    }

    func verifyHistories() async throws -> (Histories.Summary, [Histories.Finding]) {
        let findings = Mutex<[Histories.Finding]>([])
        let summary = try await Histories(database).verify(batch: 200) { finding in findings.withLock { $0.append(finding) } }
        return (summary, findings.withLock { $0 })
    }
}
