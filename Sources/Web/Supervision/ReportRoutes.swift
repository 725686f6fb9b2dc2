import Casework
import Formats
import Hummingbird
import ServiceDesk
import Statistics
import WorkingTime

/// The reports of supervision: each as pages, or the whole as a file.
enum ReportRoutes {
    @Sendable static func overdue(_ call: StaffCall) async throws -> Response {
        // Before the report is read: what changes from now on is told by the stream.
        let mark = try await call.desk.overdueMark(try call.reportFilter(), at: call.now)
        return try await answer(.overdue, "overdue", call, live: mark)
    }

    @Sendable static func dueSoon(_ call: StaffCall) async throws -> Response {
        let given = try call.query.instant("due_before")
        if let given, given <= call.now {
            throw Problem.invalidParameter("due_before", "in_the_past", Words("须晚于现在。", "It must lie in the future."))
        }
        return try await answer(.dueSoon(until: try given ?? call.soon()), "due-soon", call)
    }

    @Sendable static func orders(_ call: StaffCall) async throws -> Response {
        try await answer(.orders(try call.query.oneOf("level", SupervisionOrder.Level.self)), "orders", call)
    }

    @Sendable static func orderTotals(_ call: StaffCall) async throws -> Response {
        try await answer(.orderTotals, "orders-by-level", call)
    }

    @Sendable static func returns(_ call: StaffCall) async throws -> Response {
        try await answer(.returns(try call.query.oneOf("state", ReturnStanding.self)), "returns", call)
    }

    @Sendable static func returnTotals(_ call: StaffCall) async throws -> Response {
        try await answer(.returnTotals, "returns-by-department", call)
    }

    @Sendable static func extensions(_ call: StaffCall) async throws -> Response {
        let asked = try call.query.oneOf("request", TimeRequest.Kind.self)
        return try await answer(.extensions(asked, try call.query.oneOf("state", TimeRequestStanding.self)), "extensions", call)
    }

    @Sendable static func extensionTotals(_ call: StaffCall) async throws -> Response {
        try await answer(.extensionTotals, "extensions-by-department", call)
    }

    @Sendable static func repeats(_ call: StaffCall) async throws -> Response {
        try await answer(.repeats, "repeats", call)
    }

    @Sendable static func repeatTotals(_ call: StaffCall) async throws -> Response {
        try await answer(.repeatTotals, "repeats-by-number", call)
    }

    @Sendable static func pingPong(_ call: StaffCall) async throws -> Response {
        try await answer(.pingPong, "ping-pong", call)
    }

    /// The month so far unless a period is named.
    @Sendable static func lateSigning(_ call: StaffCall) async throws -> Response {
        try await answer(.lateSigning, "late-signing", call)
    }

    /// An administrator, who reads no case, keeps the calendar and sees what it did: numbers and days, no words.
    @Sendable static func dueMoves(_ call: StaffCall) async throws -> Response {
        let version = try call.query.int("calendar_version", in: 1...1_000_000_000)
        return try await answer(.dueMoves(calendarVersion: version), "due-moves", call) {
            if call.staff.holds(.administrator) { $0.scope = .everything }
        }
    }

    @Sendable static func overdueTotals(_ call: StaffCall) async throws -> Response {
        let query = try call.reportQuery(.overdue)
        let map = call.desk.jurisdiction.map
        let totals = try await call.house.statistics.overdueTotals(query, at: call.now)
        return .json(
            Response.pageBytes(totals, next: nil, total: nil, head: { $0.member("as_of", (query.asOf ?? call.now).description) }) {
                total, object in
                object.named("department", total.department, map.department(_:)) { $0.name }
                object.member("stage", total.stage.rawValue)
                object.member("open", total.open)
                object.member("met_late", total.metLate)
                object.member("worst_overdue_seconds", total.worst / 1_000_000)
            })
    }

    private static func answer(
        _ report: Report, _ name: String, _ call: StaffCall, live mark: LiveMark? = nil,
        _ widen: (inout ReportFilter) -> Void = { _ in }
    ) async throws -> Response {
        var query = try call.reportQuery(report)
        widen(&query.filter)
        if case .lateSigning = report, query.filter.from == nil, query.filter.before == nil {
            query.filter.from = call.now.day.firstOfMonth.start
        }
        let form = try TableForm(of: call, among: TableForm.Format.allCases)
        let file = ReportFile(query: query, name: name, form: form)
        switch form.format {
        case .json:
            let page = try await call.house.statistics.page(query, at: call.now, render: ReportView.render)
            let response = Response.json(page.bytes)
            // What came due after the instant of the page has not been seen, whatever the stream had seen by then.
            return mark.map { response.live(from: $0.upTo(page.asOf)) } ?? response
        case .csv: return try file.csv(call)
        case .xlsx: return try await file.xlsx(call)
        }
    }
}

extension StaffCall {
    fileprivate func soon() throws -> Instant {
        guard let soon = desk.jurisdiction.soon(at: now) else { throw Problem.notSetUp }
        return soon
    }
}

extension Day {
    fileprivate var firstOfMonth: Day { advanced(by: 1 - day) }
}
