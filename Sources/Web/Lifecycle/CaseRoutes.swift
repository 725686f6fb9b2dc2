import Casework
import Formats
import HTTPTypes
import Hummingbird
import ServiceDesk
import WorkingTime

/// Reading a case and carrying it on.
enum CaseRoutes {
    // MARK: reading

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
        return try Answer.response(answer(call)(file))
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
            guard let limit = jurisdiction.limits[id: clock.rule]?.limit else { return }
            let explanation = jurisdiction.calendar.explain(from: clock.startedAt, limit: limit)
            object.explanation(explanation)
            // The calendar has changed since the clock started: its due instant stands, and the reader is told.
            if let due = explanation.due, due.dueAt != clock.dueAt { object.member("recounted_due_at", due.dueAt.description) }
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

    // MARK: the dispatcher

    @Sendable static func classify(_ call: StaffCall) async throws -> Response {
        let classification = try await call.members { members in
            Classification(
                kind: members.optional("kind", .oneOf(Kind.self)), category: members.optional("category", .code(CategoryCode.self)),
                region: members.optional("region", .code(RegionCode.self)), urgent: members.optional("urgent", .bool),
                against: members.optional("against", .object(FilingReader.against)))
        }
        return try await carryOut(.classify(classification), try call.change(required: true), call)
    }

    @Sendable static func dispatch(_ call: StaffCall) async throws -> Response {
        let dispatch = try await call.members { members in
            Dispatch(
                department: members.optional("department", .code(DepartmentCode.self)),
                supporting: members.optional("supporting", .array(of: .code(DepartmentCode.self), 0...20)) ?? [],
                text: members.optional("text", .words))
        }
        return try await carryOut(.dispatch(dispatch), try call.change(required: true), call)
    }

    @Sendable static func rule(_ call: StaffCall) async throws -> Response {
        let ruling = try await call.members { members -> Ruling? in
            let upheld = members.required("upheld", .bool)
            let text = members.required("text", .words)
            let department = members.optional("department", .code(DepartmentCode.self))
            guard let upheld, let text else { return nil }
            if !upheld, department != nil {
                members.fault("department", "not_with_rejection", Words("驳回时不得另指单位。", "A rejected return names no department."))
            }
            return Ruling(verdict: upheld ? .upheld(to: department) : .rejected, text: text)
        }
        guard let id = call.context.parameters.get("id").flatMap({ Int($0) }) else { throw Problem.notFound }
        let answer = try await call.desk.rule(
            on: id, ruling, by: call.staff, expecting: try call.expectedVersion(), at: call.now, answer: answer(call))
        return try Answer.response(answer)
    }

    // MARK: the department

    @Sendable static func release(_ call: StaffCall) async throws -> Response {
        try await call.noMembers()
        return try await carryOut(.release, try call.change(), call)
    }

    @Sendable static func sign(_ call: StaffCall) async throws -> Response {
        try await call.noMembers()
        return try await carryOut(.sign, try call.change(), call)
    }

    @Sendable static func accept(_ call: StaffCall) async throws -> Response {
        try await call.noMembers()
        return try await carryOut(.accept, try call.change(), call)
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
        return try await carryOut(.recordContact(contact), try call.change(body: body), call, status: .created)
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
        return try await carryOut(.requestReturn(grounds), try call.change(body: body), call, status: .created)
    }

    @Sendable static func reply(_ call: StaffCall) async throws -> Response {
        let reply = try await call.members { members -> Reply? in
            let text = members.required("text", .text(max: 20_000, lines: true))
            let outcome = members.required("outcome", .oneOf(Outcome.self))
            let finishedAt = members.optional("finished_at", .instant(notAfter: call.now))
            let promisedOn = members.optional("promised_on", .day(notBefore: call.now.day))
            guard let text, let outcome else { return nil }
            return Reply(text: text, outcome: outcome, finishedAt: finishedAt, promisedOn: promisedOn)
        }
        return try await carryOut(.reply(reply), try call.change(required: true), call)
    }

    @Sendable static func note(_ call: StaffCall) async throws -> Response {
        try await say(call) { .note($0) }
    }

    // MARK: the supervisor

    @Sendable static func review(_ call: StaffCall) async throws -> Response {
        let review = try await call.members { members -> Review? in
            let text = members.optional("text", .words)
            return members.required("approved", .bool).map { Review(approved: $0, text: text) }
        }
        return try await carryOut(.review(review), try call.change(required: true), call)
    }

    @Sendable static func close(_ call: StaffCall) async throws -> Response {
        let closing = try await call.members { members -> CaseCommand? in
            let text = members.optional("text", .words)
            let promisedOn = members.optional("promised_on", .day(notBefore: call.now.day))
            return members.required("outcome", .oneOf(Outcome.self)).map { .close(outcome: $0, text: text, promisedOn: promisedOn) }
        }
        return try await carryOut(closing, try call.change(required: true), call)
    }

    @Sendable static func urge(_ call: StaffCall) async throws -> Response {
        try await say(call) { .urge($0) }
    }

    // MARK: the common way

    private static func say(_ call: StaffCall, _ command: (String) -> CaseCommand) async throws -> Response {
        let body = try await call.body()
        let text = try call.members(of: body) { $0.required("text", .words) }
        return try await carryOut(command(text), try call.change(body: body), call, status: .created)
    }

    private static func carryOut(
        _ command: CaseCommand, _ change: CaseChange, _ call: StaffCall, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        try Answer.response(try await call.desk.change(change, command, answer: answer(call, status)))
    }

    private static func answer(_ call: StaffCall, _ status: HTTPResponse.Status = .ok) -> @Sendable (CaseFile) -> [UInt8] {
        let map = call.desk.jurisdiction.map
        let now = call.now
        return { file in
            Answer(status, etag: file.file.version, body: CaseView(file: file, map: map, now: now).bytes).bytes
        }
    }
}

extension Member where Value == String {
    /// What one colleague tells another.
    static var words: Member { .text(max: 4_000, lines: true) }
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
