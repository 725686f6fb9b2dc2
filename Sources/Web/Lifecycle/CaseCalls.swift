import Casework
import HTTPTypes
import Hummingbird
import ServiceDesk
import WorkingTime

/// The common way of everything that changes a case: the members, one call of the desk, the case as it then stands.
extension StaffCall {
    func carryOut(_ command: CaseCommand, _ change: CaseChange, status: HTTPResponse.Status = .ok) async throws -> Response {
        try Answer.response(try await desk.change(change, command, answer: answer(status)))
    }

    /// A verb that needs words and nothing else.
    func say(required: Bool = false, status: HTTPResponse.Status = .ok, _ command: (String) -> CaseCommand) async throws -> Response {
        let body = try await body()
        let text = try members(of: body) { $0.required("text", .words) }
        return try await carryOut(command(text), try change(required: required, body: body), status: status)
    }

    func answer(_ status: HTTPResponse.Status = .ok) -> @Sendable (CaseFile) -> [UInt8] {
        let view = view
        return { Answer(status, etag: $0.file.version, body: view($0)).bytes }
    }

    /// How a case is shown.
    var view: @Sendable (CaseFile) -> [UInt8] {
        let map = desk.jurisdiction.map
        let now = now
        return { CaseView(file: $0, map: map, now: now).bytes }
    }

    /// The id in the path. One that cannot be an id is one that does not exist.
    func rowID() throws -> Int {
        guard let id = context.parameters.get("id").flatMap({ Int($0) }) else { throw Problem.notFound }
        return id
    }
}

extension Call {
    /// For verbs whose URL says everything: no body, or an empty object.
    func noMembers() async throws {
        if request.headers[.contentType] == nil, request.headers[.contentLength].flatMap({ Int($0) }) ?? 0 == 0,
            request.headers[.transferEncoding] == nil
        {
            return
        }
        let bytes = try await body()
        if bytes.isEmpty { return }
        _ = try members(of: bytes) { _ in true }
    }
}
