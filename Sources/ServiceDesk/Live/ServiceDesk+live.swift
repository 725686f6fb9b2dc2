import Casework
import WorkingTime

extension ServiceDesk {
    /// A mark from which on nothing is missed by who reads a queue after asking for it.
    public func queueMark(of staff: Staff, _ filter: QueueFilter, at now: Instant) async throws(DeskError) -> LiveMark {
        let question = LiveQuestion.queue(try queue(of: staff, filter))
        return try await desk { LiveMark(try await self.live.position(at: now), question.digest) }
    }

    /// The same for the clocks that are overdue.
    public func overdueMark(_ filter: ReportFilter, at now: Instant) async throws(DeskError) -> LiveMark {
        try await desk { LiveMark(try await self.live.position(at: now), LiveQuestion.overdue(OverdueQuestion(filter)).digest) }
    }

    /// Streams that are open.
    public var openStreams: Int { live.count }

    private func queue(of staff: Staff, _ filter: QueueFilter) throws(DeskError) -> QueueQuestion {
        guard let queue = WorkQueue(of: staff) else { throw .refused(.roleMayNot(.claim)) }
        return QueueQuestion(queue, filter, of: staff, in: jurisdiction.map)
    }

    /// Tells, from the mark on, which cases come into the reader's queue, change in it and leave it.
    ///
    /// - Parameters:
    ///   - token: with which the reader came; with it the stream ends.
    ///   - render: makes a piece of what is sent. The same for all who watch queues.
    ///   - cutOff: ends the connection of a peer that does not take what it is sent.
    /// - Returns: nil if too many streams are open.
    public func watchQueue(
        of staff: Staff, _ filter: QueueFilter, bearing token: String, since: LiveMark?,
        render: @escaping @Sendable (LiveFrame) -> [UInt8], cutOff: @escaping @Sendable () -> Void
    ) throws(DeskError) -> LiveStream? {
        live.open(.queue(try queue(of: staff, filter)), for: staff, bearing: token, since: since, render: render, cutOff: cutOff)
    }

    /// The same for the clocks that are overdue and run on.
    public func watchOverdue(
        by staff: Staff, _ filter: ReportFilter, bearing token: String, since: LiveMark?,
        render: @escaping @Sendable (LiveFrame) -> [UInt8], cutOff: @escaping @Sendable () -> Void
    ) -> LiveStream? {
        live.open(.overdue(OverdueQuestion(filter)), for: staff, bearing: token, since: since, render: render, cutOff: cutOff)
    }
}
