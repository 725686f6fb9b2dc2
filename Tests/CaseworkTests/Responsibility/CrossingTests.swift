import Casework
import Testing
import WorkingTime

struct CrossingTests {
    struct Meeting: Sendable, CustomTestStringConvertible {
        let says: String
        let entries: [Responsibility]
        /// Winner, loser and why, as text.
        let crossings: [String]
        var testDescription: String { says }
    }

    static let meetings: [Meeting] = [
        Meeting(
            says: "a county's rule for the branch loses to the city's for a subject of it",
            entries: [Given.entry(1, "0101", in: "3302", to: "code:gov-2"), Given.entry(2, "010101", to: "code:urban")],
            crossings: ["2 over 1 by deeper_category for 010101 in 3302: urban, not gov-2"]),
        Meeting(
            says: "a rule for reports of the branch loses to the rule for a subject of it",
            entries: [Given.entry(1, "01", to: "code:police", kinds: [.report]), Given.entry(2, "0101", to: "code:urban")],
            crossings: ["2 over 1 by deeper_category for 0101 in 33: urban, not police"]),
        Meeting(
            says: "the city's rule for reports loses to the county's for everything",
            entries: [Given.entry(1, "0101", to: "code:police", kinds: [.report]), Given.entry(2, "0101", in: "3302", to: "code:gov-2")],
            crossings: ["2 over 1 by deeper_region for 0101 in 3302: gov-2, not police"]),
        Meeting(
            says: "the closer in every respect overrides rightly",
            entries: [
                Given.entry(1, "01", to: "code:gov"), Given.entry(2, "010101", in: "3302", to: "code:urban-2"),
                Given.entry(3, "010101", in: "3302", to: "code:police", kinds: [.report]),
            ], crossings: []),
        Meeting(
            says: "two that lead to one department everywhere do not matter",
            entries: [Given.entry(1, "0101", in: "3302", to: "code:urban-2"), Given.entry(2, "010101", to: "auth:urban@county")],
            crossings: []),
        Meeting(
            says: "neighbours do not meet",
            entries: [
                Given.entry(1, "0101", in: "3302", to: "code:gov-2"), Given.entry(2, "010101", in: "3301", to: "code:urban"),
                Given.entry(3, "0102", to: "code:police"), Given.entry(4, "0101", to: "code:police", kinds: [.report]),
                Given.entry(5, "010102", to: "code:urban", kinds: [.complaint]),
            ],
            crossings: [
                "1 over 4 by deeper_region for 0101 in 3302: gov-2, not police",
                "2 over 4 by deeper_category for 010101 in 3301: urban, not police",
                "5 over 1 by deeper_category for 010102 in 3302: urban, not gov-2",
            ]),
        Meeting(
            says: "a third that beats both settles it",
            entries: [
                Given.entry(1, "0101", in: "3302", to: "code:gov-2"), Given.entry(2, "010101", to: "code:urban"),
                Given.entry(3, "010101", in: "3302", to: "code:gov-2"),
            ], crossings: []),
        Meeting(
            says: "an entry of another day does not count",
            entries: [
                Given.entry(1, "0101", in: "3302", to: "code:gov-2", to: "2026-04-30"), Given.entry(2, "010101", to: "code:urban"),
            ], crossings: []),
    ]

    @Test(arguments: meetings)
    func `entries that meet are told apart from those that override`(meeting: Meeting) throws {
        let crossings = try Given.map(meeting.entries).crossings(on: day("2026-05-01"))
        #expect(
            crossings.map {
                "\($0.winner) over \($0.loser) by \($0.decidedBy.rawValue) for \($0.category) in \($0.region): \($0.leads), not \($0.passedOver)"
            } == meeting.crossings)
    }

    @Test func `gaps say for which kinds`() throws {
        let map = try Given.map([
            Given.entry(1, "01", to: "code:urban", kinds: [.complaint, .report]),
            Given.entry(2, "01", in: "3302", to: "code:urban-2", kinds: [.suggestion]), Given.entry(3, "02", to: "code:police"),
        ])
        let gaps = map.gaps(in: "010101", on: day("2026-05-01"))
        #expect(gaps.first { $0.region == "3301" }?.kinds == [.consultation, .helpRequest, .suggestion, .commendation])
        #expect(gaps.first { $0.region == "330202" }?.kinds == [.consultation, .helpRequest, .commendation])
        #expect(gaps.map(\.region) == gaps.map(\.region).sorted() && gaps.count == 11)
        #expect(map.gaps(in: "020101", on: day("2026-05-01")).isEmpty)
    }
}
