import Casework
import Testing
import WorkingTime

struct SpecificityTests {
    struct Pair: Sendable, CustomTestStringConvertible {
        let winner: Responsibility
        let loser: Responsibility
        let why: TriedEntry.Why
        var testDescription: String { "\(winner.category) \(winner.region) beats \(loser.category) \(loser.region)" }
    }

    static let pairs: [Pair] = [
        pair(("010101", "33", []), ("0101", "33", []), .broaderCategory(than: 2)),
        pair(("010101", "33", []), ("01", "33", []), .broaderCategory(than: 2)),
        pair(("0101", "33", []), ("01", "33", []), .broaderCategory(than: 2)),
        pair(("010101", "33", []), ("0101", "330201", [.complaint]), .broaderCategory(than: 2)),
        pair(("0101", "33", []), ("01", "330201", [.complaint]), .broaderCategory(than: 2)),
        pair(("0101", "330201", []), ("0101", "3302", []), .broaderRegion(than: 2)),
        pair(("0101", "330201", []), ("0101", "33", []), .broaderRegion(than: 2)),
        pair(("0101", "3302", []), ("0101", "33", []), .broaderRegion(than: 2)),
        pair(("0101", "3302", []), ("0101", "33", [.complaint]), .broaderRegion(than: 2)),
        pair(("0101", "3302", [.complaint]), ("0101", "3302", []), .kindsNotNamed(than: 2)),
        pair(("0101", "3302", Set(Kind.allCases)), ("0101", "3302", []), .kindsNotNamed(than: 2)),
    ]

    typealias Scope = (CategoryCode, RegionCode, Set<Kind>)

    static func pair(_ winner: Scope, _ loser: Scope, _ why: TriedEntry.Why) -> Pair {
        // The loser has the lower id and the earlier place in the list: neither may matter.
        Pair(
            winner: Given.entry(2, winner.0, in: winner.1, to: "code:urban", kinds: winner.2),
            loser: Given.entry(1, loser.0, in: loser.1, to: "code:police", kinds: loser.2), why: why)
    }

    @Test(arguments: pairs)
    func `the more specific entry wins`(pair: Pair) throws {
        for entries in [[pair.winner, pair.loser], [pair.loser, pair.winner]] {
            let decision = try Given.map(entries).resolve(Given.question(region: "330201"))
            #expect(decision.outcome == .department(lead: "urban", supporting: []))
            #expect(decision.responsibility == 2)
            #expect(
                decision.tried == [
                    TriedEntry(id: 2, verdict: .won, why: .mostSpecific), TriedEntry(id: 1, verdict: .lost, why: pair.why),
                ])
            #expect(decision.mapVersion == 7)
            #expect(decision.basis == [.categoryGiven, .regionGiven])
        }
    }

    @Test(arguments: [
        ("2017-02-28", nil), ("2017-03-01", 1), ("2018-12-31", 1), ("2019-01-01", 2), ("2019-06-30", 2), ("2019-07-01", nil),
    ])
    func `an entry answers from its first to its last day`(date: String, expected: Int?) throws {
        let map = try Given.map([
            Given.entry(1, "0101", to: "code:urban", from: "2017-03-01", to: "2018-12-31"),
            Given.entry(2, "0101", to: "code:police", from: "2019-01-01", to: "2019-06-30"),
        ])
        let decision = map.resolve(Given.question(region: "3301", on: date))
        #expect(decision.responsibility == expected)
        #expect(map.entries(on: day(date)).map(\.id) == [expected].compactMap { $0 })
        if expected == nil { #expect(decision.outcome == .dispatcher(reason: .noEntryFits)) }
    }

    @Test func `an entry that does not fit says why`() throws {
        let map = try Given.map([
            Given.entry(1, "0101", to: "code:urban"),
            Given.entry(2, "010101", to: "code:police", kinds: [.report]),
            Given.entry(3, "010101", in: "3301", to: "code:police"),
            Given.entry(4, "010101", to: "code:police", from: "2026-05-02"),
            Given.entry(5, "010101", to: "code:police", to: "2026-04-30"),
            Given.entry(6, "010101", to: "auth:town@township"),
        ])
        let tried = map.resolve(Given.question(region: "330301")).tried
        #expect(
            tried == [
                TriedEntry(id: 1, verdict: .won, why: .mostSpecific),
                TriedEntry(id: 6, verdict: .lost, why: .noDepartment("town", .township)),
                TriedEntry(id: 2, verdict: .lost, why: .otherKinds),
                TriedEntry(id: 3, verdict: .lost, why: .otherRegion("3301")),
                TriedEntry(id: 4, verdict: .lost, why: .notYetValid(from: day("2026-05-02"))),
                TriedEntry(id: 5, verdict: .lost, why: .noLongerValid(after: day("2026-04-30"))),
            ])
        #expect(tried.allSatisfy { !$0.why.description.isEmpty && !$0.why.chineseDescription.isEmpty })
    }

    @Test func `equal entries that disagree go to the dispatcher`() throws {
        let map = try Given.map([
            Given.entry(1, "0101", to: "code:urban", kinds: [.complaint, .report]),
            Given.entry(2, "0101", to: "code:police", kinds: [.complaint]),
        ])
        let complaint = map.resolve(Given.question(region: "3301"))
        #expect(complaint.outcome == .dispatcher(reason: .entriesDisagree([1, 2])))
        #expect(complaint.tried.map(\.why) == [.equalTo(2), .equalTo(1)])
        #expect(map.resolve(Given.question(.report, region: "3301")).lead == "urban")
    }

    @Test func `equal entries of one mind answer`() throws {
        let map = try Given.map([
            Given.entry(1, "0101", to: "auth:urban@city"), Given.entry(2, "0101", to: "code:urban"),
        ])
        #expect(map.resolve(Given.question(region: "33")).responsibility == 1)
    }

    @Test func `a decision keeps a bounded number of tries`() throws {
        let entries = (1...40).map { Given.entry($0, "0101", to: "code:urban", from: "2000-01-01", to: "2000-01-02") }
        let tried = try Given.map(entries + [Given.entry(99, "01", to: "code:gov")]).resolve(Given.question(region: "33")).tried
        #expect(tried.count == TriedEntry.limit)
        #expect(tried.first?.id == 99)
    }
}
