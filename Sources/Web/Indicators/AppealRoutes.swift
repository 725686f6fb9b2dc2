import Casework
import Formats
import HTTPTypes
import Hummingbird
import ServiceDesk
import WorkingTime

/// Appeals of departments against what is counted on their scorecards.
enum AppealRoutes {
    @Sendable static func appeal(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let grounds = try call.members(of: body) { members -> ScorecardAppealGrounds? in
            let number = members.required("case", .caseNumber)
            let month = members.required("month", .month)
            let indicator = members.optional("indicator", .countedIndicator)
            let department = members.optional("department", .code(DepartmentCode.self))
            let reason = members.required("reason", .words)
            guard let number, let month, let reason else { return nil }
            return ScorecardAppealGrounds(number: number, month: month, indicator: indicator, department: department, reason: reason)
        }
        let answer = try await call.desk.appeal(
            grounds, by: call.staff, key: try call.idempotencyKey(body: body), at: call.now
        ) { appeal in
            var writer = JSONWriter()
            writer.object { write(appeal, into: &$0) }
            return Answer(.created, body: writer.bytes).bytes
        }
        return try Answer.response(answer)
    }

    @Sendable static func list(_ call: StaffCall) async throws -> Response {
        let month = try call.query.text("month").map { text in
            guard let month = Month(text) else {
                throw Problem.invalidParameter("month", "malformed_month", Words("须为月份，如 2026-09。", "It must be a month, as 2026-09."))
            }
            return month
        }
        let page = try await call.desk.appeals(
            open: try call.query.bool("open"), month: month, by: call.staff, before: try call.query.cursor(parts: 1)?[0],
            limit: try call.query.limit())
        return .page(page.items, next: page.next.map(String.init), total: nil) { write($0, into: &$1) }
    }

    @Sendable static func decide(_ call: StaffCall) async throws -> Response {
        let id = try call.rowID()
        let (granted, text) = try await call.members { members -> (Bool, String)? in
            let granted = members.required("granted", .bool)
            let text = members.required("text", .words)
            guard let granted, let text else { return nil }
            return (granted, text)
        }
        let appeal = try await call.desk.decide(appeal: id, granted: granted, text: text, by: call.staff, at: call.now)
        var writer = JSONWriter()
        writer.object { write(appeal, into: &$0) }
        return .json(writer.bytes)
    }

    private static func write(_ appeal: ScorecardAppeal, into object: inout JSONObjectWriter) {
        object.member("id", appeal.id)
        object.member("case", appeal.number)
        object.member("department", appeal.department.rawValue)
        object.member("month", appeal.month.description)
        object.member("indicator", appeal.indicator?.rawValue)
        object.member("reason", appeal.reason)
        object.member("appealed_at", appeal.appealedAt.description)
        object.member("decided_at", appeal.decidedAt?.description)
        object.member("granted", appeal.granted)
        object.member("decision", appeal.decision)
    }
}

extension Member where Value == Indicator {
    /// One that cases are counted for.
    static var countedIndicator: Member {
        let known = Indicator.allCases.filter(\.countsCases).map(\.rawValue).joined(separator: ", ")
        return Member("unknown_value", Words("须为下列之一：\(known)。", "It must be one of: \(known).")) { json in
            json.string.flatMap(Indicator.init(rawValue:)).flatMap { $0.countsCases ? $0 : nil }
        }
    }
}
