import Formats
import WorkingTime

/// All indicators counted from the rows case by case, as a person with the rules in hand would: it shares neither SQL nor
/// arithmetic with the line.
struct PlainFigures {
    struct Ratio: Equatable {
        var met = 0
        var partly = 0
        var counted = 0
    }

    struct Card: Equatable {
        var ratios: [String: Ratio] = [:]
        /// Working seconds of the cases closed.
        var times: [Int] = []
    }

    /// What a figure is counted in.
    struct Place: Hashable {
        let month: String
        let department: String?
        let category: String?
        let region: String?
    }

    private let rows: RandomFigures
    private let parents: [String: String]
    private let calendar: PlainCalendar
    private let clocks: [Int: [RandomFigures.Clock]]
    private let returns: [Int: [RandomFigures.Return]]
    private let appeals: [Int: [RandomFigures.Appeal]]
    private(set) var cards: [Place: Card] = [:]

    init(_ rows: RandomFigures, from: Day, to: Day) throws {
        self.rows = rows
        var parents: [String: String] = [:]
        for row in try CSVTable(parsing: file(repository + "/ops/lishui/departments.csv"), file: "departments").rows {
            if let parent = row["parent"], !parent.isEmpty { parents[row["code"]!] = parent }
        }
        // What stands above the supervision body does not bar it.
        parents["331100-supervision"] = nil
        self.parents = parents
        calendar = try PlainCalendar()
        clocks = Dictionary(grouping: rows.clocks, by: \.caseID)
        returns = Dictionary(grouping: rows.returns, by: \.caseID)
        appeals = Dictionary(grouping: rows.appeals, by: \.caseID)
        let callbacks = Dictionary(grouping: rows.callbacks, by: \.caseID)
        let checks = Dictionary(grouping: rows.checks, by: \.caseID)
        let repeated = Set(rows.files.compactMap(\.parent))
        let supervised = Set(rows.supervised)
        var first = from
        while first <= to {
            var last = first
            while last < to, last.advanced(by: 1).month == first.month { last = last.advanced(by: 1) }
            let month = String(first.description.prefix(7))
            let part = first...last
            for file in rows.files {
                countClocks(file, month, part, repeated: repeated.contains(file.id), supervised: supervised.contains(file.id))
                countDispatches(file, month, part)
                countCallback(file, month, said(callbacks[file.id] ?? [], part))
                for check in checks[file.id] ?? [] {
                    guard let at = check.checkedAt, part.contains(at.day), check.contacted == true, check.outcome == "solved" else {
                        continue
                    }
                    add("false_closing", file, check.department, month, met: check.solved == false)
                }
                countTime(file, month, part)
            }
            first = last.advanced(by: 1)
        }
    }

    /// The last that reached somebody, or else the last.
    private func said(_ callbacks: [RandomFigures.Callback], _ part: ClosedRange<Day>) -> RandomFigures.Callback? {
        let all = callbacks.filter { part.contains($0.at.day) }
        return all.last(where: \.contacted) ?? all.last
    }

    private mutating func countClocks(
        _ file: RandomFigures.File, _ month: String, _ part: ClosedRange<Day>, repeated: Bool, supervised: Bool
    ) {
        let all = clocks[file.id] ?? []
        var owing: [String?: Bool] = [:]
        for clock in all {
            guard part.contains(clock.dueAt.day), clock.dueAt < rows.now, clock.countsLate else { continue }
            if clock.endedHow == "silence" { continue }
            if clock.endedAt == nil, clock.pausedAt != nil { continue }
            if passedLate(clock, all) { continue }
            let owner = answerable(clock, all)
            if let ended = clock.endedAt, ended <= clock.dueAt, clock.endedHow != "met" { continue }
            let inTime = clock.endedHow == "met" && clock.endedAt! <= clock.dueAt
            switch clock.stage {
            case "sign": add("signed_on_time", file, owner, month, met: inTime)
            case "accept": add("accepted_on_time", file, owner, month, met: inTime)
            case "dispatch":
                let hasOwnLimit = all.contains { other in
                    other.stage == "accept" && !(other.endedHow == "cancelled" && other.endedAt! <= other.dueAt)
                }
                if !hasOwnLimit { add("accepted_on_time", file, nil, month, met: inTime) }
            case "handle", "rework":
                add("closed_on_time", file, owner, month, met: inTime)
                owing[owner] = (owing[owner] ?? false) || clock.extended
            default: break
            }
        }
        for (department, extended) in owing {
            add("extension", file, department, month, met: extended)
            add("rework", file, department, month, met: file.reworks > 0)
            add("repeat", file, department, month, met: repeated)
            add("supervised", file, department, month, met: supervised)
            let late = all.contains {
                answerable($0, all) == department && $0.order == nil && isLate($0, by: part.upperBound) && !passedLate($0, all)
            }
            add("overdue", file, department, month, met: late)
        }
    }

    private func isLate(_ clock: RandomFigures.Clock, by day: Day) -> Bool {
        guard clock.countsLate, clock.endedHow != "silence", clock.dueAt.day <= day, clock.dueAt < rows.now else { return false }
        if let ended = clock.endedAt { return ended > clock.dueAt }
        return clock.pausedAt == nil
    }

    /// Nobody, for the line itself, where that sent the case to the department when the limit had ended.
    private func answerable(_ clock: RandomFigures.Clock, _ all: [RandomFigures.Clock]) -> String? {
        let sent = all.filter { $0.stage == "sign" && $0.department == clock.department }.map(\.startedAt).min()
        let late = clock.endedAt.map { $0 > clock.dueAt } ?? true
        if let sent, sent > clock.dueAt, late, clock.stage != "support" { return nil }
        return clock.department
    }

