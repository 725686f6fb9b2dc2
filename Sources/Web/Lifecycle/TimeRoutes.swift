import Casework
import Formats
import Hummingbird
import ServiceDesk
import WorkingTime

/// Requests for time: extension, suspension, complex classification, parking; and their decisions.
enum TimeRoutes {
    @Sendable static func requestExtension(_ call: StaffCall) async throws -> Response {
        try await ask(call) { members in
            let reason = members.required("reason", .words)
            let until = members.required("until", .day(notPast: call.now.day))
            guard let reason, let until else { return nil }
            return TimeWish(kind: .extension, reason: reason, until: until)
        }
    }

    @Sendable static func requestSuspension(_ call: StaffCall) async throws -> Response {
        try await ask(call) { members in
            let ground = members.required("ground", .suspensionGround)
            let reason = members.required("reason", .words)
            let until = members.required("until", .day(notPast: call.now.day))
            guard let ground, let reason, let until else { return nil }
            return TimeWish(kind: .suspension, reason: reason, until: until, ground: ground)
        }
    }

    @Sendable static func requestComplexity(_ call: StaffCall) async throws -> Response {
        try await ask(call) { members in members.required("reason", .words).map { TimeWish(kind: .complexity, reason: $0) } }
    }

    @Sendable static func requestParking(_ call: StaffCall) async throws -> Response {
        try await ask(call) { members in
            let reason = members.required("reason", .words)
            let measures = members.required("measures", .words)
            let until = members.required("until", .day(notPast: call.now.day))
            guard let reason, let measures, let until else { return nil }
            return TimeWish(kind: .parking, reason: reason, until: until, measures: measures)
        }
    }

    @Sendable static func decideExtension(_ call: StaffCall) async throws -> Response { try await decide(.extension, call) }
    @Sendable static func decideSuspension(_ call: StaffCall) async throws -> Response { try await decide(.suspension, call) }
    @Sendable static func decideComplexity(_ call: StaffCall) async throws -> Response { try await decide(.complexity, call) }
    @Sendable static func decideParking(_ call: StaffCall) async throws -> Response { try await decide(.parking, call) }

    @Sendable static func resume(_ call: StaffCall) async throws -> Response { try await call.say(required: true) { .resume($0) } }
    @Sendable static func unpark(_ call: StaffCall) async throws -> Response { try await call.say(required: true) { .unpark($0) } }

    @Sendable static func list(_ call: StaffCall) async throws -> Response {
        let page = try await call.desk.timeRequests(
            kind: try call.query.oneOf("kind", TimeRequest.Kind.self), open: try call.query.bool("open"), by: call.staff,
            after: try call.query.cursor(parts: 1)?[0], limit: try call.query.limit())
        return .page(page.items, next: page.next.map(String.init), total: nil) { file, object in
            object.member("id", file.id)
            object.member("number", file.number)
            object.member("due_at", file.dueAt?.description)
            object.timeRequest(file.request)
        }
    }

    private static func ask(_ call: StaffCall, _ read: (MemberReader.Object) -> TimeWish?) async throws -> Response {
        let body = try await call.body()
        let wish = try call.members(of: body, read)
        return try await call.carryOut(.requestTime(wish), try call.change(body: body), status: .created)
    }

    private static func decide(_ kind: TimeRequest.Kind, _ call: StaffCall) async throws -> Response {
        let decision = try await call.members { members -> TimeDecision? in
            let granted = members.required("granted", .bool)
            let text = members.required("text", .words)
            guard let granted, let text else { return nil }
            return TimeDecision(kind: kind, granted: granted, text: text)
        }
        let answer = try await call.desk.decide(
            on: try call.rowID(), decision, by: call.staff, expecting: try call.expectedVersion(required: true), at: call.now,
            answer: call.answer())
        return try Answer.response(answer)
    }
}

extension Member where Value == SuspensionGround {
    /// Those that a department may ask for; the steps of a statute have their own verbs.
    static var suspensionGround: Member {
        let known = SuspensionGround.requestable.map(\.rawValue).joined(separator: ", ")
        return Member("unknown_value", Words("须为下列之一：\(known)。", "It must be one of: \(known).")) { json in
            json.string.flatMap(SuspensionGround.init(rawValue:)).flatMap { SuspensionGround.requestable.contains($0) ? $0 : nil }
        }
    }
}
