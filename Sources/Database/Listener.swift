import CPostgres
import Glibc
import Logging
import Synchronization

/// A connection that only listens, and its thread.
final class Listener: Sendable {
    private let configuration: DatabaseConfiguration
    private let channels: [String]
    private let logger: Logger
    private let events: AsyncStream<ListenEvent>.Continuation
    /// The ends of a pipe: its reading end reports a hang-up, from then on, once the writing end is closed.
    private let stopSignal: Int32
    private let stopper: Int32
    private let isStopped = Atomic(false)

    /// - Returns: nil where the process has no file descriptor left.
    init?(
        _ configuration: DatabaseConfiguration, channels: [String], logger: Logger, _ events: AsyncStream<ListenEvent>.Continuation
    ) {
        var ends: [Int32] = [-1, -1]
        let status = pipe(&ends)
        (stopSignal, stopper) = (ends[0], ends[1])
        self.configuration = configuration
        self.channels = channels
        self.logger = logger
        self.events = events
        guard status == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    // Only here: the thread and whoever stops it hold the listener, so that no number is given to another file too early.
    deinit {
        guard stopSignal >= 0 else { return }
        Glibc.close(stopSignal)
        if !isStopped.load(ordering: .acquiring) { Glibc.close(stopper) }
    }

    func start() {
        let started = OwnedThread.start { [self] in
            main()
            events.finish()
        }
        if !started { events.finish() }
    }

    func stop() {
        guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        Glibc.close(stopper)
    }

    private func main() {
        var backoff = Backoff()
        while !isStopped.load(ordering: .acquiring) {
            switch Wire.connect(configuration) {
            case .failure(let failure):
                logger.warning("database listener cannot connect", metadata: ["reason": "\(failure.reason)"])
            case .success(let wire):
                if listen(on: wire) { backoff.reset() }
                wire.close()
            }
            pause(backoff.next())
        }
    }

    /// - Returns: whether the connection listened at all.
    private func listen(on wire: Wire) -> Bool {
        do throws(DatabaseError) {
            for channel in channels { try wire.simple("listen \(Self.quoted(channel))") }
        } catch {
            logger.warning("database listener cannot listen", metadata: ["error": "\(error)"])
            return false
        }
        tell(.connected)
        while waitForInput(wire) {
            guard wire.takeInput() else { break }
            while let event = wire.nextNotification() { tell(event) }
        }
        if !isStopped.load(ordering: .acquiring) { tell(.disconnected) }
        return true
    }

    private func tell(_ event: ListenEvent) {
        guard case .dropped = events.yield(event) else { return }
        // Something was lost: as after a loss of the connection the listener reads again.
        events.yield(.connected)
    }

    /// - Returns: false when the listener is to stop.
    private func waitForInput(_ wire: Wire) -> Bool {
        var descriptors = [
            pollfd(fd: PQsocket(wire.connection), events: Int16(POLLIN), revents: 0),
            pollfd(fd: stopSignal, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&descriptors, 2, -1)
        return descriptors[1].revents == 0
    }

    private func pause(_ duration: Duration) {
        var descriptor = pollfd(fd: stopSignal, events: Int16(POLLIN), revents: 0)
        _ = poll(&descriptor, 1, Int32(duration.milliseconds))
    }

    private static func quoted(_ identifier: String) -> String {
        "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension Wire {
    /// - Returns: false when the connection is lost.
    fileprivate func takeInput() -> Bool {
        PQconsumeInput(connection) == 1 && !isBroken
    }

    fileprivate func nextNotification() -> ListenEvent? {
        guard let notification = PQnotifies(connection) else { return nil }
        defer { PQfreemem(notification) }
        return .notification(
            channel: String(cString: notification.pointee.relname), payload: String(cString: notification.pointee.extra))
    }
}
