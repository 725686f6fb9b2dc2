import Casework
import Cryptography
import Database
import Logging
import Synchronization
import WorkingTime

/// How many may watch, and how they are kept awake.
public struct LiveLimits: Sendable {
    /// Open streams of this process.
    public var streams = 4000
    /// After so long without a change a stream is sent a sign of life with its position.
    public var heartbeat = Duration.seconds(15)
    /// The log of changes is looked at so often while somebody watches. What comes closer together is read together.
    public var pace = Duration.milliseconds(100)
    /// Due instants are looked at so often.
    public var tick = Duration.seconds(1)
    /// Tokens are looked at whenever an account changes, and so often besides: they end by the passing of time.
    public var recheck = Duration.seconds(5)
    /// Old changes are removed so often.
    public var sweep = Duration.seconds(60)

    public init() {}
}

/// Who watches what, and the one follower of this process that reads each change once and tells all.
final class LiveView: Sendable {
    struct State {
        var isOpen = true
        var position: LivePosition?
        /// Since the last reading, in the order of coming.
        var joining: [Int: Watcher] = [:]
        var audiences: [LiveQuestion: Audience] = [:]
        var count = 0
        var lastID = 0
        /// Tokens may have changed or ended.
        var mustRecheck = false
        /// Something may have come due.
        var mustRead = true
    }

    let database: Database
    let limits: LiveLimits
    let logger: Logger
    let state = Mutex(State())
    let knocks: AsyncStream<Void>
    private let knocking: AsyncStream<Void>.Continuation

    init(database: Database, limits: LiveLimits, logger: Logger) {
        self.database = database
        self.limits = limits
        self.logger = logger
        (knocks, knocking) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many watch.
    var count: Int { state.withLock { $0.count } }

    /// A position from which on nothing is missed by who reads a list after asking for it.
    func position(at now: Instant) async throws -> LivePosition {
        if let position = state.withLock({ $0.position }) { return position }
        return LivePosition(try await ChangeLog.end(in: database).snapshot, now)
    }

    /// - Returns: nil if too many watch already, or the process stops.
    func open(
        _ question: LiveQuestion, for staff: Staff, bearing token: String, since mark: LiveMark?,
        render: @escaping @Sendable (LiveFrame) -> [UInt8], cutOff: @escaping @Sendable () -> Void
    ) -> LiveStream? {
        let (pieces, continuation) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingOldest(Watcher.mostPieces))
        let id: Int? = state.withLock { state in
            guard state.isOpen, state.count < limits.streams else { return nil }
            state.lastID += 1
            state.count += 1
            state.joining[state.lastID] = Watcher(
                id: state.lastID, staff: staff, token: SHA256.digest(Array(token.utf8)), question: question,
                digest: question.digest, mark: mark, render: render, cutOff: cutOff, pieces: continuation)
            return state.lastID
        }
        guard let id else { return nil }
        continuation.onTermination = { [weak self] _ in self?.leave(id, question) }
        knocking.yield()
        return LiveStream(pieces, continuation)
    }

    private func leave(_ id: Int, _ question: LiveQuestion) {
        state.withLock { state in
            let wasThere =
                state.joining.removeValue(forKey: id) != nil || state.audiences[question]?.watchers.removeValue(forKey: id) != nil
            if state.audiences[question]?.watchers.isEmpty == true { state.audiences[question] = nil }
            if wasThere { state.count -= 1 }
        }
    }

    func accountsChanged() { ask(\.mustRecheck) }

    /// What a department or region comprises was settled when the streams began: they begin anew, and those who now watch
    /// something else read the list anew.
    func listsChanged() { endAll { _ in true } }

    func endAll(where ends: (Watcher) -> Bool) {
        let gone = state.withLock { state in
            (Array(state.joining.values) + state.audiences.values.flatMap(\.watchers.values)).filter(ends)
        }
        for watcher in gone { watcher.pieces.finish() }
    }

    /// Follows the changes until the task is cancelled; then all streams end.
    func run(clock: @escaping @Sendable () -> Instant) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.follow(clock) }
            group.addTask { await self.every(self.limits.pace) { if self.count > 0 { self.knocking.yield() } } }
            group.addTask { await self.every(self.limits.tick) { self.ask(\.mustRead) } }
            group.addTask { await self.every(self.limits.recheck) { self.ask(\.mustRecheck) } }
            group.addTask { await self.every(self.limits.heartbeat) { self.beat() } }
            group.addTask { await self.sweep() }
            await group.waitForAll()
        }
        state.withLock { $0.isOpen = false }
        endAll { _ in true }
    }

    private func ask(_ what: any WritableKeyPath<State, Bool> & Sendable) {
        state.withLock { $0[keyPath: what] = true }
        knocking.yield()
    }

    private func every(_ interval: Duration, _ act: () -> Void) async {
        while !Task.isCancelled {
            act()
            try? await Task.sleep(for: interval)
        }
    }

    private func sweep() async {
        while !Task.isCancelled {
            do {
                try await ChangeLog.sweep(database)
            } catch {
                if Task.isCancelled { return }
                logger.warning("old changes not swept", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: limits.sweep)
        }
    }
}
