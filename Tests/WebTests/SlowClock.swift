import Formats
import WorkingTime

/// An outside reader of `GET /v1/cases/{number}/clocks`: counts each clock day by day from what is published, with the lists
/// of holidays read from their files, and without a line of the module that counts.
struct SlowClock {
    private var works: [String: Bool] = [:]

    init() throws {
        let published = try Self.rows("calendar-exceptions")
        for row in published { works[row[0]] = row[1] == "work" }
        let years = Set(published.map { $0[0].prefix(4) })
        for row in try Self.rows("statutory-holidays") where !years.contains(row[0].prefix(4)) { works[row[0]] = false }
    }

    private static func rows(_ list: String) throws -> [[String]] {
        String(decoding: try file("\(repository)/ops/lishui/\(list).csv"), as: UTF8.self)
            .split(separator: "\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
    }

    private func isWorking(_ day: Day) -> Bool { works[day.description] ?? (day.weekday != .saturday && day.weekday != .sunday) }

    /// What is wrong with a clock as it is published.
    func faults(in clock: JSON) -> [String] {
        var faults: [String] = []
        let segments = clock["segments"].items
        guard !segments.isEmpty, var start = Instant(rfc3339: clock["started_at"].text) else { return ["no segments"] }
        let pauses = clock["pauses"].items.compactMap { pause in
            Instant(rfc3339: pause["from"].text).map { (from: $0, to: Instant(rfc3339: pause["to"].text)) }
        }
        var due: Instant?
        for segment in segments {
            let words = segment["limit"].text.split(separator: " ")
            guard segment["started_at"].text == start.description, words.count == 2, let amount = Int(words[0]) else {
                return faults + ["a segment does not follow"]
            }
            due = self.due(from: start, amount, String(words[1]), pauses)
            if due?.description != segment["due_at"].string {
                faults.append("\(segment["reason"].text) of \(segment["limit"].text) from \(start): \(due?.description ?? "paused")")
            }
            faults += self.faults(inSteps: segment["explanation"].items, of: String(words[1]), amount, isOver: due != nil)
            guard let end = due else { break }
            start = end
        }
        let counts = ["running", "met", "met_late", "overdue"].contains(clock["state"].text)
        if counts, let due, due.description != clock["due_at"].text { faults.append("due \(clock["due_at"].text), counted \(due)") }
        return faults
    }

    /// The steps of days follow each other, count what they say, and sum up to the limit.
    private func faults(inSteps steps: [JSON], of unit: String, _ amount: Int, isOver: Bool) -> [String] {
        guard unit.hasSuffix("day") else { return [] }
        var faults: [String] = []
        var last: Day?
        for step in steps {
            guard let from = Day(step["from"].text) else { return ["a step without a day"] }
            // The last day of a calendar-day limit is told twice when it is a rest day: as counted, and as why it rolls.
            if let last, from != last.advanced(by: 1), from != last { faults.append("a gap before \(from)") }
            let to = Day(step["to"].text) ?? from
            let days = (from.daysSince1970...max(from, to).daysSince1970).map(Day.init(daysSince1970:))
            let working = days.filter(isWorking).count
            switch step["reason"].text {
            case "working_days", "make_up_workday":
                if step["days"].int != working || working != days.count { faults.append("\(from) to \(to) are not all worked") }
            case "weekend", "holiday":
                if working != 0 || step["days"].int != 0 { faults.append("\(from) to \(to) are not all free") }
            case "calendar_days":
                if step["days"].int != days.count { faults.append("\(from) to \(to) are not \(step["days"].int ?? -1) days") }
            case "start_day", "paused", "rolled_to":
                if step["days"].int != 0 { faults.append("\(step["reason"].text) counts nothing") }
            default: faults.append("unknown \(step["reason"].text)")
            }
            last = to
        }
        let counted = steps.compactMap { $0["days"].int }.reduce(0, +)
        if isOver ? counted != amount : counted > amount { faults.append("\(counted) counted of \(amount)") }
        return faults
    }

    private func due(from start: Instant, _ amount: Int, _ unit: String, _ pauses: [(from: Instant, to: Instant?)]) -> Instant? {
        switch unit {
        case "working_day": days(from: start, amount, pauses, counts: isWorking)
        case "calendar_day": days(from: start, amount, pauses) { _ in true }
        case "clock_hour": start.adding(seconds: Int64(amount) * 3600)
        default: officeHours(from: start, amount)
        }
    }

    private func days(
        from start: Instant, _ amount: Int, _ pauses: [(from: Instant, to: Instant?)], counts: (Day) -> Bool
    ) -> Instant? {
        var day = start.day
        var left = amount
        var rests = false
        // At the end of a working day on which the count is over it is due; not on a day of rest.
        while left > 0 || rests || !isWorking(day) {
            day = day.advanced(by: 1)
            rests = false
            for pause in pauses where pause.from.day <= day {
                guard let to = pause.to else { return nil }
                if day <= to.day, to > pause.from { rests = true }
            }
            if !rests, left > 0, counts(day) { left -= 1 }
        }
        return day.end
    }

    private func officeHours(from start: Instant, _ hours: Int) -> Instant {
        var now = start
        var left = hours * 3600
        while left > 0 {
            guard isWorking(now.day) else {
                now = now.day.advanced(by: 1).start
                continue
            }
            let step = now.secondOfDay % 60 == 0 && left >= 60 ? 60 : 1
            let minute = now.minuteOfDay
            if (510..<720).contains(minute) || (840..<1050).contains(minute) { left -= step }
            now = now.adding(seconds: Int64(step))
        }
        return now
    }
}
