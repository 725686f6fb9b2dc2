import WorkingTime

/// A limit that runs on a case. What it counts, against whom and from when never changes; pauses and a granted
/// extension move its due instant.
public struct Clock: Sendable, Hashable {
    public enum Ending: String, CaseIterable, Sendable, Hashable {
        /// What it waits for happened, in time or late.
        case met
        /// What it waits for is no longer asked of that department. Late stays late.
        case cancelled
        /// Another clock goes on under the same count: another department has the case, or another rule holds.
        case replaced
        /// Nobody acted, and the statute says what that means.
        case silence
    }

    public enum Standing: String, CaseIterable, Sendable, Hashable {
        case running, paused, overdue, met, cancelled, replaced
        case metLate = "met_late"
        /// A right that was not used in time; nobody is late.
        case lapsed
    }

    /// A time in which it stood still.
    public struct Halt: Sendable, Hashable {
        public let from: Instant
        /// Nil while it lasts.
        public var to: Instant?
        /// The ground, as `SuspensionGround` names it.
        public let ground: String

        public init(from: Instant, to: Instant?, ground: String) {
            self.from = from
            self.to = to
            self.ground = ground
        }
    }

    /// Its place among the clocks of its case, from 1.
    public let ordinal: Int
    public let stage: Stage
    /// The time-limit rule's id.
    public let rule: String
    /// Who it runs against; nil while it runs against the line itself, or against nobody.
    public let department: DepartmentCode?
    public let startedAt: Instant
    /// With pauses and extension; of one that stands still, as it was before.
    public internal(set) var dueAt: Instant
    /// Before anything moved it; nil while nothing has.
    public internal(set) var originalDueAt: Instant?
    /// Counted past the last published holiday notice.
    public internal(set) var provisional: Bool
    public internal(set) var calendarVersion: Int
    /// False where the limit ends a right instead of making somebody late.
    public let countsLate: Bool
    public let order: SupervisionOrderID?
    /// What a granted extension added, counted from the end of the limit.
    public internal(set) var extendedBy: Limit?
    /// First to last; only the last may last.
    public internal(set) var halts: [Halt]
    /// The ordinal of the clock whose count this one goes on with.
    public let continues: Int?
    public private(set) var endedAt: Instant?
    public private(set) var ending: Ending?

    public init(
        ordinal: Int, stage: Stage, rule: String, department: DepartmentCode?, startedAt: Instant, dueAt: Instant,
        originalDueAt: Instant? = nil, provisional: Bool, calendarVersion: Int, countsLate: Bool, order: SupervisionOrderID? = nil,
        extendedBy: Limit? = nil, halts: [Halt] = [], continues: Int? = nil, endedAt: Instant? = nil, ending: Ending? = nil
    ) {
        self.ordinal = ordinal
        self.stage = stage
        self.rule = rule
        self.department = department
        self.startedAt = startedAt
        self.dueAt = dueAt
        self.originalDueAt = originalDueAt
        self.provisional = provisional
        self.calendarVersion = calendarVersion
        self.countsLate = countsLate
        self.order = order
        self.extendedBy = extendedBy
        self.halts = halts
        self.continues = continues
        self.endedAt = endedAt
        self.ending = ending
    }

    public var isOpen: Bool { endedAt == nil }
    /// Stands still; nothing falls due meanwhile.
    public var isPaused: Bool { isOpen && halts.last.map { $0.to == nil } ?? false }
    /// Runs, and somebody is late when it runs out.
    public var isPressing: Bool { isOpen && countsLate && !isPaused }
    /// Shown to the requester: whose help was asked for, and what supervision demands, stay inside the line.
    public var concernsRequester: Bool { order == nil && stage != .support }
    /// As they are told: a rest in which the clock ended has no end, since the clock never went on.
    public var rests: [Halt] {
        halts.map { halt in
            guard let endedAt, halt.from >= endedAt else { return halt }
            return Halt(from: halt.from, to: nil, ground: halt.ground)
        }
    }
    public var pauses: [Pause] { halts.map { Pause(from: $0.from, to: $0.to) } }

    /// Late is late: after its due instant a clock stays late, however it ended.
    public func standing(at now: Instant) -> Standing {
        if isPaused { return .paused }
        // It ended with its limit, and by that alone.
        if ending == .silence { return .lapsed }
        guard countsLate else {
            // A right that was not used while it stood has lapsed, whatever ended its clock afterwards.
            guard let endedAt, let ending, endedAt <= dueAt else { return endedAt ?? now > dueAt ? .lapsed : .running }
            return ending == .met ? .met : .cancelled
        }
        guard let endedAt, let ending else { return now > dueAt ? .overdue : .running }
        if endedAt > dueAt { return .metLate }
        return switch ending {
        case .met: .met
        case .cancelled: .cancelled
        case .replaced: .replaced
        case .silence: .lapsed
        }
    }

    mutating func end(_ ending: Ending, at now: Instant) {
        guard isOpen else { return }
        // An interval that ends before it starts is not one: clocks of other processes may differ by a little.
        endedAt = max(now, startedAt)
        // What ends while it stands still has counted to where it stopped, and is not late for what came after.
        if let last = halts.indices.last, halts[last].to == nil {
            endedAt = halts[last].from
            halts[last].to = max(now, halts[last].from)
        }
        self.ending = ending
    }

    /// One that has run out is past resting: late stays late.
    mutating func halt(for ground: String, at now: Instant) {
        guard isOpen, !isPaused, now <= dueAt else { return }
        halts.append(Halt(from: max(now, startedAt), to: nil, ground: ground))
    }

    /// Ends as its history says it ended.
    mutating func record(_ ending: Ending, at instant: Instant) {
        self.ending = ending
        endedAt = instant
    }

    mutating func record(_ due: CaseChanges.ClockDue) {
        dueAt = due.dueAt
        originalDueAt = due.originalDueAt
        provisional = due.provisional
        calendarVersion = due.calendarVersion
        extendedBy = due.extendedBy
    }

    mutating func move(to due: DueDate) {
        if due.dueAt != dueAt { originalDueAt = originalDueAt ?? dueAt }
        dueAt = due.dueAt
        provisional = due.provisional
        calendarVersion = due.calendarVersion
    }
}
