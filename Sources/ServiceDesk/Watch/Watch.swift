import Casework
import Database
import Logging
import WorkingTime

/// 值守: what the line does by itself at one instant. Each effect is claimed by a row that is written with it in one
/// transaction: several servers may watch at once, and one that is cut off leaves nothing half done.
struct Watch: Sendable {
    let desk: ServiceDesk
    /// The lists as they were when the tick began.
    let jurisdiction: Jurisdiction
    let now: Instant

    init(_ desk: ServiceDesk, at now: Instant) {
        self.desk = desk
        jurisdiction = desk.jurisdiction
        self.now = now
    }

    var database: Database { desk.database }
    var tomorrow: Instant { now.day.advanced(by: 1).start }

    /// Rows that one transaction takes: enough to pass through a week's work quickly, few enough to let others in between.
    static let batch = 500

    func tick() async throws -> WatchTally {
        var tally = WatchTally()
        // What ends by itself is over before anybody is late for it.
        try await attempt(into: &tally) { try await endTerms(into: &$0) }
        try await attempt(into: &tally) { try await warn(into: &$0) }
        try await attempt(into: &tally) { try await mark(into: &$0) }
        try await attempt(into: &tally) { try await takeOccasions(into: &$0) }
        if let first = tally.firstFailure {
            desk.logger.error("watch could not do all", metadata: ["failed": "\(tally.failed)", "first": "\(first)"])
        }
        return tally
    }

    /// Does a piece of work whose failure keeps no other from being done: it is counted, and told with the tick. A stop, and a
    /// database that is away, end the tick.
    /// - Returns: whether it was done.
    @discardableResult
    func attempt(into tally: inout WatchTally, _ work: (inout WatchTally) async throws -> Void) async throws -> Bool {
        do {
            try await work(&tally)
            return true
        } catch {
            if Task.isCancelled { throw error }
            try await database.ping()
            tally.failed += 1
            tally.firstFailure = tally.firstFailure ?? "\(error)"
            return false
        }
    }

    /// The next instant at which something is to be done that is known today; warnings wait for opening hours beside it.
    static func nextInstant(in database: Database) async throws -> Instant? {
        try await database.query(
            """
            select least(
                (select min(due_at) from clocks where \(unmarked) and not (\(awaitingRecount))),
                (select min(at) from occasions where done_at is null),
                (select min(due_at) from clocks where \(endingByItself) and not (\(awaitingRecount))),
                (select (min(suspended_until) + 1)::timestamp at time zone interval '8 hours' from cases where suspended_until is not null),
                (select (min(parked_until) + 1)::timestamp at time zone interval '8 hours' from cases where parked_until is not null))
            """
        ).first?.decode(Instant?.self)
    }

    /// The rows of `clocks` whose end has a meaning of its own: the predicate of the index `clocks_to_end`.
    static let endingByItself: SQL = """
        ended_at is null and paused_at is null and (stage = 'callback' or stage = 'handle' and not counts_late)
        """

    /// The rows of `clocks` that a change of the calendar may still move: those that were not over when it was loaded.
    static let awaitingRecount: SQL = """
        provisional and ended_at is null and calendar_version < (select calendar_version from list_version)
        and due_at >= (select calendar_loaded_at from list_version)
        """

    /// For how long what awaits its recount is neither late nor over: no fault there keeps the watch from it for ever.
    private static let secondsForRecount: Int64 = 600

    /// The rows of `clocks` whose limit stands.
    var isCounted: SQL {
        "not (\(Self.awaitingRecount) and due_at >= \(now.adding(seconds: -Self.secondsForRecount)))"
    }

    /// The rows of `clocks` that are or will be late and are not marked so: the predicate of the index `clocks_to_mark`.
    static let unmarked: SQL = """
        marked_at is null and counts_late and (ended_at is null and paused_at is null or ended_at > due_at and ended_how <> 'silence')
        """
}

/// What a tick did.
public struct WatchTally: Sendable, Hashable {
    /// Suspensions, parkings, callbacks and limits that ended by themselves.
    public internal(set) var ended = 0
    /// Clocks of which somebody was warned.
    public internal(set) var warned = 0
    /// Clocks marked as overdue.
    public internal(set) var marked = 0
    public internal(set) var yellowCards = 0
    public internal(set) var redCards = 0
    /// Orders raised by rule.
    public internal(set) var orders = 0
    /// Departments recommended for accountability.
    public internal(set) var recommendations = 0
    /// Pieces of work that failed and are tried again.
    public internal(set) var failed = 0
    /// For the log.
    var firstFailure: String?

    public init() {}

    public var isEmpty: Bool { self == WatchTally() }
}
