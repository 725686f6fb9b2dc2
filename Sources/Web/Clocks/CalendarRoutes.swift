import Casework
import Formats
import Hummingbird
import ServiceDesk
import WorkingTime

/// The calendar year by year, and the loading of a new year's notice.
enum CalendarRoutes {
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
