import Casework
import Hummingbird
import ServiceDesk

/// What dispatchers do: classify, dispatch, refuse, answer, merge, split, rule.
enum TriageRoutes {
    @Sendable static func classify(_ call: StaffCall) async throws -> Response {
        let classification = try await call.members { members in
            Classification(
                kind: members.optional("kind", .oneOf(Kind.self)), category: members.optional("category", .code(CategoryCode.self)),
                region: members.optional("region", .code(RegionCode.self)), urgent: members.optional("urgent", .bool),
                regime: regime(members), against: members.optional("against", .object(FilingReader.against)))
        }
        return try await call.carryOut(.classify(classification), try call.change(required: true))
    }

    @Sendable static func dispatch(_ call: StaffCall) async throws -> Response {
        let dispatch = try await call.members { members in
            Dispatch(
                department: members.optional("department", .code(DepartmentCode.self)),
                supporting: members.optional("supporting", .array(of: .code(DepartmentCode.self), 0...20)) ?? [],
                text: members.optional("text", .words))
        }
        return try await call.carryOut(.dispatch(dispatch), try call.change(required: true))
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
        let answer = try await call.desk.rule(
            on: try call.rowID(), ruling, by: call.staff, expecting: try call.expectedVersion(), at: call.now, answer: call.answer())
        return try Answer.response(answer)
    }

    /// `regime`, with the statute's own words for the matter where it has several.
    private static func regime(_ members: MemberReader.Object) -> Regime? {
        let name = members.optional("regime", .text(max: 100))
        let matter = members.optional("matter", .text(max: 100))
        if name == nil, members.holds("matter") {
            members.fault("matter", "needs_regime", Words("matter 须与 regime 同时给出。", "It goes with a regime."))
        }
        return name.map { Regime(name: $0, matter: matter ?? "any") }
    }

    @Sendable static func refuse(_ call: StaffCall) async throws -> Response {
        let command = try await call.members { members -> CaseCommand? in
            let ground = members.required("ground", .oneOf(RefusalGround.self))
            let route = members.required("route", .text(max: 500))
            let text = members.required("text", .words)
            guard let ground, let route, let text else { return nil }
            return .refuse(Rejection(ground: ground, route: route), text: text)
        }
        return try await call.carryOut(command, try call.change(required: true))
    }

    /// What a requester adds otherwise than under the query code.
    @Sendable static func supplement(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let text = try call.members(of: body) { $0.required("text", .supplement) }
        return try await call.carryOut(.supplement(text), try call.change(body: body), status: .created)
    }

    @Sendable static func answerDirectly(_ call: StaffCall) async throws -> Response {
        let text = try await call.members { $0.required("text", .text(max: 20_000, lines: true)) }
        return try await call.carryOut(.answerDirectly(text), try call.change(required: true))
    }

    @Sendable static func split(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let split = try call.members(of: body) { members -> Split? in
            let title = members.required("title", .text(max: 200))
            let body = members.required("body", .text(max: 20_000, lines: true))
            let against = members.optional("against", .object(FilingReader.against))
            let category = members.optional("category", .code(CategoryCode.self))
            let region = members.optional("region", .code(RegionCode.self))
            guard let title, let body else { return nil }
            return Split(title: title, body: body, against: against, category: category, region: region)
        }
        let view = call.view
        let answer = try await call.desk.split(try call.change(body: body), split) { report in
            Answer(.created, etag: report.file.version, location: "/v1/cases/\(report.file.number)", body: view(report)).bytes
        }
        return try Answer.response(answer)
    }

    @Sendable static func merge(_ call: StaffCall) async throws -> Response {
        let parent = try await call.members { $0.required("parent", .caseNumber) }
        let answer = try await call.desk.merge(try call.change(required: true), into: parent, answer: call.answer())
        return try Answer.response(answer)
    }
}
