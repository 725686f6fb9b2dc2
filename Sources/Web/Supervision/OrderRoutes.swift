import Casework
import Formats
import HTTPTypes
import Hummingbird
import ServiceDesk
import WorkingTime

/// Supervision orders.
enum OrderRoutes {
    @Sendable static func issue(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let demand = try call.members(of: body) { members -> OrderDemand? in
            let cases = members.required("cases", .array(of: .caseNumber, 1...50))
            let demand = members.required("demand", .words)
            let basis = members.optional("basis", .text(max: 500))
            let level = members.optional("level", .oneOf(SupervisionOrder.Level.self)) ?? .order
            guard let cases, let demand else { return nil }
            return OrderDemand(cases: cases, level: level, demand: demand, basis: basis)
        }
        let answer = try await call.desk.issue(
            demand, by: call.staff, key: try call.idempotencyKey(body: body), at: call.now, answer: answer(.created))
        return try Answer.response(answer)
    }

    @Sendable static func list(_ call: StaffCall) async throws -> Response {
        let page = try await call.desk.orders(
            state: try call.query.oneOf("state", SupervisionOrder.State.self), by: call.staff,
            before: try call.query.cursor(parts: 1)?[0], limit: try call.query.limit())
        return .page(page.items, next: page.next.map(String.init), total: nil) { write($0, into: &$1) }
    }

    @Sendable static func read(_ call: StaffCall) async throws -> Response {
        try Answer.response(answer()(try await call.desk.order(try id(call), by: call.staff)))
    }

    @Sendable static func acknowledge(_ call: StaffCall) async throws -> Response {
        try await call.noMembers()
        return try await carryOut(.acknowledge, call)
    }

    @Sendable static func reply(_ call: StaffCall) async throws -> Response {
        try await carryOut(.reply(try await call.members { $0.required("text", .text(max: 20_000, lines: true)) }), call)
    }

    @Sendable static func accept(_ call: StaffCall) async throws -> Response {
        let text = try await call.members { members -> String?? in .some(members.optional("text", .words)) }
        return try await carryOut(.accept(text), call)
    }

    @Sendable static func reject(_ call: StaffCall) async throws -> Response {
        try await carryOut(.reject(try await call.members { $0.required("text", .words) }), call)
    }

    private static func carryOut(_ command: OrderCommand, _ call: StaffCall) async throws -> Response {
        let answer = try await call.desk.change(
            try id(call), command, by: call.staff, expecting: try call.expectedVersion(), at: call.now, answer: answer())
        return try Answer.response(answer)
    }

    private static func id(_ call: StaffCall) throws -> SupervisionOrderID {
        SupervisionOrderID(rawValue: try call.rowID())
    }

    private static func answer(_ status: HTTPResponse.Status = .ok) -> @Sendable (OrderFile) -> [UInt8] {
        { file in
            var writer = JSONWriter()
            writer.object { write(file, into: &$0) }
            let location = status == .created ? "/v1/supervision-orders/\(file.order.id.rawValue)" : nil
            return Answer(status, etag: file.order.version, location: location, body: writer.bytes).bytes
        }
    }

    private static func write(_ file: OrderFile, into object: inout JSONObjectWriter) {
        let order = file.order
        object.member("id", order.id.rawValue)
        object.member("version", order.version)
        object.member("level", order.level.rawValue)
        object.member("state", order.state.rawValue)
        object.member("department", order.department.rawValue)
        object.member("cases", file.cases)
        object.member("issuer", file.issuer)
        object.member("trigger", file.trigger)
        object.member("predecessor", file.predecessor?.rawValue)
        object.member("successor", file.successor?.rawValue)
        object.member("issued_at", order.issuedAt.description)
        object.member("demand", file.demand)
        object.member("basis", file.basis)
        object.member("due_at", order.dueAt.description)
        object.member("acknowledged_at", order.acknowledgedAt?.description)
        object.member("reply", order.reply)
        object.member("replied_at", order.repliedAt?.description)
        object.member("decision", order.decision)
        object.member("decided_at", order.decidedAt?.description)
        object.member("next_level", order.nextLevel?.rawValue)
        object.allowedActions(file.allowedActions.map { ActionCall($0, on: order.id) })
    }
}
