import Casework
import Formats
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceDesk
import Statistics
import WorkingTime

/// The calendar year by year, the loading of a new year's notice, and what it moved.
enum CalendarRoutes {
    private enum Format: String, CaseIterable { case json, csv }

    /// The days of a year that depart from Monday to Friday.
    @Sendable static func year(_ call: PublicCall) async throws -> Response {
        let calendar = call.desk.jurisdiction.calendar
        let year = try call.query.int("year", in: 1949...2199) ?? call.now.day.year
        let bytes = Response.pageBytes(
            calendar.exceptions(in: year), next: nil, total: nil,
            head: {
                $0.member("year", year)
                $0.member("published", calendar.publishedYears.contains(year))
            },
            { entry, object in
                object.member("date", entry.day.description)
                object.member("status", entry.status.isWorking ? "work" : "off")
                object.member("name", entry.status.name)
            })
        return .json(bytes).cacheable(seconds: 60)
    }

    /// Loads a year's notice, or shows what that would change.
    @Sendable static func load(_ call: StaffCall) async throws -> Response {
        let year = call.context.parameters.get("year").flatMap { Int($0) }.flatMap { (1949...2199).contains($0) ? $0 : nil }
        guard let year else { throw Problem.notFound }
        let dryRun = try call.query.bool("dry_run") ?? false
        let days = try await call.members { $0.required("days", .array(of: .holiday, 1...200)) }
        let change: CalendarChange
        do {
            change = try await call.desk.load(CalendarLoad(year: year, days: days), dryRun: dryRun, by: call.staff, at: call.now)
        } catch {
            guard case .notANotice(let notice) = error else { throw error }
            throw Problem.invalid(notice.faults.map { fault($0, in: days) })
        }
        return .json(view(change, dryRun: dryRun))
    }

    private static func fault(_ fault: HolidayNotice.Fault, in days: [CalendarException]) -> Problem.Fault {
        // Of a day that stands there twice the second is the fault.
        let index = fault.day.flatMap { day in days.lastIndex { $0.day == day } }
        let (member, rule, chinese) =
            switch fault {
            case .repeated(let day): ("/date", "day_twice", "\(day) 重复。")
            case .ofAnotherYear(let day, let year): ("/date", "day_of_another_year", "\(day) 不属于 \(year) 年的放假通知。")
            case .newYearMissing(let year): ("", "notice_not_whole", "缺少 \(year)-01-01 元旦；放假通知须为全年。")
            case .holidayMissing(let holiday): ("", "notice_not_whole", "缺少法定节假日 \(holiday.day) \(holiday.name)；放假通知须为全年。")
            }
        return Problem.Fault(
            place: .pointer(index.map { "/days/\($0)\(member)" } ?? "/days"), rule: rule, detail: Words(chinese, "\(fault)."))
    }

    private static func view(_ change: CalendarChange, dryRun: Bool) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.member("year", change.year)
            object.member("dry_run", dryRun)
            object.member("published_before", change.wasPublished)
            object.objects("changes", change.entries) { item, entry in
                item.member("date", entry.day.description)
                item.member("before", entry.before)
                item.member("after", entry.after)
            }
            object.member("clocks", change.clocks)
            object.member("calendar_version", dryRun ? nil : change.calendarVersion)
        }
        return writer.bytes
    }

    /// The due instants that a change of the calendar moved, newest first.
    @Sendable static func moves(_ call: StaffCall) async throws -> Response {
        let map = call.desk.jurisdiction.map
        // An administrator, who reads no case, keeps the calendar and sees what it did: numbers and days, no words.
        var query = MovesQuery(scope: call.staff.holds(.administrator) ? nil : CaseScope(of: call.staff, in: map))
        query.departments = try call.query.code("department", DepartmentCode.self) { map.department($0) != nil }
            .map { map.subtree(of: $0).sorted() }
        query.stage = try call.query.oneOf("stage", Stage.self)
        query.calendarVersion = try call.query.int("calendar_version", in: 1...1_000_000_000)
        query.limit = try call.query.limit()
        query.after = try call.query.cursor(parts: 1)?[0]
        let asked = try call.query.oneOf("format", Format.self)
        let language = try call.query.oneOf("lang", Language.self) ?? call.language
        let withMark = try call.query.bool("bom") ?? false
        let accepts = call.request.headers[.accept]?.lowercased() ?? ""
        if asked == .csv || (asked == nil && accepts.contains("text/csv")) {
            return csv(query, in: try call.house.statistics.openExport(), language: language, withMark: withMark, call)
        }
        let page = try await call.house.statistics.moves(query)
        return .page(page.items, next: page.next.map(String.init), total: nil) { move, object in
            object.member("number", move.number)
            object.named("department", move.department, map.department(_:)) { $0.name }
            object.member("stage", move.stage.rawValue)
            object.member("old_due_at", move.oldDueAt.description)
            object.member("new_due_at", move.newDueAt.description)
            object.member("calendar_version", move.calendarVersion)
            object.member("moved_at", move.movedAt.description)
        }
    }

    private static func csv(_ query: MovesQuery, in slot: ExportSlot, language: Language, withMark: Bool, _ call: StaffCall) -> Response {
        let columns: [Words] = [
            Words("工单编号", "number"), Words("承办单位代码", "department"), Words("承办单位", "department_name"), Words("环节", "stage"),
            Words("原到期时间", "old_due_at"), Words("新到期时间", "new_due_at"), Words("日历版本", "calendar_version"), Words("变更时间", "moved_at"),
        ]
        let header = (withMark ? "\u{FEFF}" : "") + columns.map { $0.in(language) }.joined(separator: ",") + "\n"
        return Response(
            status: .ok,
            headers: [.contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"calendar-moves.csv\""],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: header))
                try await call.house.statistics.movesCSV(query, in: slot) { try await writer.write(ByteBuffer(bytes: $0)) }
                try await writer.finish(nil)
            })
    }
}

extension Member where Value == CalendarException {
    /// A day of a holiday notice.
    fileprivate static var holiday: Member {
        .object { members in
            let day = members.required("date", .day(notBefore: Instant.earliestAccepted.day))
            let status = members.required("status", .oneOf(CalendarException.Status.self))
            let name = members.required("name", .text(max: 50))
            guard let day, let status, let name else { return nil }
            return CalendarException(day: day, status: status, name: name)
        }
    }
}

extension JSONObjectWriter {
    fileprivate mutating func member(_ name: String, _ exception: CalendarException?) {
        guard let exception else { return member(name, nil as String?) }
        object(name) {
            $0.member("status", exception.status.rawValue)
            $0.member("name", exception.name)
        }
    }
}
