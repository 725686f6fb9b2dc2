import Casework
import CaseworkSQL
import Database
import WorkingTime

/// A clock that is past its due instant.
private struct LateClock {
    let id: CaseID
    let ordinal: Int
    let stage: Stage
    let department: DepartmentCode?
    let dueAt: Instant
    let order: SupervisionOrderID?
    let isOpen: Bool
    /// On the list of what cannot be solved yet: the matter is late, but its card waits.
    let isParked: Bool
    /// Since when it runs against its department, if it was late already at another's or before it was sent.
    let inheritedAt: Instant?
    /// Whether its department let it pass before another did, and got it back.
    let isBack: Bool
    /// Whom the report accuses, if it is one.
    let accused: [DepartmentCode]
    /// The rule that it counts by.
    let rule: String

    init(_ row: Row, on today: Day) throws {
        id = try row.get("case_id")
        ordinal = try row.get("ordinal")
        stage = try row.get("stage")
        department = try row.get("department")
        dueAt = try row.get("due_at")
        order = try row.get("order_id")
        isOpen = try row.get("is_open")
        let parkedUntil = try row.get("parked_until", as: Day?.self)
        isParked = stage.waitsForParking(until: parkedUntil, on: today)
        inheritedAt = try row.get("inherited_at")
        isBack = try row.get("is_back")
        accused = try row.get("accused")
        rule = try row.get("rule")
    }
}

