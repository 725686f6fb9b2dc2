import Casework
import Formats
import HTTPTypes
import Hummingbird
import ServiceDesk
import WorkingTime

/// What requesters see of their own case and do to it, by number and query code.
enum TrackingRoutes {
    @Sendable static func track(_ call: PublicCall) async throws -> Response {
        let code = try queryCode(call)
        let progress = try await call.desk.track(try call.caseNumber(), code: code, at: call.now)
        return .json(view(progress, call))
    }

    /// More to say; of a case that has ended, new facts for which it is to be taken up again.
    @Sendable static func supplement(_ call: PublicCall) async throws -> Response {
        let body = try await call.body()
        let command = try call.members(of: body) { members -> RequesterCommand? in
            let text = members.required("text", .supplement)
            let reopen = members.optional("reopen", .bool)
            return text.map { .supplement($0, reopening: reopen ?? false) }
        }
        return try await change(command, call, body: body, status: .created)
    }

    @Sendable static func withdraw(_ call: PublicCall) async throws -> Response {
        let command = try await call.members { RequesterCommand.withdraw($0.optional("text", .words)) }
        return try await change(command, call)
    }

    @Sendable static func rate(_ call: PublicCall) async throws -> Response {
        let opinion = try await call.members { OpinionReader.own($0) }
        return try await change(.rate(opinion), call)
    }

    private static func change(
        _ command: RequesterCommand, _ call: PublicCall, body: [UInt8]? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let number = try call.caseNumber()
        let code = try queryCode(call)
        let key = try body.flatMap { try call.idempotencyKey(for: "requester of \(number)", body: $0) }
        let answer = try await call.desk.change(number, code: code, command, key: key, at: call.now) { progress in
            Answer(status, body: view(progress, call)).bytes
        }
        return try Answer.response(answer)
    }

    private static func queryCode(_ call: PublicCall) throws -> String {
        guard let code = call.request.headers[.queryCode] else {
            throw Problem.invalidHeader(
                "X-Query-Code", Words("请在 X-Query-Code 头中给出查询码。", "Send the query code in the X-Query-Code header."))
        }
        return code
    }

    private static func view(_ progress: Progress, _ call: PublicCall) -> [UInt8] {
        let map = call.desk.jurisdiction.map
        var writer = JSONWriter()
        writer.object { object in
            object.member("number", progress.number.description)
            object.member("kind", progress.kind.rawValue)
            object.member("title", progress.title)
            object.member("state", progress.state.rawValue)
            object.named("department", progress.department, map.department(_:)) { $0.name }
            object.member("received_at", progress.receivedAt.description)
            object.member("outcome", progress.outcome?.rawValue)
            object.member("linked", progress.linked)
            object.objects("clocks", progress.clocks) { $0.clock($1, at: call.now) }
            object.objects("history", progress.history) { $0.historyLine($1, actors: false) }
            object.allowedActions(progress.allowedActions.map { ActionCall($0, of: progress.number) })
        }
        return writer.bytes
    }
}
