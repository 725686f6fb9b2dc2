import Casework
import CaseworkSQL
import Database
import Logging
import WorkingTime

/// After a change of the calendar the due instants that an older one counted provisionally are counted anew. What is still to be
/// done is told by the clocks themselves: whoever was stopped in the middle, the next process goes on.
extension ServiceDesk {
    /// Cases read at once, and worked on before the next are read.
    private static let recountBatch = 256
    /// Cases worked on at the same time.
    private static let recountLanes = 4

    /// Counts anew whatever is to be counted anew. Several processes may do it: each begins at a place of its own, and no case
    /// is counted twice.
    /// - Returns: how many cases this process counted.
    public func recount(clock: @escaping @Sendable () -> Instant) async throws(DeskError) -> Int {
        try await desk {
            let wanted = try await ListStore.calendarMark(in: self.database)
            if self.jurisdiction.version < wanted.version { await self.lists.refresh() }
            // Lists that do not hold together have been reported: the old ones must not count as the new.
            guard self.jurisdiction.version >= wanted.version else { return 0 }
            try await CalendarMarks.markStale(wanted, at: clock(), in: self.database)
            var counted = 0
            if let end = try await self.pending(by: wanted, at: clock()).last {
                let start = Int.random(in: 0...end)
                counted += try await self.recount(by: wanted, in: start + 1...max(end, start + 1), clock: clock)
                counted += try await self.recount(by: wanted, in: 0...start, clock: clock)
            }
            try await self.database.transaction { try await DueMoves.tell(in: $0) }
            return counted
        }
    }

    private func recount(by wanted: CalendarMark, in range: ClosedRange<Int>, clock: @escaping @Sendable () -> Instant) async throws -> Int
    {
        var counted = 0
        var next = range.lowerBound
        while next <= range.upperBound {
            let cases = try await pending(by: wanted, at: clock(), in: next...range.upperBound)
            guard let last = cases.last else { break }
            counted += try await recount(cases, by: wanted, clock: clock)
            next = last + 1
        }
        return counted
    }

    /// Cases with a clock that an older calendar counted, neither over when it changed nor marked as overdue since: in a range
    /// the first of them, else the last one.
    private func pending(by wanted: CalendarMark, at now: Instant, in range: ClosedRange<Int>? = nil) async throws -> [Int] {
        let order: SQL =
            if let range {
                "and case_id between \(range.lowerBound) and \(range.upperBound) order by case_id limit \(Self.recountBatch)"
            } else {
                "order by case_id desc limit 1"
            }
        return try await database.query(
            """
            select distinct case_id from clocks
            where provisional and ended_at is null and paused_at is null and marked_at is null
                and calendar_version < \(wanted.version) and due_at >= \(min(wanted.loadedAt, now))
                \(order)
            """
        ).map { try $0.decode(Int.self) }
    }

    private func recount(_ cases: [Int], by wanted: CalendarMark, clock: @escaping @Sendable () -> Instant) async throws -> Int {
        try await withThrowingTaskGroup(of: (counted: Int, failures: [String]).self) { group in
            for lane in 0..<Self.recountLanes {
                group.addTask {
                    var counted = 0
                    var failures: [String] = []
                    for index in stride(from: lane, to: cases.count, by: Self.recountLanes) {
                        try Task.checkCancellation()
                        do throws(DeskError) {
                            let command = SystemCommand.recount(loadedAt: wanted.loadedAt)
                            if try await self.carryOut(command, on: CaseID(rawValue: cases[index]), at: clock()) { counted += 1 }
                        } catch .failed(let reason) {
                            // One case that cannot be counted keeps nobody else from it.
                            failures.append("\(cases[index]): \(reason)")
                        }
                    }
                    return (counted, failures)
                }
            }
            let lanes = try await group.reduce(into: []) { $0.append($1) }
            let failures = lanes.flatMap(\.failures)
            if let first = failures.first {
                logger.error("cases not counted anew", metadata: ["cases": "\(failures.count)", "first": "\(first)"])
            }
            return lanes.reduce(0) { $0 + $1.counted }
        }
    }

    /// Counts anew at the start, after each change of the lists, and every minute what a server wrote that had not heard of one.
    func followCalendar(clock: @escaping @Sendable () -> Instant) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    self.calendarCalls.send()
                    try? await Task.sleep(for: .seconds(60))
                }
            }
            group.addTask {
                for await _ in self.calendarCalls.received {
                    await self.lists.turn(to: clock().day)
                    do {
                        let counted = try await self.recount(clock: clock)
                        if counted > 0 { self.logger.notice("due instants counted anew", metadata: ["cases": "\(counted)"]) }
                    } catch {
                        if Task.isCancelled { return }
                        self.logger.warning("due instants not counted anew", metadata: ["error": "\(error)"])
                    }
                }
            }
            await group.waitForAll()
        }
    }
}

/// Calls for a piece of work that is done once for however many calls came meanwhile.
struct Calls: Sendable {
    let received: AsyncStream<Void>
    private let calls: AsyncStream<Void>.Continuation

    init() {
        (received, calls) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func send() { calls.yield() }
}
