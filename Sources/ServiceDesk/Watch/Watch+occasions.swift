import Casework
import CaseworkSQL
import Database
import WorkingTime

extension Watch {
    /// Looks at everything that supervision wanted to look at again by now, the longest due first.
    func takeOccasions(into tally: inout WatchTally) async throws {
        var last: Occasion?
        while true {
            let due = try await OccasionStore.due(before: now, after: last, limit: Self.batch, in: database)
            guard let end = due.last else { return }
            for occasion in due where try await !attempt(into: &tally, { try await take(occasion, into: &$0) }) {
                try await database.transaction {
                    try await OccasionStore.postpone(occasion, to: now.adding(seconds: Self.secondsBeforeAnotherTry), in: $0)
                }
            }
            last = end
        }
    }

    /// What could not be done is tried again, but not without end.
    private static let secondsBeforeAnotherTry: Int64 = 300

    private func take(_ occasion: Occasion, into tally: inout WatchTally) async throws {
        let before = tally
        tally = try await database.transaction { transaction in
            // What begins anew after a collision counts anew.
            var tally = before
            guard try await held(by: occasion, in: transaction), try await OccasionStore.hold(occasion, at: now, in: transaction) else {
                return tally
            }
            let file = try await CaseStore.lock(occasion.id, within: .everything, in: transaction)
            switch occasion.effect {
            case .event: try await expand(occasion, in: transaction)
            case .yellowCard: tally.yellowCards += try await give(.yellow, for: occasion, to: file, in: transaction)
            case .redCard: tally.redCards += try await give(.red, for: occasion, to: file, in: transaction)
            case .order: try await raiseOrder(occasion, on: file, into: &tally, in: transaction)
            }
            return tally
        }
    }

    /// Locks the case, and with an order about several cases all of them, in the one order that is used everywhere. False:
    /// somebody works on them just now; the next tick comes back.
    private func held(by occasion: Occasion, in transaction: Transaction) async throws -> Bool {
        let wanted = try await transaction.query(
            """
            select \(occasion.id) as id union
            select oc.case_id from clocks k join supervision_order_cases oc on oc.order_id = k.order_id and oc.left_at is null
            where k.case_id = \(occasion.id) and k.ordinal = \(occasion.ordinal) order by id
            """
        ).map { try $0.decode(CaseID.self) }
        let held = try await transaction.query("select id from cases where id = any(\(wanted)) order by id for update skip locked")
        return held.count == wanted.count
    }

    /// An event of a case raises as many orders as there are triggers for it, each in its time.
    private func expand(_ occasion: Occasion, in transaction: Transaction) async throws {
        guard let event = OrderTrigger.Event(rawValue: occasion.subject), try await hasCome(event, to: occasion, in: transaction) else {
            return try await OccasionStore.forget(occasion, in: transaction)
        }
        let triggers = jurisdiction.triggers(for: event, at: occasion.since)
        // Where no rule was in force, the next such event may find one.
        if triggers.isEmpty { return try await OccasionStore.forget(occasion, in: transaction) }
        let orders = triggers.map { trigger in
            Occasion(
                id: occasion.id, ordinal: 0, effect: .order, subject: trigger.id, since: occasion.since,
                at: trigger.instant(after: occasion.since, in: jurisdiction.calendar))
        }
        try await OccasionStore.note(orders, in: transaction)
        try await OccasionStore.finish(occasion, at: now, in: transaction)
    }

    /// Whether it has happened as often as the settings of its day say. What came later is another occasion's.
    private func hasCome(_ event: OrderTrigger.Event, to occasion: Occasion, in transaction: Transaction) async throws -> Bool {
        let (setting, count): (Setting, SQL)
        switch event {
        case .sentBackTwice:
            setting = .reworkBeforeSupervision
            // By the review, or once by the review and once for the requester.
            count = """
                select count(*) from case_events
                where case_id = \(occasion.id) and type in ('sent_back', 'rework_ordered') and at <= \(occasion.since)
                """
        case .dissatisfiedAfterRework:
            // Sent back for the requester, or not content with what came of it.
            setting = .reworkBeforeSupervision
            count = """
                with reworked as (
                    select at from case_events
                    where case_id = \(occasion.id) and type in ('sent_back', 'rework_ordered') and at <= \(occasion.since))
                select (select count(*) from reworked) + (
                    select count(*) from callbacks b where b.case_id = \(occasion.id) and b.at > (select min(at) from reworked) and b.at <= \(occasion.since)
                        and (not b.solved or b.result in ('dissatisfied', 'very_dissatisfied'))
                        and not exists (select from reworked r where r.at = b.at))
                """
        case .repeatedByMany:
            setting = .repeatRequestsBeforeSupervision
            count = "select count(*) from cases where parent = \(occasion.id)"
        case .unsigned, .overdue, .orderUnmet:
            return true
        }
        guard let least = jurisdiction.settings.whole(setting, on: occasion.since.day) else { return false }
        return try await transaction.query(count).first.map { try $0.decode(Int.self) >= least } ?? false
    }

