import Casework
import WorkingTime

extension ServiceDesk {
    /// A position from which on nothing is missed by who reads a list after asking for it.
    public func livePosition(at now: Instant) async throws(DeskError) -> LivePosition {
        try await desk { try await self.live.position(at: now) }
    }

    /// Streams that are open.
    public var openStreams: Int { live.count }

    /// Tells, from the position on, which cases come into the reader's queue, change in it and leave it.
    ///
    /// - Parameters:
    ///   - token: with which the reader came; with it the stream ends.
    ///   - render: makes a piece of what is sent. The same for all who watch queues.
    ///   - cutOff: ends the connection of a peer that does not take what it is sent.
    /// - Returns: nil if too many streams are open.
    public func watchQueue(
        of staff: Staff, _ filter: QueueFilter, bearing token: String, since: LivePosition?,
        render: @escaping @Sendable (LiveFrame) -> [UInt8], cutOff: @escaping @Sendable () -> Void
    ) throws(DeskError) -> LiveStream? {
        guard let queue = WorkQueue(of: staff) else { throw .refused(.roleMayNot(.claim)) }
        let question = QueueQuestion(queue, filter, of: staff, in: jurisdiction.map)
        return live.open(.queue(question), for: staff, bearing: token, since: since, render: render, cutOff: cutOff)
    }

    /// The same for the clocks that are overdue and run on.
    public func watchOverdue(
        by staff: Staff, _ filter: ReportFilter, bearing token: String, since: LivePosition?,
        render: @escaping @Sendable (LiveFrame) -> [UInt8], cutOff: @escaping @Sendable () -> Void
    ) -> LiveStream? {
        live.open(.overdue(OverdueQuestion(filter)), for: staff, bearing: token, since: since, render: render, cutOff: cutOff)
    }
}
