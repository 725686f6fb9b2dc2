import Casework
import Formats
import HTTPTypes
import Hummingbird
import ServiceDesk
import WorkingTime

/// Reading cases.
enum CaseRoutes {
    @Sendable static func list(_ call: StaffCall) async throws -> Response {
        let map = call.desk.jurisdiction.map
        var filter = CaseFilter()
        filter.state = try call.query.oneOf("state", CaseState.self)
        filter.kind = try call.query.oneOf("kind", Kind.self)
        filter.department = try call.query.code("department", DepartmentCode.self) { map.department($0) != nil }
        filter.category = try call.query.code("category", CategoryCode.self) { map.category($0) != nil }
        filter.region = try call.query.code("region", RegionCode.self) { map.region($0) != nil }
        filter.receivedFrom = try call.query.instant("received_from")
        filter.receivedBefore = try call.query.instant("received_before")
        let page = try await call.desk.cases(
            filter, by: call.staff, before: try call.query.cursor(parts: 1).map { CaseID(rawValue: $0[0]) },
            limit: try call.query.limit(), counted: try call.query.bool("total") ?? false)
        return .page(page.items, next: page.next.map { "\($0.rawValue)" }, total: page.total) { $1.summary($0) }
    }

    @Sendable static func read(_ call: StaffCall) async throws -> Response {
        let file = try await call.desk.read(try call.caseNumber(), by: call.staff, at: call.now)
        return try Answer.response(call.answer()(file))
    }

    @Sendable static func events(_ call: StaffCall) async throws -> Response {
        let lines = try await call.desk.history(of: try call.caseNumber(), by: call.staff)
        return .page(lines, next: nil, total: nil) { $1.historyLine($0, actors: true) }
    }

    @Sendable static func clocks(_ call: StaffCall) async throws -> Response {
        let clocks = try await call.desk.clocks(of: try call.caseNumber(), by: call.staff)
        let jurisdiction = call.desk.jurisdiction
        return .page(clocks, next: nil, total: nil) { clock, object in
            object.clock(clock, at: call.now)
            object.segments(of: clock, under: jurisdiction)
        }
    }

    @Sendable static func routing(_ call: StaffCall) async throws -> Response {
        let records = try await call.desk.routings(of: try call.caseNumber(), by: call.staff)
        return .page(records, next: nil, total: nil) { record, object in
            object.member("decided_at", record.decidedAt.description)
            object.member("decided_by", record.decidedBy)
            object.member("source", record.source)
            object.member("department", record.department?.rawValue)
            object.member("map_version", record.mapVersion)
            object.raw("explanation", record.explanationJSON)
        }
    }

    @Sendable static func returnRequests(_ call: StaffCall) async throws -> Response {
        let page = try await call.desk.returnRequests(
            open: try call.query.bool("open"), after: try call.query.cursor(parts: 1)?[0], limit: try call.query.limit())
        return .page(page.items, next: page.next.map(String.init), total: nil) { file, object in
            object.member("id", file.id)
            object.member("number", file.number)
            object.returnRequest(file.request)
            object.member("due_at", file.dueAt?.description)
        }
    }
}
