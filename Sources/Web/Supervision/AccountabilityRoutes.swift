import Casework
import Formats
import HTTPTypes
import Hummingbird
import ServiceDesk
import WorkingTime

/// Accountability entries: drafted by one supervisor, published by another.
enum AccountabilityRoutes {
    @Sendable static func draft(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let draft = try call.members(of: body) { members -> AccountabilityDraft? in
            let cause = members.required("cause", .oneOf(AccountabilityEntry.Cause.self))
            let department = members.required("department", .code(DepartmentCode.self))
            let cases = members.optional("cases", .array(of: .caseNumber, 1...50)) ?? []
            let orders = members.optional("orders", .array(of: .rowID, 1...50)) ?? []
            let text = members.required("text", .text(max: 20_000, lines: true))
            if !members.holds("cases"), !members.holds("orders") {
                members.fault("cases", "missing", Words("须指明工单或督办单。", "Name the cases or the orders it is about."))
            }
            guard let cause, let department, let text else { return nil }
            return AccountabilityDraft(
                cause: cause, department: department, cases: cases, orders: orders.map(SupervisionOrderID.init(rawValue:)), text: text)
        }
        let answer = try await call.desk.draft(
            draft, by: call.staff, key: try call.idempotencyKey(body: body), at: call.now, answer: answer(.created))
        return try Answer.response(answer)
    }

    @Sendable static func list(_ call: StaffCall) async throws -> Response {
        let map = call.desk.jurisdiction.map
        var filter = AccountabilityFilter()
        filter.state = try call.query.oneOf("state", AccountabilityEntry.State.self)
        filter.cause = try call.query.oneOf("cause", AccountabilityEntry.Cause.self)
        filter.department = try call.query.code("department", DepartmentCode.self) { map.department($0) != nil }
        let page = try await call.desk.entries(
            filter, by: call.staff, before: try call.query.cursor(parts: 1)?[0], limit: try call.query.limit())
        return .page(page.items, next: page.next.map(String.init), total: nil) { write($0, into: &$1) }
    }

    @Sendable static func read(_ call: StaffCall) async throws -> Response {
        try Answer.response(answer()(try await call.desk.entry(try call.rowID(), by: call.staff)))
    }

    @Sendable static func redraft(_ call: StaffCall) async throws -> Response {
        let command = try await call.members { members -> AccountabilityCommand? in
            let cause = members.required("cause", .oneOf(AccountabilityEntry.Cause.self))
            let text = members.required("text", .text(max: 20_000, lines: true))
            guard let cause, let text else { return nil }
            return .draft(cause, text)
        }
        return try await carryOut(command, call)
    }

    @Sendable static func publish(_ call: StaffCall) async throws -> Response {
        try await call.noMembers()
        return try await carryOut(.publish, call)
    }

    @Sendable static func withdraw(_ call: StaffCall) async throws -> Response {
        try await carryOut(.withdraw(try await call.members { $0.required("text", .words) }), call)
    }

    /// What stands behind somebody's name is changed by whoever has read it: If-Match is needed.
    private static func carryOut(_ command: AccountabilityCommand, _ call: StaffCall) async throws -> Response {
        let answer = try await call.desk.change(
            entry: try call.rowID(), command, by: call.staff, expecting: try call.expectedVersion(required: true), at: call.now,
            answer: answer())
        return try Answer.response(answer)
    }

    private static func answer(_ status: HTTPResponse.Status = .ok) -> @Sendable (AccountabilityFile) -> [UInt8] {
        { file in
            var writer = JSONWriter()
            writer.object { write(file, into: &$0) }
            let location = status == .created ? "/v1/accountability-entries/\(file.entry.id)" : nil
            return Answer(status, etag: file.entry.version, location: location, body: writer.bytes).bytes
        }
    }

    private static func write(_ file: AccountabilityFile, into object: inout JSONObjectWriter) {
        let entry = file.entry
        object.member("id", entry.id)
        object.member("version", entry.version)
        object.member("state", entry.state.rawValue)
        object.member("cause", entry.cause?.rawValue)
        object.member("department", entry.department.rawValue)
        object.member("cases", file.cases)
        object.member("orders", file.orders.map(\.rawValue))
        object.member("text", entry.text)
        object.member("recommended_at", entry.recommendedAt?.description)
        object.member("drafted_by", file.drafter)
        object.member("drafted_at", entry.draftedAt?.description)
        object.member("published_by", file.publisher)
        object.member("published_at", entry.publishedAt?.description)
        object.member("withdrawn_by", file.withdrawer)
        object.member("withdrawn_at", entry.withdrawnAt?.description)
        object.member("withdrawal", entry.withdrawal)
        object.allowedActions(file.allowedActions.map { ActionCall($0, on: entry.id) })
    }
}
