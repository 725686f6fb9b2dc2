import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

@Suite("Overdue report", .timeLimit(.minutes(3)))
struct OverdueTests {
    @Test func `the report is what a plain recount of the rows gives`() async throws {
        let line = try await GivenLine(at: Instant(rfc3339: "2026-09-01T08:30:00+08:00")!)
        var life = RandomLife(line, seed: 20_260_901)
        try await life.run(steps: 45)
        let then = line.clock.now
        let shownThen = try await line.report("limit=500")
        try await life.run(steps: 35)
        #expect(life.files.count >= 500)
        let rows = try await RawClock.all(in: line)
        let late = rows.compactMap { $0.late(at: line.clock.now) }.sorted(by: LateClock.isWorse)
        #expect(late.count > 300 && Set(late.map(\.raw.stage)).count >= 5 && late.contains { $0.endedAt != nil })

        try await wholeAndInPages(line, late)
        try await filtered(line, late)
        try await asSeenThen(line, rows, then, shownThen)
        try await byHeads(line, late)
        try await asCSV(line, late)
        try await stable(line, late, &life)
        await line.stop()
    }

    private func wholeAndInPages(_ line: GivenLine, _ late: [LateClock]) async throws {
        for limit in [13, 100, 500] {
            let shown = try await line.report("limit=\(limit)")
            #expect(shown.map(\.text) == late.map(\.text), "in pages of \(limit)")
        }
        let first = try await line.call("GET", "/v1/reports/overdue?total=true&limit=1", as: .supervisor).json
        #expect(first["total"].int == late.count)
        #expect(first["as_of"].text == line.clock.now.description)
    }

    private func filtered(_ line: GivenLine, _ late: [LateClock]) async throws {
        let map = line.desk.jurisdiction.map
        let below = Set(map.subtree(of: Person.government).map(\.rawValue))
        let region = Set(map.subtree(of: RegionCode(rawValue: "331121")).map(\.rawValue))
        var filters: [(query: String, holds: (RawClock) -> Bool)] = [
            ("department=331102-gov", { below.contains($0.department ?? "") }),
            ("department=331102-urban-management", { $0.department == "331102-urban-management" }),
            ("region=331121", { region.contains($0.region ?? "") }),
            ("kind=report&department=331102-gov", { $0.kind == "report" && below.contains($0.department ?? "") }),
            (
                "region=331121&stage=sign&kind=complaint",
                { region.contains($0.region ?? "") && $0.stage == "sign" && $0.kind == "complaint" }
            ),
        ]
        for stage in Stage.allCases { filters.append(("stage=\(stage.rawValue)", { $0.stage == stage.rawValue })) }
        for kind in Kind.allCases { filters.append(("kind=\(kind.rawValue)", { $0.kind == kind.rawValue })) }
        for (query, holds) in filters {
            let expected = late.filter { holds($0.raw) }
            #expect(try await line.report("\(query)&limit=97").map(\.text) == expected.map(\.text), "\(query)")
            let page = try await line.call("GET", "/v1/reports/overdue?\(query)&total=true", as: .supervisor).json
            #expect(page["total"].int == expected.count, "\(query)")
            let totals = try await line.call("GET", "/v1/reports/overdue/totals?\(query)", as: .supervisor).json["items"].items
            var sums: [String: [Int]] = [:]
            for clock in expected {
                let key = "\(clock.raw.department ?? "-") \(clock.raw.stage)"
                let old = sums[key] ?? [0, 0, 0]
                let isOpen = clock.endedAt == nil
                sums[key] = [old[0] + (isOpen ? 1 : 0), old[1] + (isOpen ? 0 : 1), max(old[2], Int(clock.lateness / 1_000_000))]
            }
            var shown: [String: [Int]] = [:]
            for total in totals {
                let key = "\(total["department"]["code"].string ?? "-") \(total["stage"].text)"
                shown[key] = ["open", "met_late", "worst_overdue_seconds"].map { total[$0].int ?? -1 }
            }
            #expect(shown == sums && totals.count == sums.count, "\(query)")
        }
    }

