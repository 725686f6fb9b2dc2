import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

@Suite("Scorecards", .timeLimit(.minutes(5)))
struct ScorecardTests {
    private static let june = Day("2026-06-20")!

    @Test(arguments: [20_260_916 as UInt64])
    func `every figure of 5,000 random cases is what a plain count gives`(seed: UInt64) async throws {
        let line = try await GivenLine()
        let rows = RandomFigures(5_000, seed: seed, from: Self.june.start, now: line.clock.now, map: line.desk.jurisdiction.map)
        try await rows.write(to: line.database)
        let plain = try PlainFigures(rows, from: Self.june, to: line.clock.now.day)
        for (grouping, code) in [
            ("department", { $0.department }), ("category", { $0.category }), ("region", { $0.region }), ("month", { $0.month }),
        ] as [(String, (PlainFigures.Place) -> String?)] {
            let shown = try await line.scorecards("from=\(Self.june)&to=\(line.clock.now.day)&by=\(grouping)", as: .supervisor)
            compare(shown, plain, by: code, "seed \(seed), by \(grouping)")
            #expect(shown["rules"].items.map { $0["indicator"].text } == Indicator.allCases.map(\.rawValue))
        }
        // Of a head: the own department and those below it; of part of a month; as CSV.
        let below = Set(line.desk.jurisdiction.map.subtree(of: Person.government).map(\.rawValue))
        let own = try await line.scorecards("from=\(Self.june)&to=\(line.clock.now.day)&by=category", as: .governmentHead)
        compare(own, plain, by: { $0.category }, "seed \(seed), of the head") { below.contains($0.department ?? "") }
        let week = try PlainFigures(rows, from: Day("2026-07-28")!, to: Day("2026-08-03")!)
        let ofWeek = try await line.scorecards("from=2026-07-28&to=2026-08-03&department=331102-gov", as: .supervisor)
        compare(ofWeek, week, by: { $0.department }, "seed \(seed), of a week") { below.contains($0.department ?? "") }
        try await asCSV(line, ofWeek)
        await line.stop()
    }

    @Test func `the figures of the supervision body are not for those above it`() async throws {
        let line = try await GivenLine()
        let filed = try await line.submit(
            #"{"kind":"report","title":"举报","body":"收受礼金","category":"030701","region":"331102","against":{"department":"331100-discipline"}}"#
        )
        let body = "331100-supervision"
        try await line.database.execute("update cases set department = \(body) where number = \(filed.number)")
        try await line.database.execute("update clocks set department = \(body) where department is not null")
        for (department, isShown) in [(body, true), ("331100-discipline", false)] {
            try await line.database.execute(
                "update accounts set department = \(department) where name = \(Person.governmentHead.name)")
            for query in ["", "&department=331100-supervision"] {
                // An account is known for a moment after it changed.
                try await eventually {
                    let shown = try await line.scorecards("from=2026-09-16&to=2026-09-30\(query)", as: .governmentHead)
                    let isCounted = shown["total"]["figures"].items.contains { ($0["denominator"].int ?? 0) > 0 }
                    return shown["items"].items.contains { $0["group"]["code"].text == body } == isShown && isCounted == isShown
                }
            }
        }
        await line.stop()
    }

