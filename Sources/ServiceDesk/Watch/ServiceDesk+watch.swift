import Casework
import Logging
import Synchronization
import WorkingTime

extension ServiceDesk {
    /// Does everything that is due at `now` and not done yet, by this server or another.
    @discardableResult
    public func tick(at now: Instant) async throws(DeskError) -> WatchTally {
        guard hasLists else { return WatchTally() }
        return try await desk { try await Watch(self, at: now).tick() }
    }

    /// Ticks until the task is cancelled: at the next instant that is known, after some seconds at the latest, and at once
    /// when the lists change.
    func keepWatch(clock: @escaping @Sendable () -> Instant) async {
        var hasCounted = false
        while !Task.isCancelled {
            var pause = Self.pause(from: clock(), until: nil)
            do {
                // What a notice moves that came while nobody watched, before anybody is marked as late for it.
                if !hasCounted { try await countFirst(clock: clock) }
                hasCounted = true
                let tally = try await tick(at: clock())
                if !tally.isEmpty { logger.info("watch", metadata: tally.metadata) }
                // What failed and is due still is not tried without end.
                if tally.failed == 0 { pause = Self.pause(from: clock(), until: try await Watch.nextInstant(in: database)) }
            } catch {
                // A stop while it works is no fault.
                if Task.isCancelled { return }
                logger.warning("watch interrupted", metadata: ["error": "\(error)"])
            }
            await rest.sleep(for: pause)
        }
    }

    /// A fault of its own does not keep the line from being watched.
    private func countFirst(clock: @escaping @Sendable () -> Instant) async throws(DeskError) {
        do throws(DeskError) {
            _ = try await recount(clock: clock)
        } catch {
            if case .busy = error { throw error }
            logger.error("due instants not counted anew before the watch", metadata: ["error": "\(error)"])
        }
    }

    /// How long the watch sleeps: until the next instant that is known has passed. Nothing waits longer than four seconds, even
    /// where what changed was not foreseen; what stays due because another holds it is not asked for without end.
    static func pause(from now: Instant, until next: Instant?) -> Duration {
        let longest: Int64 = 4_000_000
        return .microseconds(next.map { min(max($0.microseconds(since: now) + 1, 200_000), longest) } ?? longest)
    }
}

extension WatchTally {
    fileprivate var metadata: Logger.Metadata {
        [
            "ended": "\(ended)", "warned": "\(warned)", "marked": "\(marked)", "yellow_cards": "\(yellowCards)", "red_cards": "\(redCards)",
            "orders": "\(orders)", "recommendations": "\(recommendations)", "failed": "\(failed)",
        ]
    }
}

/// A sleep from which others wake.
final class Rest: Sendable {
    private let sleeping = Mutex<Task<Void, Never>?>(nil)

    func sleep(for pause: Duration) async {
        let task = Task { _ = try? await Task.sleep(for: pause) }
        sleeping.withLock { $0 = task }
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    func end() { sleeping.withLock { $0?.cancel() } }
}
