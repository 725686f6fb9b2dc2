import Casework
import Formats
import Hummingbird
import ServiceDesk
import WorkingTime

/// What the department that leads a case does.
enum DepartmentRoutes {
    @Sendable static func release(_ call: StaffCall) async throws -> Response {
        try await call.noMembers()
        return try await call.carryOut(.release, try call.change())
    }

    @Sendable static func sign(_ call: StaffCall) async throws -> Response {
        try await call.noMembers()
        return try await call.carryOut(.sign, try call.change())
    }

    @Sendable static func accept(_ call: StaffCall) async throws -> Response {
        try await call.noMembers()
        return try await call.carryOut(.accept, try call.change())
    }

    @Sendable static func contact(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let contact = try call.members(of: body) { members -> Contact? in
            let means = members.required("means", .oneOf(Contact.Means.self))
            let reached = members.required("reached", .bool)
            let text = members.required("text", .words)
            guard let means, let reached, let text else { return nil }
            return Contact(means: means, reached: reached, text: text)
        }
        return try await call.carryOut(.recordContact(contact), try call.change(body: body), status: .created)
    }

    @Sendable static func requestReturn(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let grounds = try call.members(of: body) { members -> ReturnGrounds? in
            let reason = members.required("reason", .words)
            let basis = members.required("legal_basis", .text(max: 500))
            let department = members.required("department", .code(DepartmentCode.self))
            guard let reason, let basis, let department else { return nil }
            return ReturnGrounds(reason: reason, legalBasis: basis, proposed: department)
        }
        return try await call.carryOut(.requestReturn(grounds), try call.change(body: body), status: .created)
    }

    @Sendable static func reply(_ call: StaffCall) async throws -> Response {
        let reply = try await call.members { members -> Reply? in
            let text = members.required("text", .text(max: 20_000, lines: true))
            let outcome = members.required("outcome", .outcome)
            let finishedAt = members.optional("finished_at", .instant(notAfter: call.now))
            let promisedOn = members.optional("promised_on", .day(notPast: call.now.day))
            let withoutSupport = members.optional("without_support", .words)
            guard let text, let outcome else { return nil }
            return Reply(text: text, outcome: outcome, finishedAt: finishedAt, promisedOn: promisedOn, withoutSupport: withoutSupport)
        }
        return try await call.carryOut(.reply(reply), try call.change(required: true))
    }

    @Sendable static func note(_ call: StaffCall) async throws -> Response {
        try await call.say(status: .created) { .note($0) }
    }
}

extension Member where Value == Outcome {
    /// What an answer or a closing can claim.
    static var outcome: Member {
        Member("unknown_value", Words("须为下列之一：solved, explained, interim。", "It must be one of: solved, explained, interim.")) { json in
            json.string.flatMap(Outcome.init(rawValue:)).flatMap { Outcome.answers.contains($0) ? $0 : nil }
        }
    }
}