    /// Times that were recorded later but lie before, as of letters, would differ; there are none here.
    private func asSeenThen(_ line: GivenLine, _ rows: [RawClock], _ then: Instant, _ shownThen: [ShownClock]) async throws {
        let asOf = then.description.replacing("+", with: "%2B")
        let shown = try await line.report("as_of=\(asOf)&limit=61")
        #expect(!shownThen.isEmpty && shown.map(\.text) == shownThen.map(\.text))
        let recount = rows.compactMap { $0.late(at: then) }.sorted(by: LateClock.isWorse)
        #expect(shown.map(\.text) == recount.map(\.text))
        let csv = try await line.call("GET", "/v1/reports/overdue?format=csv&as_of=\(asOf)", as: .supervisor)
        #expect(try CSVTable(parsing: csv.bytes, file: "csv").rows.count == shown.count)
        let totals = try await line.call("GET", "/v1/reports/overdue/totals?as_of=\(asOf)", as: .supervisor).json["items"].items
        #expect(totals.reduce(0) { $0 + ($1["open"].int ?? 0) + ($1["met_late"].int ?? 0) } == shown.count)
    }

    private func byHeads(_ line: GivenLine, _ late: [LateClock]) async throws {
        let below = Set(line.desk.jurisdiction.map.subtree(of: Person.government).map(\.rawValue))
        let own = late.filter { $0.raw.department == Person.bureau.rawValue }
        #expect(!own.isEmpty && own.count < late.count)
        #expect(try await line.report("limit=500", as: .head).map(\.text) == own.map(\.text))
        let all = late.filter { below.contains($0.raw.department ?? "") }
        #expect(all.count > own.count)
        #expect(try await line.report("limit=500", as: .governmentHead).map(\.text) == all.map(\.text))
        #expect(try await line.report("department=331102-urban-management", as: .governmentHead).map(\.text) == own.map(\.text))
        for path in ["?department=331121-gov", "/totals?department=331121-gov"] {
            let reply = try await line.call("GET", "/v1/reports/overdue\(path)", as: .head)
            #expect(reply.status == 200 && reply.json["items"].items.isEmpty)
        }
        let csv = try await line.call("GET", "/v1/reports/overdue?format=csv", as: .head)
        #expect(try CSVTable(parsing: csv.bytes, file: "csv").rows.count == own.count)
        let totals = try await line.call("GET", "/v1/reports/overdue/totals", as: .head).json["items"].items
        #expect(Set(totals.map { $0["department"]["code"].text }) == [Person.bureau.rawValue])
    }

    private func asCSV(_ line: GivenLine, _ late: [LateClock]) async throws {
        let names = [
            "number", "clock", "kind", "title", "case_state", "parked_until", "region", "department", "stage", "rule", "started_at",
            "due_at",
            "original_due_at", "met_at", "ended_how", "state", "overdue_hours",
        ]
        let english = try await line.call("GET", "/v1/reports/overdue?format=csv&lang=en", as: .supervisor)
        #expect(
            english["content-type"] == "text/csv; charset=utf-8" && english["content-disposition"] == #"attachment; filename="overdue.csv""#
        )
        let table = try CSVTable(parsing: english.bytes, file: "csv")
        #expect(table.header == names)
        #expect(table.rows.map { "\($0["number"]!) \($0["stage"]!)" } == late.map { "\($0.raw.number) \($0.raw.stage)" })
        for (row, clock) in zip(table.rows, late) {
            let hours = try #require(Double(row["overdue_hours"] ?? ""))
            #expect(abs(hours - Double(clock.lateness) / 3.6e9) < 0.006)
            #expect(row["due_at"] == Self.wall(clock.raw.dueAt) && row["met_at"] == (clock.endedAt.map(Self.wall) ?? ""))
        }
        let harmful = table.rows.map { $0["title"]! }.filter { $0.contains("SUM") }
        #expect(Set(harmful) == Set(RandomLife.harmfulTitles.map { "'" + $0 }))
        #expect(table.rows.allSatisfy { row in row.fields.allSatisfy { !"=+-@".contains($0.text.first ?? " ") } })