    @Test func `what a requester said stands, though nobody was reached later in the month`() async throws {
        let line = try await GivenLine()
        let file = try await line.givenCallback()
        let calls = [#"{"contacted":true,"solved":false,"result":"dissatisfied"}"#, #"{"contacted":false}"#]
        try await line.step("PUT", "\(file.path)/callback", of: file, as: .supervisor, calls[0])
        try await line.reply(file)
        try await line.review(file, approved: true)
        try await line.step("PUT", "\(file.path)/callback", of: file, as: .supervisor, calls[1])
        let figures = try await line.scorecards("from=2026-09-01&to=2026-09-30", as: .supervisor)["total"]["figures"].items
        for (indicator, numerator) in [("contact", 1), ("resolution", 0), ("satisfaction", 0), ("participation", 1)] {
            let figure = figures.first { $0["indicator"].text == indicator }
            #expect(figure?["numerator"].double == Double(numerator) && figure?["denominator"].int == 1, "\(indicator)")
        }
        await line.stop()
    }

    /// The figures shown are those counted, group by group, and in all.
    private func compare(
        _ shown: JSON, _ plain: PlainFigures, by code: (PlainFigures.Place) -> String?, _ what: Comment,
        where belongs: (PlainFigures.Place) -> Bool = { _ in true }
    ) {
        var groups: [String: PlainFigures.Card] = [:]
        var total = PlainFigures.Card()
        for (place, card) in plain.cards where belongs(place) {
            add(card, to: &groups[code(place) ?? "-", default: PlainFigures.Card()])
            add(card, to: &total)
        }
        #expect(groups.count > 2 && total.times.count > 10, what)
        #expect(shown["items"].items.map { $0["group"]["code"].string ?? "-" }.sorted() == groups.keys.sorted(), what)
        var differences = differences(shown["total"], total, "in all")
        for item in shown["items"].items {
            let name = item["group"]["code"].string ?? "-"
            differences += self.differences(item, groups[name] ?? PlainFigures.Card(), name)
        }
        #expect(differences == [], what)
    }

    private func add(_ card: PlainFigures.Card, to sum: inout PlainFigures.Card) {
        for (indicator, ratio) in card.ratios {
            var all = sum.ratios[indicator] ?? PlainFigures.Ratio()
            all.met += ratio.met
            all.partly += ratio.partly
            all.counted += ratio.counted
            sum.ratios[indicator] = all
        }
        sum.times += card.times
    }

    private func differences(_ shown: JSON, _ card: PlainFigures.Card, _ group: String) -> [String] {
        var differences: [String] = []
        var values: [String: Double?] = [:]
        for figure in shown["figures"].items where figure["indicator"].text != "composite" {
            let ratio = card.ratios[figure["indicator"].text] ?? PlainFigures.Ratio()
            let tenths = ratio.met * 10 + ratio.partly * 9
            let value = ratio.counted == 0 ? nil : Double(tenths) / Double(ratio.counted * 10)
            values[figure["indicator"].text] = value
            let isSame =
                figure["numerator"].double.map { Int(($0 * 10).rounded()) } == tenths && figure["denominator"].int == ratio.counted
                && figure["few"].bool == (ratio.counted < 30) && isRounded(figure["value"].double, value)
            if !isSame { differences.append("\(group): \(figure) and not \(ratio)") }
        }
        if values.count != Indicator.allCases.count - 2 { differences.append("\(group) has only \(values.keys)") }
        var composite: Double? = 0
        for (name, weight) in [("contact", 0.1), ("resolution", 0.5), ("satisfaction", 0.4)] {
            if let sum = composite, let value = values[name] ?? nil { composite = sum + value * weight } else { composite = nil }
        }
        let shownComposite = shown["figures"].items.first { $0["indicator"].text == "composite" }
        if !isRounded(shownComposite?["value"].double, composite) { differences.append("\(group): composite is not \(composite ?? -1)") }
        if !isTime(shown["handling_time"], of: card.times) { differences.append("\(group): \(shown["handling_time"])") }
        return differences
    }

    /// Mean, median and p90 found the slow way.
    private func isTime(_ shown: JSON, of times: [Int]) -> Bool {
        let sorted = times.sorted()
        let total = sorted.reduce(0, +)
        guard shown["cases"].int == sorted.count, shown["total_seconds"].int == total else { return false }
        guard !sorted.isEmpty else { return shown["mean_seconds"].isNull && shown["median_seconds"].isNull && shown["p90_seconds"].isNull }
        guard shown["mean_seconds"].int == Int((Double(total) / Double(sorted.count)).rounded()) else { return false }
        // The least time within which so many tenths of the cases were closed.
        return [("median_seconds", 5), ("p90_seconds", 9)].allSatisfy { name, tenths in
            let place = sorted.indices.first { ($0 + 1) * 10 >= sorted.count * tenths }
            return shown[name].int == place.map { sorted[$0] }
        }
    }

    private func isRounded(_ shown: Double?, _ exact: Double?) -> Bool {
        guard let shown, let exact else { return shown == nil && exact == nil }
        return abs(shown - exact) < 5.1e-7
    }

    private func asCSV(_ line: GivenLine, _ shown: JSON) async throws {
        let path = "/v1/reports/scorecards?from=2026-07-28&to=2026-08-03&department=331102-gov&format=csv&lang=en"
        let reply = try await line.call("GET", path, as: .supervisor)
        #expect(reply.status == 200 && reply["content-disposition"] == #"attachment; filename="scorecards.csv""#)
        let table = try CSVTable(parsing: reply.bytes, file: "csv")
        #expect(table.rows.count == (shown["items"].items.count + 1) * 20)
        for item in shown["items"].items {
            for figure in item["figures"].items {
                let row = table.rows.first { $0["code"] == item["group"]["code"].text && $0["indicator"] == figure["indicator"].text }
                #expect(
                    row?["name"] == item["group"]["name"].text && row?["denominator"] == (figure["denominator"].int.map(String.init) ?? ""))
                #expect(row?["value"].flatMap(Double.init) == figure["value"].double && row?["few"] == "\(figure["few"].bool ?? false)")
            }
        }
        let chinese = try await line.call("GET", "/v1/reports/scorecards?bom=true", as: .supervisor, headers: [("Accept", "text/csv")])
        #expect(chinese.text.hasPrefix("\u{FEFF}代码,名称,指标,"))
    }
}

extension JSON {
    var double: Double? { number?.double }
}

extension GivenLine {
    func scorecards(_ query: String, as person: Person) async throws -> JSON {
        let reply = try await call("GET", "/v1/reports/scorecards?\(query)", as: person)
        try #require(reply.status == 200, "\(reply.text)")
        return reply.json
    }
}