extension Watch {
    /// Enters in the histories that limits have ended, tells those concerned, gives cards and notes what follows later.
    func mark(into tally: inout WatchTally) async throws {
        var last: (dueAt: Instant, id: CaseID, ordinal: Int)?
        while true {
            let from = last ?? (Instant(microseconds: 0), CaseID(rawValue: 0), 0)
            let candidates = try await database.query(
                """
                select due_at, case_id, ordinal from clocks
                where \(Self.unmarked) and due_at < \(now) and \(isCounted)
                    and (due_at, case_id, ordinal) > (\(from.dueAt), \(from.id), \(from.ordinal))
                order by due_at, case_id, ordinal limit \(Self.batch)
                """
            ).map { try $0.decode((Instant, CaseID, Int).self) }
            guard let end = candidates.last else { return }
            last = (end.0, end.1, end.2)
            let clocks = candidates.map { (id: $0.1, ordinal: $0.2) }
            do {
                try await markTogether(clocks, into: &tally)
            } catch {
                if Task.isCancelled { throw error }
                // A case that cannot be marked keeps no other from it.
                for (_, own) in Dictionary(grouping: clocks, by: \.id).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                    try await attempt(into: &tally) { try await markTogether(own, into: &$0) }
                }
            }
        }
    }

    private func markTogether(_ clocks: [(id: CaseID, ordinal: Int)], into tally: inout WatchTally) async throws {
        let (marked, yellow, red) = try await database.transaction { try await markBatch(clocks, in: $0) }
        tally.marked += marked
        tally.yellowCards += yellow
        tally.redCards += red
    }

    private func markBatch(
        _ candidates: [(id: CaseID, ordinal: Int)], in transaction: Transaction
    ) async throws -> (marked: Int, yellow: Int, red: Int) {
        // Cases before clocks, as everywhere. Those that somebody works on just now come with the next tick.
        let held = try await transaction.query(
            "select id, changed_at from cases where id = any(\(candidates.map(\.id))) order by id for update skip locked"
        ).map { try $0.decode((CaseID, Instant).self) }
        guard !held.isEmpty else { return (0, 0, 0) }
        // Judged again under the lock: it may have been met, moved or marked since.
        let late = try await transaction.query(
            """
            with marked as (
                update clocks set marked_at = \(now)
                where (case_id, ordinal) in (select * from unnest(\(candidates.map(\.id)), \(candidates.map(\.ordinal))))
                    and case_id = any(\(held.map(\.0))) and due_at < \(now) and \(Self.unmarked) and \(isCounted)
                returning case_id, ordinal, stage, rule, department, due_at, order_id, ended_at is null as is_open, continues
            )
            select m.*, c.parked_until, case when c.kind = 'report' then c.accused else '{}' end as accused,
                coalesce(p.ended_at, \(Clock.sentTooLate("m"))) as inherited_at,
                exists (
                    select from clocks q
                    where q.case_id = m.case_id and q.ordinal < m.ordinal and q.stage = m.stage and q.due_at = m.due_at
                        and q.department = m.department and q.ended_at > q.due_at) as is_back
            from marked m join cases c on c.id = m.case_id
            left join clocks p on \(Clock.cameLate("m", from: "p"))
            order by m.case_id, m.ordinal
            """
        ).map { try LateClock($0, on: now.day) }
        try await enter(late, after: Dictionary(uniqueKeysWithValues: held), in: transaction)
        try await note(late.filter(\.isOpen), in: transaction)
        var told: [Notice.Receiver: [Notice.Subject]] = [:]
        for clock in late where clock.isOpen {
            told[Notice.Receiver(of: clock.stage, against: clock.department), default: []].append(
                Notice.Subject(clock.id, clock: clock.ordinal))
        }
        try await Notices.add(.overdue, told, at: now, in: transaction)
        // What a department let pass is not its successor's: that one gets no card for what came to it late. Nor does who
        // leads a report against itself until a ruling: it cannot read any more what it lets pass.
        let cards = late.filter { !$0.isParked && $0.inheritedAt == nil }.compactMap { clock -> NewCard? in
            guard let department = clock.department, !jurisdiction.map.isBarred(department, when: clock.accused) else { return nil }
            return NewCard(
                colour: clock.order == nil ? .yellow : .red, department: department, id: clock.id, ordinal: clock.ordinal,
                order: clock.order)
        }
        let yellow = try await CardStore.give(cards.filter { $0.colour == .yellow }, at: now, in: transaction)
        let red = try await CardStore.give(cards.filter { $0.colour == .red }, at: now, in: transaction)
        return (late.count, yellow, red)
    }

    /// One line of history for each, from which on the case has changed: what is decided later, though it was asked before the
    /// limit ended, comes too late.
    /// - Parameter changedAt: of each case, until now.
    private func enter(_ late: [LateClock], after changedAt: [CaseID: Instant], in transaction: Transaction) async throws {
        guard !late.isEmpty else { return }
        let instants = late.map { max(now, changedAt[$0.id] ?? now) }
        let changes = instants.map { CaseChanges([.changedAt($0)]).json }
        let facts = late.map { clock in
            var facts = ["clock": String(clock.ordinal), "stage": clock.stage.rawValue, "due_at": clock.dueAt.description]
            facts["order"] = clock.order.map { String($0.rawValue) }
            return JSONText(CaseEvent(.overdue, at: now, by: .system, facts: facts).factsJSON)
        }
        try await transaction.execute(
            """
            with lines as (
                select *, row_number() over (partition by case_id order by ordinal) as line
                from unnest(\(late.map(\.id)), \(late.map(\.ordinal)), \(instants), \(facts), \(changes))
                    as l (case_id, ordinal, at, facts, changes)
            ), counted as (
                update cases c set event_count = c.event_count + l.lines, changed_at = l.at
                from (select case_id, max(line) as lines, max(at) as at from lines group by case_id) l where c.id = l.case_id
                returning c.id, c.event_count - l.lines as before
            )
            insert into case_events (case_id, ordinal, at, type, role, facts, changes)
            select l.case_id, c.before + l.line, l.at, \(CaseEvent.Kind.overdue.rawValue), 'system', l.facts, l.changes
            from lines l join counted c on c.id = l.case_id
            """)
    }

    /// What supervision looks at again while the clock stays open: orders to be raised by rule, the red card, the yellow one
    /// that waits for the end of a parking.
    private func note(_ late: [LateClock], in transaction: Transaction) async throws {
        // Most limits end with a day: what follows is counted once for all that end together.
        let together = Dictionary(grouping: late.filter { $0.department != nil }) { EndOfLimit(at: grace(of: $0), stage: $0.stage) }
        var occasions: [Occasion] = []
        for (end, clocks) in together {
            let following = following(end)
            for clock in clocks {
                occasions += following.map {
                    Occasion(id: clock.id, ordinal: clock.ordinal, effect: $0.effect, subject: $0.subject, since: end.at, at: $0.at)
                }
                if clock.isParked, clock.inheritedAt == nil {
                    occasions.append(
                        Occasion(id: clock.id, ordinal: clock.ordinal, effect: .yellowCard, subject: "", since: end.at, at: tomorrow))
                }
            }
        }
        try await OccasionStore.note(occasions, in: transaction)
    }

    /// From when on its department lets it pass: its due instant. What came late from another department counts from its
    /// coming, and who is to answer another's order, as long as its level gives.
    private func grace(of clock: LateClock) -> Instant {
        guard let inheritedAt = clock.inheritedAt, !clock.isBack else { return clock.dueAt }
        guard clock.order != nil, let limit = jurisdiction.limits[id: clock.rule]?.limit else { return inheritedAt }
        return jurisdiction.calendar.due(from: inheritedAt, limit: limit).dueAt.adding(microseconds: 1)
    }

    private struct EndOfLimit: Hashable {
        let at: Instant
        let stage: Stage
    }

    /// What follows when a limit of the stage has ended and nobody acts, and when.
    private func following(_ end: EndOfLimit) -> [(effect: Occasion.Effect, subject: String, at: Instant)] {
        let triggers = OrderTrigger.Event(overdue: end.stage).map { jurisdiction.triggers(for: $0, at: end.at) } ?? []
        var following = triggers.map { trigger in
            (effect: Occasion.Effect.order, subject: trigger.id, at: trigger.instant(after: end.at, in: jurisdiction.calendar))
        }
        // An order that is not met brings its red card at once.
        if end.stage != .reply, let at = jurisdiction.redCardInstant(after: end.at) { following.append((.redCard, "", at)) }
        return following
    }
}
