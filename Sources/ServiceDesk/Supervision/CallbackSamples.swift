import Casework
import CaseworkSQL
import Cryptography
import Database
import WorkingTime

extension ServiceDesk {
    /// Draws closed cases by lot: in the order of `sha256(seed:number)`, the first of them, from those that were closed as of an
    /// instant, so that whoever knows seed and instant draws the same, whatever became of the cases since.
    public func draw(
        _ draw: CallbackDraw, by staff: Staff, key: IdempotencyKey?, at now: Instant,
        answer: @escaping @Sendable (CallbackSample) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            let jurisdiction = self.jurisdiction
            let usual = jurisdiction.settings.number(.callbackSampleShare, on: now.day).map { Int(($0 * 1_000_000).rounded()) }
            guard let share = draw.shareMillionths ?? usual, (1...1_000_000).contains(share) else {
                throw DeskError.listsMissing("setting callback_sample_share")
            }
            let seed = try draw.seed ?? Crockford.encode(Random.bytes(10))
            let asOf = draw.asOf ?? now
            let departments = draw.department.map(jurisdiction.map.subtree)
            let drawn: SQL = "(s.population::bigint * \(share) + 999999) / 1000000"
            let among: SQL = departments.map { "r.department = any(\($0))" } ?? "true"
            return try await self.database.transaction { transaction in
                try await self.answers.once(key, at: now, in: transaction) {
                    let rows = try await transaction.query(
                        """
                        with ended as (
                            select e.case_id, max(e.ordinal) as ordinal from case_events e
                            where e.type = 'closed' and e.at >= \(draw.days.lowerBound.start)
                                and e.at < \(draw.days.upperBound.advanced(by: 1).start) and e.at <= \(asOf)
                            group by e.case_id
                        ), closed as (
                            select c.id, e.facts ->> 'outcome' as outcome, r.department,
                                row_number() over (order by sha256(convert_to(\(seed) || ':' || c.number, 'UTF8')), c.id) as place
                            from ended join case_events e using (case_id, ordinal) join cases c on c.id = e.case_id
                            cross join lateral (
                                select r.department from routings r
                                where r.case_id = e.case_id and r.decided_at <= e.at and r.department is not null
                                order by r.ordinal desc limit 1) r
                            where \(among) and not exists (
                                select from case_events o
                                where o.case_id = e.case_id and o.type = 'reopened' and o.ordinal > e.ordinal and o.at <= \(asOf))
                        ), sample as (
                            insert into callback_samples (
                                closed_from, closed_to, department, share_millionths, seed, seed_given, population, drawn_by, drawn_at, as_of)
                            select \(draw.days.lowerBound), \(draw.days.upperBound), \(draw.department), \(share), \(seed), \(draw.seed != nil),
                                (select count(*) from closed), \(staff.id), \(now), \(asOf)
                            returning id, population
                        ), drawn as (
                            insert into callback_sample_cases (sample_id, place, case_id, department, outcome)
                            select s.id, d.place, d.id, d.department, d.outcome
                            from sample s join closed d on d.place <= least(\(drawn), \(CallbackSample.most))
                        )
                        select s.id, \(drawn) from sample s
                        """)
                    guard let (id, count) = try rows.first?.decode((Int, Int).self) else { throw DeskError.failed("no id for a sample") }
                    guard count <= CallbackSample.most else {
                        throw ScorecardRefusal.sampleTooLarge(count, most: CallbackSample.most)
                    }
                    return answer(try await Self.sample(id, in: transaction))
                }
            }
        }
    }

    public func callbackSample(_ id: Int) async throws(DeskError) -> CallbackSample {
        try await desk { try await self.database.transaction(readOnly: true) { try await Self.sample(id, in: $0) } }
    }

    /// Samples without their cases, newest first.
    public func callbackSamples(before: Int?, limit: Int) async throws(DeskError) -> Page<CallbackSample, Int> {
        try await desk {
            let items = try await self.database.query(
                "\(Self.sampleRows) where s.id < \(before ?? Int.max) order by s.id desc limit \(limit + 1)"
            ).map { try CallbackSample($0) }
            return Page(items: Array(items.prefix(limit)), next: items.count > limit ? items[limit - 1].id : nil, total: nil)
        }
    }

    /// Writes what the requester of a drawn case says. One who was not reached may be tried again; what one
    /// who was reached says is final.
    public func check(
        _ number: CaseNumber, inSample id: Int, _ check: Opinion, by staff: Staff, at now: Instant
    ) async throws(DeskError) -> CallbackSampleCase {
        try await desk {
            try await self.database.transaction { transaction in
                let written = try await transaction.execute(
                    """
                    update callback_sample_cases s
                    set checked_by = \(staff.id), checked_at = \(now), contacted = \(check.contacted), solved = \(check.solved),
                        service = \(check.service), result = \(check.result), text = \(check.text), attempts = attempts + 1
                    from cases c
                    where c.id = s.case_id and c.number = \(number.description) and s.sample_id = \(id) and s.contacted is not true
                    """)
                guard let file = try await Self.drawnCases(of: id, number, in: transaction).first else { throw DeskError.notFound }
                guard written == 1 else { throw ScorecardRefusal.alreadyChecked }
                return file
            }
        }
    }

    private static func sample(_ id: Int, in transaction: Transaction) async throws -> CallbackSample {
        let rows = try await transaction.query("\(sampleRows) where s.id = \(id)")
        guard let row = rows.first else { throw DeskError.notFound }
        var sample = try CallbackSample(row)
        sample.cases = try await drawnCases(of: id, nil, in: transaction)
        return sample
    }

    private static let sampleRows: SQL = """
        select s.id, s.closed_from, s.closed_to, s.department, s.share_millionths, s.seed, s.seed_given, s.population, s.drawn_at, s.as_of,
            (select count(*) from callback_sample_cases d where d.sample_id = s.id) as drawn,
            (select count(d.checked_at) from callback_sample_cases d where d.sample_id = s.id) as checked
        from callback_samples s
        """

    private static func drawnCases(
        of id: Int, _ number: CaseNumber?, in transaction: Transaction
    ) async throws -> [CallbackSampleCase] {
        let one: SQL = number.map { "c.number = \($0.description)" } ?? "true"
        return try await transaction.query(
            """
            select d.place, c.number, d.department, d.outcome, d.checked_at, d.contacted, d.solved, d.service, d.result, d.text, d.attempts
            from callback_sample_cases d join cases c on c.id = d.case_id
            where d.sample_id = \(id) and \(one) order by d.place
            """
        ).map { row in
            let contacted: Bool? = try row.get("contacted")
            let answer = try contacted.map {
                Opinion(
                    contacted: $0, solved: try row.get("solved"), service: try row.get("service"), result: try row.get("result"),
                    text: try row.get("text"))
            }
            return CallbackSampleCase(
                place: try row.get("place"), number: try row.get("number"), department: try row.get("department"),
                outcome: try row.get("outcome"), checkedAt: try row.get("checked_at"),
                attempts: try row.get("attempts"), answer: answer)
        }
    }
}
