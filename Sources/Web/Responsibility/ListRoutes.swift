import Casework
import Formats
import Hummingbird
import ServiceDesk
import WorkingTime

/// The public lists, and what the responsibility map would answer.
enum ListRoutes {
    @Sendable static func categories(_ call: PublicCall) async throws -> Response {
        let map = call.desk.jurisdiction.map
        let parent = try call.query.code("parent", CategoryCode.self) { map.category($0) != nil }
        let items = parent.map { parent in map.categories.filter { $0.parent == parent } } ?? map.categories
        return Response.page(items, next: nil, total: items.count) { category, object in
            object.member("code", category.code.rawValue)
            object.member("name", category.name)
            object.member("parent", category.parent?.rawValue)
            object.member("scope", category.scope)
        }.cacheable(seconds: 60)
    }

    @Sendable static func regions(_ call: PublicCall) async throws -> Response {
        let map = call.desk.jurisdiction.map
        let parent = try call.query.code("parent", RegionCode.self) { map.region($0) != nil }
        let items = parent.map { parent in map.regions.filter { $0.parent == parent } } ?? map.regions
        return Response.page(items, next: nil, total: items.count) { region, object in
            object.member("code", region.code.rawValue)
            object.member("name", region.name)
            object.member("level", region.level.rawValue)
            object.member("kind", region.kind)
            object.member("parent", region.parent?.rawValue)
        }.cacheable(seconds: 60)
    }

    @Sendable static func departments(_ call: PublicCall) async throws -> Response {
        let map = call.desk.jurisdiction.map
        let parent = try call.query.code("parent", DepartmentCode.self) { map.department($0) != nil }
        let region = try call.query.code("region", RegionCode.self) { map.region($0) != nil }
        let items = map.departments.filter { (parent == nil || $0.parent == parent) && (region == nil || $0.region == region) }
        return try paged(items, call) { department, object in
            object.member("code", department.code.rawValue)
            object.member("name", department.name)
            object.member("short_name", department.shortName)
            object.member("kind", department.kind)
            object.member("authority", department.authority?.rawValue)
            object.member("region", department.region.rawValue)
            object.member("parent", department.parent?.rawValue)
            object.member("attested", department.attested)
        }
    }

    @Sendable static func responsibilities(_ call: PublicCall) async throws -> Response {
        let map = call.desk.jurisdiction.map
        let day = try call.query.day("on") ?? call.now.day
        let branch = try call.query.code("category", CategoryCode.self) { map.category($0) != nil }.map { Set(map.branch(of: $0)) }
        let department = try call.query.code("department", DepartmentCode.self) { map.department($0) != nil }
        let items = map.entries(on: day).filter { entry in
            (branch?.contains(entry.category) ?? true) && (department == nil || entry.assignee == department.map(Assignee.department))
        }
        return try paged(items, call) { entry, object in object.responsibility(entry) }
    }

    @Sendable static func timeLimits(_ call: PublicCall) async throws -> Response {
        let day = try call.query.day("on") ?? call.now.day
        return Response.page(call.desk.jurisdiction.limits.inForce(on: day), next: nil, total: nil) { rule, object in
            object.member("id", rule.id)
            object.member("regime", rule.regime)
            object.member("matter", rule.matter)
            object.member("stage", rule.stage.rawValue)
            object.member("start_event", rule.startEvent)
            object.member("amount", rule.limit.amount)
            object.member("unit", rule.limit.unit.rawValue)
            object.member("pause", rule.pause)
            object.member(
                "pause_grounds", SuspensionGround.allCases.filter { rule.pauseGrounds.contains($0) }.map(\.rawValue))
            object.member("on_silence", rule.onSilence)
            if let grant = rule.extension {
                object.object("extension") {
                    $0.member("amount", grant.limit.amount)
                    $0.member("unit", grant.limit.unit.rawValue)
                    $0.member("times", grant.times)
                    $0.member("approver", grant.approver)
                }
            }
            object.member("basis", rule.basis)
            object.member("status", rule.status)
            object.member("effective_from", rule.effectiveFrom.description)
            object.member("effective_to", rule.effectiveTo?.description)
        }.cacheable(seconds: 60)
    }

    /// Who would get this on a day, past or to come, by which entry of the map and why. Nothing is stored.
    @Sendable static func resolve(_ call: PublicCall) async throws -> Response {
        let question = try await call.members { members -> RoutingQuestion? in
            let kind = members.required("kind", .oneOf(Kind.self))
            let title = members.optional("title", .text(max: 200)) ?? ""
            let body = members.optional("body", .text(max: 20_000, lines: true)) ?? ""
            let category = members.optional("category", .code(CategoryCode.self))
            let region = members.optional("region", .code(RegionCode.self))
            let address = members.optional("address", .text(max: 500))
            let against = members.optional("against", .object(FilingReader.against))
            let day = members.optional("on", .day(notBefore: Instant.earliestAccepted.day)) ?? call.now.day
            guard let kind else { return nil }
            return RoutingQuestion(
                kind: kind, category: category, region: region, title: title, body: body, address: address, against: against, on: day)
        }
        let map = call.desk.jurisdiction.map
        if let category = question.category, map.category(category) == nil { throw Problem(.unknownCategory(member: "/category")) }
        if let region = question.region, map.region(region) == nil { throw Problem(.unknownRegion) }
        if let accused = question.against?.department, map.department(accused) == nil {
            throw Problem(.unknownDepartment(member: "/against/department"))
        }
        var writer = JSONWriter()
        let decision = map.resolve(question)
        writer.object { object in
            object.member("on", question.on.description)
            decision.write(into: &object, explained: true)
            object.responsibility("entry", decision.responsibility, in: map)
        }
        return .json(writer.bytes)
    }

    /// The lists are in memory: a page is a slice, and its cursor the place where the next begins.
    private static func paged<Item>(
        _ items: [Item], _ call: PublicCall, _ write: (Item, inout JSONObjectWriter) -> Void
    ) throws -> Response {
        let limit = try call.query.limit()
        let start = min(try call.query.cursor(parts: 1)?[0] ?? 0, items.count)
        let end = min(start + limit, items.count)
        return Response.page(Array(items[start..<end]), next: end < items.count ? String(end) : nil, total: items.count, write)
            .cacheable(seconds: 60)
    }
}
