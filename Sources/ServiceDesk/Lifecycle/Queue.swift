import Casework
import CaseworkSQL
import Database
import WorkingTime

/// Where a page of a queue ended: cases are ordered by what is due first.
public struct QueueCursor: Sendable {
    public let dueAt: Instant
    public let id: CaseID
    public init(dueAt: Instant, id: CaseID) {
        self.dueAt = dueAt
        self.id = id
    }
}

/// Whose work a queue is.
enum WorkQueue {
    /// What waits for a dispatcher.
    case dispatchers
    case department(DepartmentCode)

    init?(of staff: Staff) {
        if staff.holds(.dispatcher) {
            self = .dispatchers
        } else if staff.holds(anyOf: [.handler, .departmentHead]), let own = staff.department {
            self = .department(own)
        } else {
            return nil
        }
    }

    var condition: SQL {
        switch self {
        case .dispatchers: "c.state in ('received', 'returning')"
        case .department(let own): "c.department = \(own) and c.state in ('dispatched', 'returning', 'handling')"
        }
    }

    /// What a colleague can take from it.
    var claimable: SQL {
        switch self {
        case .dispatchers: condition
        case .department(let own): "c.department = \(own) and c.state in ('dispatched', 'handling')"
        }
    }
}

extension ServiceDesk {
    /// The queue of the reader's department, or of the dispatchers, most urgent first.
    public func queue(
        of staff: Staff, state: CaseState?, dueBefore: Instant?, after cursor: QueueCursor?, limit: Int, counted: Bool
    ) async throws(DeskError) -> Page<CaseSummary, QueueCursor> {
        guard let queue = WorkQueue(of: staff) else { throw .refused(.roleMayNot(.claim)) }
        var conditions = [queue.condition, CaseScope(of: staff, in: jurisdiction.map).condition]
        if let state { conditions.append("c.state = \(state)") }
        if let dueBefore { conditions.append("c.next_due_at < \(dueBefore)") }
        let counting = SQL(joined: conditions.map { "(\($0))" }, separator: " and ")
        if let cursor { conditions.append("(c.next_due_at, c.id) > (\(cursor.dueAt), \(cursor.id))") }
        let all = SQL(joined: conditions.map { "(\($0))" }, separator: " and ")
        return try await desk {
            let rows = try await self.database.query(
                """
                select \(CaseReader.summaryColumns) from cases c left join accounts a on a.id = c.handler
                where \(all) order by c.next_due_at, c.id limit \(limit + 1)
                """)
            let items = try rows.map(CaseReader.summary)
            let total =
                counted ? try await self.database.query("select count(*) from cases c where \(counting)").first?.decode(Int.self) : nil
            let last = items.count > limit ? items[limit - 1] : nil
            return Page(
                items: Array(items.prefix(limit)),
                next: last.flatMap { last in last.nextDueAt.map { QueueCursor(dueAt: $0, id: last.id) } }, total: total)
        }
    }

    /// Takes the next cases from the reader's queue. Two who claim at once never get the same.
    public func claim(
        _ count: Int, by staff: Staff, key: IdempotencyKey?, at now: Instant, answer: @escaping @Sendable ([CaseSummary]) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        guard let queue = WorkQueue(of: staff) else { throw .refused(.roleMayNot(.claim)) }
        return try await desk {
            let jurisdiction = self.jurisdiction
            let scope = CaseScope(of: staff, in: jurisdiction.map)
            return try await self.database.transaction { transaction in
                try await self.answers.once(key, at: now, in: transaction) {
                    let taken = try await transaction.query(
                        """
                        select c.id from cases c
                        where \(queue.claimable) and c.handler is null and \(scope.condition)
                        order by c.next_due_at, c.id limit \(count) for update skip locked
                        """
                    ).map { try $0.decode(CaseID.self) }
                    for id in taken {
                        let file = try await CaseStore.lock(id, within: scope, in: transaction)
                        try await self.carryOut(.claim, on: file, by: staff, at: now, under: jurisdiction, in: transaction)
                    }
                    let rows = try await transaction.query(
                        """
                        select \(CaseReader.summaryColumns) from cases c left join accounts a on a.id = c.handler
                        where c.id = any(\(taken)) order by c.next_due_at, c.id
                        """)
                    return answer(try rows.map(CaseReader.summary))
                }
            }
        }
    }
}
