import Casework
import Formats
import HTTPTypes
import Hummingbird
import ServiceDesk
import WorkingTime

/// The requester's side.
enum IntakeRoutes {
    @Sendable static func submit(_ call: PublicCall) async throws -> Response {
        // Whoever signs in while submitting is somebody; a wrong token is not taken for nobody.
        let staff = call.request.headers[.authorization] == nil ? nil : try await call.house.staff(of: call.request, at: call.now)
        let body = try await call.body()
        var filing = try call.members(of: body) { FilingReader.filing($0, at: call.now) }
        if let staff, staff.holds(.operator) {
            filing.registeredBy = staff.id
        } else {
            try FilingReader.checkSelfService(filing, at: call.now)
        }
        let caller = staff.map { "account \($0.id.rawValue)" } ?? "anyone"
        let map = call.desk.jurisdiction.map
        let answer = try await call.desk.submit(filing, key: try call.idempotencyKey(for: caller, body: body), at: call.now) { receipt in
            ReceiptView(receipt: receipt, map: map, now: call.now).answer.bytes
        }
        return try Answer.response(answer)
    }

    @Sendable static func track(_ call: PublicCall) async throws -> Response {
        guard let code = call.request.headers[.queryCode] else {
            throw Problem.invalidHeader(
                "X-Query-Code", Words("请在 X-Query-Code 头中给出查询码。", "Send the query code in the X-Query-Code header."))
        }
        let number = try call.caseNumber()
        let progress = try await call.desk.track(number, code: code)
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
            object.objects("clocks", progress.clocks.filter { $0.order == nil }) { $0.clock($1, at: call.now) }
            object.objects("history", progress.history) { $0.historyLine($1, actors: false) }
        }
        return .json(writer.bytes)
    }
}
