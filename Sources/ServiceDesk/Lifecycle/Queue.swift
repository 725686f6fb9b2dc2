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

/// Which cases are taken from a queue.
public enum ClaimWish: Sendable {
    /// The most urgent that nobody has taken, so many at most.
    case next(Int)
    /// This one.
    case one(CaseNumber)
}

/// Whose work a queue is.
enum WorkQueue: Sendable, Hashable {
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

    /// - Parameter part: which part in the case the department has; a dispatcher has none, and helps with none.
    func condition(_ part: QueueFilter.Part) -> SQL {
        switch (self, part) {
        case (.dispatchers, .lead): "c.state in ('received', 'returning')"
        case (.dispatchers, .supporting): "false"
        case (.department(let own), .lead): "c.department = \(own) and c.state in ('dispatched', 'returning', 'handling', 'suspended')"
        case (.department(let own), .supporting):
            """
            c.id in (select s.case_id from case_supports s where s.department = \(own) and s.answered_at is null)
                and c.state in ('dispatched', 'returning', 'handling', 'suspended')
            """
        }
    }

    /// What a colleague can take from it.
    var claimable: SQL {
        switch self {
        case .dispatchers: condition(.lead)
        case .department(let own): "c.department = \(own) and c.state in ('dispatched', 'handling')"
        }
    }

    /// In which states cases stand in it, for those who watch it.
    var states: [CaseState] {
        switch self {
        case .dispatchers: [.received, .returning]
        case .department: [.dispatched, .returning, .handling, .suspended]
        }
    }
}

extension ServiceDesk {
    /// The queue of the reader's department, or of the dispatchers, most urgent first.
    public func queue(
        of staff: Staff, _ filter: QueueFilter, after cursor: QueueCursor?, limit: Int, counted: Bool, at now: Instant
    ) async throws(DeskError) -> Page<CaseSummary, QueueCursor> {
        guard let queue = WorkQueue(of: staff) else { throw .refused(.roleMayNot(.claim)) }
        let map = jurisdiction.map
        var conditions = [queue.condition(filter.part), CaseScope(of: staff, in: map).condition]
        conditions += filter.conditions(for: staff, in: map, at: now)
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

    /// Takes cases from the reader's queue. Two who claim at once never get the same.
    /// - Throws: for a case that is asked for by its number `notFound` or the rule's refusal; who asks for the next gets
    ///   fewer or none.
    public func claim(
        _ wish: ClaimWish, by staff: Staff, key: IdempotencyKey?, at now: Instant, answer: @escaping @Sendable ([CaseSummary]) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        guard let queue = WorkQueue(of: staff) else { throw .refused(.roleMayNot(.claim)) }
        return try await desk {
            let jurisdiction = self.jurisdiction
            let scope = CaseScope(of: staff, in: jurisdiction.map)
            return try await self.database.transaction { transaction in
                try await self.answers.once(key, at: now, in: transaction) {
                    var files: [Case] = []
                    switch wish {
                    case .next(let count):
                        let free = try await transaction.query(
                            """
                            select c.id from cases c
                            where \(queue.claimable) and \(QueueFilter.isFree(at: now)) and \(scope.condition)
                            order by c.next_due_at, c.id limit \(count) for update skip locked
                            """
                        ).map { try $0.decode(CaseID.self) }
                        for id in free {
                            let file = try await CaseStore.lock(id, within: scope, in: transaction)
                            // Its colleague may have got a new token in between.
                            if !file.isClaimed(at: now) { files.append(file) }
                        }
                    case .one(let number):
                        files.append(try await CaseStore.lock(number, within: scope, in: transaction))
                    }
                    for file in files {
                        try await self.carryOut(.claim, on: file, by: staff, at: now, under: jurisdiction, in: transaction)
                    }
                    let taken = files.map(\.id)
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