        let chinese = try await line.call("GET", "/v1/reports/overdue?format=csv", as: .supervisor)
        #expect(chinese.text.hasPrefix("工单编号,") && chinese.bytes.count > english.bytes.count)
        let byHeader = try await line.call(
            "GET", "/v1/reports/overdue?bom=true", as: .supervisor, headers: [("Accept", "text/csv"), ("Accept-Language", "en")])
        #expect(byHeader.bytes.starts(with: [0xEF, 0xBB, 0xBF]) && Array(byHeader.bytes.dropFirst(3)) == english.bytes)
        #expect(!english.bytes.starts(with: [0xEF]))
    }

    private static func wall(_ instant: Instant) -> String {
        String(instant.description.prefix(19)).replacing("T", with: " ")
    }

    /// Pages that were begun before a change go on as they were begun.
    private func stable(_ line: GivenLine, _ late: [LateClock], _ life: inout RandomLife) async throws {
        let first = try await line.call("GET", "/v1/reports/overdue?limit=40", as: .supervisor).json
        var shown = first["items"].items.map(ShownClock.init)
        var next = first["next"].string
        while let cursor = next {
            try await life.run(steps: 1)
            let page = try await line.call("GET", "/v1/reports/overdue?limit=90&cursor=\(cursor)", as: .supervisor).json
            shown += page["items"].items.map(ShownClock.init)
            next = page["next"].string
        }
        #expect(shown.map(\.text) == late.map(\.text))
    }
}

/// A clock as the report shows it, in one line.
struct ShownClock {
    let text: String

    init(_ item: JSON) {
        let parts = [
            item["number"].text, item["stage"].text, item["department"].string ?? "-", item["due_at"].text, item["met_at"].string ?? "-",
            item["state"].text, String(item["overdue_seconds"].int ?? -1),
        ]
        text = parts.joined(separator: " ")
    }
}

/// A clock as its row has it.
struct RawClock {
    let caseID: Int
    let ordinal: Int
    let number: String
    let kind: String
    let region: String?
    let department: String?
    let stage: String
    let dueAt: Instant
    let endedAt: Instant?
    let countsLate: Bool

    static func all(in line: GivenLine) async throws -> [RawClock] {
        try await line.database.query(
            """
            select k.case_id, k.ordinal, c.number, c.kind, c.region, k.department, k.stage, k.due_at, k.ended_at, k.counts_late
            from clocks k, cases c where c.id = k.case_id
            """
        ).map { row in
            let (caseID, ordinal, number, kind, region, department, stage, dueAt, endedAt, countsLate) = try row.decode(
                (Int, Int, String, String, String?, String?, String, Instant, Instant?, Bool).self)
            return RawClock(
                caseID: caseID, ordinal: ordinal, number: number, kind: kind, region: region, department: department, stage: stage,
                dueAt: dueAt, endedAt: endedAt, countsLate: countsLate)
        }
    }

    func late(at now: Instant) -> LateClock? {
        let ended = endedAt.flatMap { $0 <= now ? $0 : nil }
        let lateness = (ended ?? now).microseconds(since: dueAt)
        return countsLate && lateness > 0 ? LateClock(raw: self, endedAt: ended, lateness: lateness) : nil
    }
}

struct LateClock {
    let raw: RawClock
    let endedAt: Instant?
    /// Microseconds.
    let lateness: Int64

    var text: String {
        let state = endedAt == nil ? "overdue" : "met_late"
        return
            "\(raw.number) \(raw.stage) \(raw.department ?? "-") \(raw.dueAt) \(endedAt?.description ?? "-") \(state) \(lateness / 1_000_000)"
    }

    static func isWorse(_ left: LateClock, _ right: LateClock) -> Bool {
        (-left.lateness, left.raw.caseID, left.raw.ordinal) < (-right.lateness, right.raw.caseID, right.raw.ordinal)
    }
}

extension GivenLine {
    /// All pages of the report.
    func report(_ query: String, as person: Person = .supervisor) async throws -> [ShownClock] {
        var shown: [ShownClock] = []
        var cursor = ""
        while true {
            let page = try await call("GET", "/v1/reports/overdue?\(query)\(cursor)", as: person)
            try #require(page.status == 200, "\(query): \(page.text)")
            shown += page.json["items"].items.map(ShownClock.init)
            guard let next = page.json["next"].string else { return shown }
            cursor = "&cursor=\(next)"
        }
    }
}
