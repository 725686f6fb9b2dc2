import WorkingTime

/// A rule that raises a supervision order without anybody asking.
public struct OrderTrigger: Hashable, Sendable {
    public enum Event: String, CaseIterable, Sendable, Hashable {
        /// A dispatched case was not signed within the limit.
        case unsigned
        /// The matter itself was not dealt with within the limit.
        case overdue
        /// A review sent the answer back, and the matter has been reworked as often as the setting says, whoever caused it.
        case sentBackTwice = "sent_back_twice"
        /// The requester is not content, and reworks and what was said of them make as many as the setting says.
        case dissatisfiedAfterRework = "dissatisfied_after_rework"
        /// So many repeats joined the case as the setting says.
        case repeatedByMany = "repeated_by_many"
        /// An order was not answered within its limit.
        case orderUnmet = "order_unmet"
    }

    public let id: String
    public let event: Event
    /// Nil: one above the order that was not met.
    public let level: SupervisionOrder.Level?
    public let demand: String
    /// How long after the event; nil: at once.
    public let delay: Limit?
    public let validFrom: Day
    /// The last day; nil: no end is set.
    public let validTo: Day?

    public init(
        id: String, event: Event, level: SupervisionOrder.Level?, demand: String, delay: Limit?, validFrom: Day, validTo: Day?
    ) {
        self.id = id
        self.event = event
        self.level = level
        self.demand = demand
        self.delay = delay
        self.validFrom = validFrom
        self.validTo = validTo
    }

    public func isInForce(on day: Day) -> Bool { validFrom <= day && validTo.map { day <= $0 } ?? true }

    /// When it raises the order for an event of that instant: the first instant past the delay.
    public func instant(after event: Instant, in calendar: WorkCalendar) -> Instant {
        delay.map { calendar.due(from: event, limit: $0).dueAt.adding(microseconds: 1) } ?? event
    }
}

extension OrderTrigger {
    /// For what it raises one order: for what happened to a case, or for a limit that a department let pass, however often the
    /// case came back to it under the same count.
    public func cause(in file: Case, of clock: Clock?) -> String {
        let matter = "\(id) of case \(file.id.rawValue)"
        guard let clock, let first = file.lineage(of: clock).last else { return matter }
        return "\(matter), clock \(first.ordinal), \(clock.department?.rawValue ?? "")"
    }
}

extension OrderTrigger.Event {
    /// What it is that the clock of a stage runs out. Nil: no order follows, because the limit is the line's own, a right,
    /// or a courtesy beside the matter.
    public init?(overdue stage: Stage) {
        switch stage {
        case .sign: self = .unsigned
        case .reply: self = .orderUnmet
        case _ where Self.matters.contains(stage): self = .overdue
        default: return nil
        }
    }

    /// The steps in which the matter itself is dealt with.
    private static let matters: Set<Stage> = [.accept, .handle, .rework, .notify, .respond, .review, .secondReview]
}

extension Stage {
    /// Whether cards and orders by rule wait for the end of a clock of this stage while its case is on the list of what cannot
    /// be solved yet. That is said of the matter: who is to help, to make contact or to answer an order is late all the same.
    public func waitsForParking(until day: Day?, on today: Day) -> Bool {
        OrderTrigger.Event(overdue: self) == .overdue && day.map { today <= $0 } ?? false
    }
}

extension OrderTrigger.Event {
    /// What a line of history may lead to, in the case that it stands in.
    public init?(_ event: CaseEvent, in file: Case) {
        switch event.kind {
        case .sentBack: self = .sentBackTwice
        case .reworkOrdered: self = .dissatisfiedAfterRework
        case .rated, .calledBack:
            guard file.callbacks.last?.opinion.isDissatisfied ?? false else { return nil }
            self = .dissatisfiedAfterRework
        case .joined: self = .repeatedByMany
        default: return nil
        }
    }
}

extension Jurisdiction {
    /// The triggers of an event, by the rules of its day.
    public func triggers(for event: OrderTrigger.Event, at instant: Instant) -> [OrderTrigger] {
        triggers.filter { $0.event == event && $0.isInForce(on: instant.day) }
    }
}