    /// Another department had let the limit pass before this one had the case.
    private func passedLate(_ clock: RandomFigures.Clock, _ all: [RandomFigures.Clock]) -> Bool {
        guard let before = all.first(where: { $0.ordinal == clock.continues }), let passedOn = before.endedAt else { return false }
        return before.department != clock.department && passedOn > clock.dueAt
    }

    private mutating func countDispatches(_ file: RandomFigures.File, _ month: String, _ part: ClosedRange<Day>) {
        let returns = returns[file.id] ?? []
        for request in returns where request.upheld == true && part.contains(request.ruledAt!.day) {
            add("returned", file, request.department, month, met: true, counted: false)
        }
        for clock in clocks[file.id] ?? [] where clock.stage == "sign" && part.contains(clock.startedAt.day) {
            add("returned", file, clock.department, month, met: false)
            let wrong = returns.contains { $0.department == clock.department && $0.upheld == true && $0.requestedAt >= clock.startedAt }
            add("wrong_dispatch", file, clock.department, month, met: wrong)
        }
    }

    private mutating func countCallback(_ file: RandomFigures.File, _ month: String, _ callback: RandomFigures.Callback?) {
        guard let callback else { return }
        add("contact", file, file.department, month, met: callback.contacted)
        add("resolution", file, file.department, month, met: callback.solved == true)
        add("participation", file, file.department, month, met: callback.result != nil)
        for (indicator, rating) in [("satisfaction", callback.result), ("service_satisfaction", callback.service)] {
            guard let rating else { continue }
            add(
                indicator, file, file.department, month, met: rating == "satisfied" || rating == "very_satisfied",
                partly: rating == "basically_satisfied")
        }
    }

    private mutating func countTime(_ file: RandomFigures.File, _ month: String, _ part: ClosedRange<Day>) {
        guard file.state == "closed", let ended = file.endedAt, part.contains(ended.day), let department = file.department else { return }
        guard !isLeftOut("handling_time", file, department, month) else { return }
        let all = clocks[file.id] ?? []
        guard let begun = all.filter({ $0.stage == "sign" }).map(\.startedAt).min() else { return }
        var pauses: [(Instant, Instant)] = []
        for clock in all where ["handle", "rework"].contains(clock.stage) {
            pauses += clock.pauses.map { ($0.from, $0.to) }
            if let stopped = clock.pausedAt { pauses.append((stopped, clock.endedAt ?? ended)) }
        }
        if let rest = file.layClosed { pauses.append((rest.from, rest.to)) }
        cards[place(file, department, month), default: Card()].times.append(calendar.seconds(from: begun, to: ended, without: pauses))
    }

    private mutating func add(
        _ indicator: String, _ file: RandomFigures.File, _ department: String?, _ month: String, met: Bool, partly: Bool = false,
        counted: Bool = true
    ) {
        guard !isLeftOut(indicator, file, department, month) else { return }
        var ratio = cards[place(file, department, month)]?.ratios[indicator] ?? Ratio()
        ratio.met += met ? 1 : 0
        ratio.partly += partly ? 1 : 0
        ratio.counted += counted ? 1 : 0
        cards[place(file, department, month), default: Card()].ratios[indicator] = ratio
    }

    private func place(_ file: RandomFigures.File, _ department: String?, _ month: String) -> Place {
        Place(
            month: month, department: department, category: file.category.map { String($0.prefix(2)) },
            region: file.region.map { String($0.prefix(6)) })
    }

    private func isLeftOut(_ indicator: String, _ file: RandomFigures.File, _ department: String?, _ month: String) -> Bool {
        if let accused = file.accused, file.kind == "report" {
            var above = department
            while let code = above {
                if code == accused { return true }
                above = parents[code]
            }
        }
        return (appeals[file.id] ?? []).contains {
            $0.department == department && $0.granted == true && $0.month.description == month
                && ($0.indicator == nil || $0.indicator == indicator)
        }
    }
}

/// Working time by the lists as they were published, minute spans laid over each other.
struct PlainCalendar {
    private var exceptions: [String: String] = [:]
    private static let spans = [(510, 720), (840, 1050)]

    init() throws {
        for row in try CSVTable(parsing: file(repository + "/ops/lishui/calendar-exceptions.csv"), file: "exceptions").rows {
            exceptions[row["date"]!] = row["status"]!
        }
    }

    func seconds(from start: Instant, to end: Instant, without pauses: [(Instant, Instant)]) -> Int {
        guard start < end else { return 0 }
        var total: Int64 = 0
        var day = start.day
        while day <= end.day {
            let weekday = (day.daysSince1970 + 3) % 7
            if let status = exceptions[day.description] {
                if status == "off" { day = day.advanced(by: 1); continue }
            } else if weekday > 4 {
                day = day.advanced(by: 1)
                continue
            }
            for (opens, closes) in Self.spans {
                let from = max(start, day.start.adding(seconds: Int64(opens) * 60))
                let to = min(end, day.start.adding(seconds: Int64(closes) * 60))
                var open = from < to ? [(from, to)] : []
                for (stopped, resumed) in pauses {
                    open = open.flatMap { piece in
                        [(piece.0, min(piece.1, stopped)), (max(piece.0, resumed), piece.1)].filter { $0.0 < $0.1 }
                    }
                }
                for piece in open { total += piece.1.microseconds - piece.0.microseconds }
            }
            day = day.advanced(by: 1)
        }
        return Int(total / 1_000_000)
    }
}
