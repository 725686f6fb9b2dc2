import Casework
import Hummingbird
import ServiceDesk
import WorkingTime

/// Supporting departments, and the steps of statutes in which others are heard.
enum SupportRoutes {
    @Sendable static func request(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let command = try call.members(of: body) { members -> CaseCommand? in
            let departments = members.required("departments", .array(of: .code(DepartmentCode.self), 1...20))
            let text = members.required("text", .words)
            guard let departments, let text else { return nil }
            return .requestSupport(departments, demand: text)
        }
        return try await call.carryOut(command, try call.change(body: body), status: .created)
    }

    @Sendable static func answer(_ call: StaffCall) async throws -> Response {
        let text = try await call.members { $0.required("text", .text(max: 20_000, lines: true)) }
        return try await call.carryOut(.answerSupport(text), try call.change())
    }

    @Sendable static func release(_ call: StaffCall) async throws -> Response {
        guard let code = call.context.parameters.get("department") else { throw Problem.notFound }
        return try await call.say(required: true) { .releaseSupport(DepartmentCode(rawValue: String(code)), text: $0) }
    }

    @Sendable static func requestCorrection(_ call: StaffCall) async throws -> Response {
        let command = try await call.members { members -> CaseCommand? in
            let text = members.required("text", .words)
            let until = members.required("until", .day(notPast: call.now.day))
            guard let text, let until else { return nil }
            return .requestCorrection(text, until: until)
        }
        return try await call.carryOut(command, try call.change(required: true))
    }

    @Sendable static func consult(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let command = try call.members(of: body) { members -> CaseCommand? in
            let whom = members.required("whom", .oneOf(Consultation.self))
            let text = members.required("text", .words)
            guard let whom, let text else { return nil }
            return .consult(whom, text: text)
        }
        return try await call.carryOut(command, try call.change(body: body), status: .created)
    }
}
