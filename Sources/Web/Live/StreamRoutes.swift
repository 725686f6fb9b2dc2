import Casework
import Formats
import HTTPTypes
import Hummingbird
import ServiceDesk
import Statistics
import WorkingTime

/// The queue and the overdue list as they change.
enum StreamRoutes {
    @Sendable static func queue(_ call: StaffCall) async throws -> Response {
        let filter = try QueueRoutes.filter(call)
        return try open(call) { token, since, cutOff in
            try call.desk.watchQueue(of: call.staff, filter, bearing: token, since: since, render: render, cutOff: cutOff)
        }
    }

    @Sendable static func overdue(_ call: StaffCall) async throws -> Response {
        let filter = try call.reportFilter()
        return try open(call) { token, since, cutOff in
            call.desk.watchOverdue(by: call.staff, filter, bearing: token, since: since, render: render, cutOff: cutOff)
        }
    }

    private static func open(
        _ call: StaffCall, _ watch: (String, LiveMark?, @escaping @Sendable () -> Void) throws -> LiveStream?
    ) throws -> Response {
        let since = try mark(call)
        // What HEAD asks for is only whether there is a stream.
        guard call.request.method != .head else { return EventStream.response(nil, to: call) }
        guard let token = call.house.bearerToken(of: call.request) else { throw Problem.unauthorized }
        let channel = call.context.channel
        guard let stream = try watch(token, since, { channel.close(promise: nil) }) else { throw Problem.streamsFull }
        return EventStream.response(stream, to: call)
    }

    private static func mark(_ call: StaffCall) throws -> LiveMark? {
        guard let id = call.request.headers[.lastEventID], !id.isEmpty else { return nil }
        guard let mark = LiveMark(id) else {
            throw Problem.invalidHeader(
                "Last-Event-ID",
                Words("请使用本平台给出的事件编号，或不带此头。", "Use an id that this line gave out, or leave the header away."))
        }
        return mark
    }

    @Sendable private static func render(_ frame: LiveFrame) -> [UInt8] {
        EventStream.bytes(frame) { item, object in
            switch item {
            case .file(let summary): object.summary(summary)
            case .clock(let clock): object.overdueItem(clock)
            case .unseen(let number, let clock):
                object.member("number", number)
                object.member("clock", unlessNil: clock)
            }
        }
    }
}

extension JSONObjectWriter {
    /// As the overdue report shows it.
    fileprivate mutating func overdueItem(_ clock: OverdueItem) {
        member("number", clock.number)
        member("clock", clock.ordinal)
        member("kind", clock.kind.rawValue)
        member("title", clock.title)
        member("case_state", clock.caseState?.rawValue)
        member("parked_until", clock.parkedUntil?.description)
        member("region", clock.region?.rawValue)
        member("department", clock.department?.rawValue)
        member("stage", clock.stage.rawValue)
        member("rule", clock.rule)
        member("started_at", clock.startedAt.description)
        member("due_at", clock.dueAt.description)
        member("original_due_at", clock.originalDueAt?.description)
        member("met_at", clock.endedAt?.description)
        member("ended_how", clock.endedHow)
        member("state", clock.state)
        member("overdue_seconds", max(clock.lateness, 0) / 1_000_000)
    }
}

extension OverdueItem {
    /// What is gone from the list may be more than what the list shows: still open, but paused, or due later than it was.
    fileprivate var state: String {
        if endedAt != nil { return lateness > 0 ? "met_late" : "met" }
        if isPaused { return "paused" }
        return lateness > 0 ? "overdue" : "running"
    }
}
