import Casework
import Formats
import Hummingbird
import ServiceDesk
import WorkingTime

/// The calendar for everybody.
enum ClockRoutes {
    @Sendable static func dueDate(_ call: PublicCall) async throws -> Response {
        guard let text = call.query.text("from") else { throw missing("from") }
        guard let amount = try call.query.int("amount", in: 1...10_000) else { throw missing("amount") }
        guard let unit = try call.query.oneOf("unit", LimitUnit.self) else { throw missing("unit") }
        guard let limit = Limit(amount: amount, unit: unit) else { throw missing("amount") }
        let calendar = call.desk.jurisdiction.calendar
        // Day-limits take a plain day as well as an instant.
        let explanation =
            if let day = Day(text) {
                calendar.explain(from: try inRange(day), limit: limit)
            } else if let instant = try call.query.instant("from") {
                calendar.explain(
                    from: Instant(microseconds: try inRange(instant.day).start.microseconds + instant.sinceMidnight), limit: limit)
            } else {
                throw missing("from")
            }
        var writer = JSONWriter()
        writer.object { object in
            object.member("from", text.replacing(" ", with: "+"))
            object.member("amount", amount)
            object.member("unit", unit.rawValue)
            if let due = explanation.due {
                object.member("due_at", due.dueAt.description)
                object.member("provisional", due.provisional)
                object.member("calendar_version", due.calendarVersion)
            }
            object.explanation(explanation)
        }
        return .json(writer.bytes)
    }

    private static func missing(_ name: String) -> Problem {
        .invalidParameter(name, "missing", Words("缺少参数。", "It is missing."))
    }

    /// The calendar answers for days near enough to mean something.
    private static func inRange(_ day: Day) throws -> Day {
        guard (1949...2199).contains(day.year) else {
            throw Problem.invalidParameter("from", "out_of_range", Words("须在 1949 至 2199 年之间。", "It must lie between 1949 and 2199."))
        }
        return day
    }
}

extension Instant {
    /// Microseconds since midnight at +08:00.
    var sinceMidnight: Int64 { microseconds - day.start.microseconds }
}

extension JSONObjectWriter {
    /// How a due instant came about, so that a reader can count along.
    mutating func explanation(_ explanation: Explanation) {
        member("limit", explanation.limit.description)
        objects("explanation", explanation.steps) { item, step in
            item.member("from", step.from.description)
            item.member("to", step.to?.description)
            item.member("reason", step.reason.code)
            item.member("name", unlessNil: step.reason.name)
            if explanation.limit.unit.countsDays {
                item.member("days", step.counted)
            } else {
                item.member("minutes", Double(step.counted) / 60_000_000)
            }
        }
    }
}
