import Casework
import CaseworkSQL
import Database
import WorkingTime

/// What a head asks to be left out.
public struct ScorecardAppealGrounds: Sendable {
    public let number: CaseNumber
    public let month: Month
    /// Nil: out of all figures.
    public let indicator: Indicator?
    /// Nil for the head's own department.
    public let department: DepartmentCode?
    public let reason: String

    public init(number: CaseNumber, month: Month, indicator: Indicator?, department: DepartmentCode?, reason: String) {
        self.number = number
        self.month = month
        self.indicator = indicator
        self.department = department
        self.reason = reason
    }
}

/// An appeal and what became of it.
public struct ScorecardAppeal: Sendable {
    public let id: Int
    public let number: String
    public let department: DepartmentCode
    public let month: Month
    public let indicator: Indicator?
    public let reason: String
    public let appealedAt: Instant
    public let decidedAt: Instant?
    public let granted: Bool?
    public let decision: String?

    fileprivate init(_ row: Row) throws {
        id = try row.get("id")
        number = try row.get("number")
        department = try row.get("department")
        month = Month(containing: try row.get("month"))
        indicator = try row.get("indicator")
        reason = try row.get("reason")
        appealedAt = try row.get("appealed_at")
        decidedAt = try row.get("decided_at")
        granted = try row.get("granted")
        decision = try row.get("decision")
    }
}

extension ServiceDesk {
    /// Appeals a case out of the figures of a month that has ended, inside the limit. The department must
    /// have had the case, and may not be one that it accuses.
    public func appeal(
        _ grounds: ScorecardAppealGrounds, by staff: Staff, key: IdempotencyKey?, at now: Instant,
        answer: @escaping @Sendable (ScorecardAppeal) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            let jurisdiction = self.jurisdiction
            guard case .departments(let own, let accused) = CaseScope(of: staff, in: jurisdiction.map), let home = staff.department else {
                throw DeskError.notFound
            }
            let department = grounds.department ?? home
            guard own.contains(department) else { throw ScorecardRefusal.notYourDepartment }
            guard now >= grounds.month.next.first.start else { throw ScorecardRefusal.monthNotEnded(grounds.month) }
            guard let limit = jurisdiction.settings.limit(.sealedMonthAppealLimit, on: grounds.month.last) else {
                throw Refusal.notSet(.sealedMonthAppealLimit)
            }
            let due = jurisdiction.calendar.due(from: grounds.month.last, limit: limit).dueAt
            guard now <= due else { throw ScorecardRefusal.appealLimitPassed(due) }
            return try await self.database.transaction { transaction in
                try await self.answers.once(key, at: now, in: transaction) {
                    let rows = try await transaction.query(
                        """
                        insert into scorecard_appeals (case_id, department, month, indicator, reason, appealed_by, appealed_at)
                        select c.id, \(department), \(grounds.month.first), \(grounds.indicator), \(grounds.reason), \(staff.id), \(now)
                        from cases c
                        where c.number = \(grounds.number.description) and not \(Case.kept("c", from: accused))
                            and (c.department = \(department)
                                or exists (select from clocks k where k.case_id = c.id and k.department = \(department)))
                        returning id
                        """)
                    guard let id = try rows.first?.decode(Int.self) else { throw DeskError.notFound }
                    return answer(try await Self.appeal(id, in: transaction))
                }
            }
        }
    }

    /// Grants an appeal or refuses it; the first decision is final. A granted one counts from now on in a
    /// month that is not sealed, and is listed as a correction of one that is.
    public func decide(
        appeal id: Int, granted: Bool, text: String, by staff: Staff, at now: Instant
    ) async throws(DeskError) -> ScorecardAppeal {
        try await desk {
            try await self.database.transaction { transaction in
                let decided = try await transaction.execute(
                    """
                    update scorecard_appeals
                    set decided_by = \(staff.id), decided_at = \(now), granted = \(granted), decision = \(text)
                    where id = \(id) and decided_at is null
                    """)
                let appeal = try await Self.appeal(id, in: transaction)
                guard decided == 1 else { throw ScorecardRefusal.alreadyDecided }
                return appeal
            }
        }
    }

    /// Appeals the reader may see, newest first.
    public func appeals(
        open: Bool?, month: Month?, by staff: Staff, before: Int?, limit: Int
    ) async throws(DeskError) -> Page<ScorecardAppeal, Int> {
        var conditions: [SQL] = ["a.id < \(before ?? Int.max)"]
        switch CaseScope(of: staff, in: jurisdiction.map) {
        case .everything: break
        case .departments(let own, let accused):
            conditions.append("a.department = any(\(own)) and not \(Case.kept("c", from: accused))")
        case .registeredBy, .nothing: conditions.append("false")
        }
        if let open { conditions.append(open ? "a.decided_at is null" : "a.decided_at is not null") }
        if let month { conditions.append("a.month = \(month.first)") }
        let condition = SQL(joined: conditions, separator: " and ")
        return try await desk {
            let items = try await self.database.query("\(Self.appealRows) where \(condition) order by a.id desc limit \(limit + 1)")
                .map { try ScorecardAppeal($0) }
            return Page(items: Array(items.prefix(limit)), next: items.count > limit ? items[limit - 1].id : nil, total: nil)
        }
    }

    private static func appeal(_ id: Int, in transaction: Transaction) async throws -> ScorecardAppeal {
        let rows = try await transaction.query("\(appealRows) where a.id = \(id)")
        guard let row = rows.first else { throw DeskError.notFound }
        return try ScorecardAppeal(row)
    }

    private static let appealRows: SQL = """
        select a.id, c.number, a.department, a.month, a.indicator, a.reason, a.appealed_at, a.decided_at, a.granted, a.decision
        from scorecard_appeals a join cases c on c.id = a.case_id
        """
}
