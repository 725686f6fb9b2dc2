import Casework
import Hummingbird
import ServiceDesk

/// Taking requests.
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
}
