import Casework
import Formats
import HTTPTypes
import Hummingbird
import ServiceDesk
import Statistics
import WorkingTime

/// Scorecards: figures of a period by group, as JSON or CSV.
enum ScorecardRoutes {
    /// As many months as one answer counts.
    private static let mostMonths = 24

    @Sendable static func report(_ call: StaffCall) async throws -> Response {
        let query = try query(call)
        let form = try TableForm(of: call)
        let jurisdiction = call.desk.jurisdiction
        let cards = try await call.house.statistics.scorecards(query, under: jurisdiction, at: call.now)
        let view = ScorecardView(map: jurisdiction.map, query: query, at: call.now)
        guard form.isCSV else { return .json(view.json(cards)) }
        return form.csv("scorecards", ScorecardView.columns, of: view.rows(cards, in: form.language)) { $1.line($0) }
    }

    @Sendable static func corrections(_ call: StaffCall) async throws -> Response {
        guard let month = call.month else { throw Problem.notFound }
        let grouping = try call.query.oneOf("by", ScorecardQuery.Grouping.self) ?? .department
        let jurisdiction = call.desk.jurisdiction
        guard let corrections = try await call.house.statistics.corrections(of: month, by: grouping, under: jurisdiction, at: call.now)
        else { throw Problem.notFound }
        let query = ScorecardQuery(days: month.first...month.last, grouping: grouping, departments: nil)
        return .json(ScorecardView(map: jurisdiction.map, query: query, at: call.now).json(corrections, of: month))
    }

    @Sendable static func seal(_ call: StaffCall) async throws -> Response {
        try await call.noMembers()
        guard let month = call.month else { throw Problem.notFound }
        let tallies = try await call.house.statistics.tallies(of: month, under: call.desk.jurisdiction, at: call.now)
        let seal = try await call.desk.seal(month, tallies, by: call.staff, at: call.now)
        var writer = JSONWriter()
        writer.object { object in
            object.member("month", seal.month.description)
            object.member("sealed_at", seal.sealedAt.description)
            object.member("sealed_by", seal.sealedBy)
            object.member("groups", seal.groups)
        }
        return .json(writer.bytes)
    }

    /// A head sees the own department and those below it; a supervisor all, or those asked for.
    private static func query(_ call: StaffCall) throws -> ScorecardQuery {
        let map = call.desk.jurisdiction.map
        let to = try call.query.day("to") ?? call.now.day
        let from = try call.query.day("from") ?? Month(containing: to).first
        guard from <= to else {
            throw Problem.endsBeforeItBegins("to")
        }
        guard Month(containing: to).first <= Month(containing: from).first.advanced(by: 31 * (mostMonths - 1)) else {
            throw Problem.invalidParameter(
                "from", "period_too_long", Words("最多 \(mostMonths) 个月。", "At most \(mostMonths) months at a time."))
        }
        let settings = call.desk.jurisdiction.settings
        // Without weights for today the lists are not set up, and that is said otherwise.
        if ScorecardWeights(settings, on: min(Month(containing: from).last, to)) == nil, ScorecardWeights(settings, on: call.now.day) != nil
        {
            throw Problem.invalidParameter(
                "from", "before_the_weights", Words("当时尚无考核权重。", "There were no weights for scorecards yet."))
        }
        let asked = try call.query.code("department", DepartmentCode.self) { map.department($0) != nil }.map { map.subtree(of: $0) }
        let shown = CaseScope.scorecards(for: call.staff, in: map)
        let departments = shown.map { shown in asked.map { Set($0).intersection(shown).sorted() } ?? shown } ?? asked
        return ScorecardQuery(
            days: from...to, grouping: try call.query.oneOf("by", ScorecardQuery.Grouping.self) ?? .department, departments: departments)
    }
}

extension StaffCall {
    /// The month in the path.
    var month: Month? { context.parameters.get("month").flatMap { Month(String($0)) } }
}