    /// - Returns: how many cards were given.
    private func give(
        _ colour: Card.Colour, for occasion: Occasion, to file: Case, in transaction: Transaction
    ) async throws -> Int {
        guard let clock = try await lateClock(of: occasion, in: file, in: transaction), let department = clock.department else { return 0 }
        // A day that was declared off since is not counted.
        if colour == .red, let later = jurisdiction.redCardInstant(after: occasion.since), later > now {
            try await OccasionStore.postpone(occasion, to: later, in: transaction)
            return 0
        }
        try await OccasionStore.finish(occasion, at: now, in: transaction)
        // One for each limit that it let pass, however often the case came back to it.
        let lineage = file.lineage(of: clock).map(\.ordinal)
        guard try await !CardStore.isGiven(colour, to: department, for: lineage, of: file.id, in: transaction) else { return 0 }
        let card = NewCard(colour: colour, department: department, id: file.id, ordinal: clock.ordinal, order: nil)
        return try await CardStore.give([card], at: now, in: transaction)
    }

    /// The clock that the occasion is about, while it still stands as it did. Otherwise the occasion is settled: postponed
    /// while the matter rests or is parked, over when somebody has acted.
    private func lateClock(of occasion: Occasion, in file: Case, in transaction: Transaction) async throws -> Clock? {
        guard let clock = file.clocks.first(where: { $0.ordinal == occasion.ordinal }), clock.isOpen, clock.dueAt < now else {
            try await OccasionStore.finish(occasion, at: now, in: transaction)
            return nil
        }
        if let later = postponement(on: file, clock) {
            try await OccasionStore.postpone(occasion, to: later, in: transaction)
            return nil
        }
        return clock
    }

    /// Until when the line waits with the matter of a case that is parked, with a clock that stands still, and with a report
    /// that is to be taken from who leads it: until tomorrow, since all of it may end before its day.
    private func postponement(on file: Case, _ clock: Clock?) -> Instant? {
        let waits =
            clock.map { $0.isPaused || $0.stage.waitsForParking(until: file.parkedUntil, on: now.day) } ?? false
            || file.lead.map { file.isKept(from: $0, under: jurisdiction) } ?? false
        return waits ? tomorrow : nil
    }

    private func raiseOrder(_ occasion: Occasion, on file: Case, into tally: inout WatchTally, in transaction: Transaction) async throws {
        var clock: Clock?
        if occasion.ordinal > 0 {
            clock = try await lateClock(of: occasion, in: file, in: transaction)
            if clock == nil { return }
        } else if let later = postponement(on: file, nil) {
            return try await OccasionStore.postpone(occasion, to: later, in: transaction)
        }
        guard let trigger = jurisdiction.triggers.first(where: { $0.id == occasion.subject }) else {
            // Nothing is raised by a rule that is gone from the list; but one that is new is left to a server that knows it.
            if try await ListStore.version(in: transaction) > jurisdiction.version { return }
            return try await OccasionStore.finish(occasion, at: now, in: transaction)
        }
        let later = trigger.instant(after: occasion.since, in: jurisdiction.calendar)
        if later > now { return try await OccasionStore.postpone(occasion, to: later, in: transaction) }
        try await OccasionStore.finish(occasion, at: now, in: transaction)
        if occasion.ordinal == 0, file.state.isEnded {
            // Nobody works on it. Once it is taken up again, the next such event raises the order.
            return try await OccasionStore.forget(trigger, on: file.id, in: transaction)
        }
        let outcome = try await OrderIssuing(at: now, under: jurisdiction, in: transaction).raise(trigger, on: file, for: clock)
        tally.orders += outcome.issued == nil ? 0 : 1
        tally.recommendations += outcome.isRecommended ? 1 : 0
        tally.redCards += outcome.redCards
    }
}
