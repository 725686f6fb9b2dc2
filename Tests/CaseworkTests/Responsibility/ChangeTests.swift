import Casework
import Testing
import WorkingTime

struct ChangeTests {
    private static let today = day("2026-05-01")

    /// The map that is changed: one entry that goes on, one that has its end, one that begins later, and a rival by its kinds.
    private static func map() throws -> ResponsibilityMap {
        try Given.map([
            Given.entry(1, "0101", to: "code:urban", from: "2016-01-01"),
            Given.entry(2, "0102", to: "code:urban", from: "2016-01-01", to: "2026-12-31"),
            Given.entry(3, "0201", to: "code:police", from: "2026-07-01"),
            Given.entry(4, "0101", to: "code:police", kinds: [.report], from: "2016-01-01"),
        ])
    }

    private static func draft(
        _ category: CategoryCode = "02", in region: RegionCode = "33", to assignee: String = "code:gov", kinds: Set<Kind> = [],
        supporting: [String] = [], from: String = "2026-06-01", until end: String? = nil
    ) -> ResponsibilityDraft {
        ResponsibilityDraft(
            category: category, kinds: kinds, region: region, assignee: Assignee(assignee) ?? .department("unreadable"),
            supporting: supporting.compactMap { Assignee($0) }, validFrom: day(from), validTo: end.map(day))
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let change: ResponsibilityChange
        let faults: [ResponsibilityChangeFault]
        var testDescription: String { "\(change.sort) \(faults)" }

        init(_ change: ResponsibilityChange, _ faults: (String, ResponsibilityChangeFault.Rule)...) {
            self.change = change
            self.faults = faults.map { ResponsibilityChangeFault($0, $1) }
        }
    }

    static let refused: [Refused] = [
        Refused(.ending(9, on: day("2026-06-01")), ("responsibility", .unknownResponsibility)),
        Refused(.ending(1, on: day("2026-04-30")), ("valid_to", .inThePast(today: today))),
        Refused(.ending(2, on: day("2026-12-31")), ("valid_to", .endsAlready(day("2026-12-31")))),
        Refused(.ending(3, on: day("2026-06-30")), ("valid_to", .notYetBegun(day("2026-07-01")))),
        Refused(
            .addition(draft("99", in: "99", to: "code:z", supporting: ["auth:z@city", "code:y"], from: "2026-04-30", until: "2026-04-29")),
            ("entry/category", .unknownCategory), ("entry/region", .unknownRegion), ("entry/assignee", .unknownDepartment),
            ("entry/supporting/0", .unknownAuthority), ("entry/supporting/1", .unknownDepartment),
            ("entry/valid_from", .inThePast(today: today)), ("entry/valid_to", .endsBeforeItBegins)),
        Refused(.addition(draft("0101")), ("entry", .overlaps([1]))),
        Refused(.addition(draft("0101", kinds: [.complaint, .report])), ("entry", .overlaps([4]))),
        Refused(.addition(draft("0102", from: "2026-12-31")), ("entry", .overlaps([2]))),
        Refused(.addition(draft("0201", until: "2026-07-01")), ("entry", .overlaps([3]))),
        Refused(.replacement(9, by: draft()), ("responsibility", .unknownResponsibility)),
        Refused(.replacement(3, by: draft("0201", from: "2026-07-01")), ("entry/valid_from", .notYetBegun(day("2026-07-01")))),
        Refused(.replacement(2, by: draft("0102", from: "2027-01-01")), ("entry/valid_from", .endsAlready(day("2026-12-31")))),
        Refused(.replacement(1, by: draft("0101", from: "2026-04-30")), ("entry/valid_from", .inThePast(today: today))),
        Refused(.replacement(2, by: draft("0101")), ("entry", .overlaps([1]))),
    ]

    @Test(arguments: refused)
    func `a change that cannot be made names what is wrong`(refused: Refused) throws {
        #expect(try Self.map().faults(of: refused.change, today: Self.today) == refused.faults)
    }

    static let possible: [ResponsibilityChange] = [
        .ending(1, on: day("2026-05-01")), .ending(2, on: day("2026-12-30")), .ending(3, on: day("2026-07-01")),
        .addition(draft("0102", from: "2027-01-01")), .addition(draft("0201", until: "2026-06-30")),
        .addition(draft("0101", kinds: [.complaint])), .addition(draft("0101", in: "3301")), .addition(draft("010101")),
        .addition(draft(to: "auth:urban@county", supporting: ["auth:police@county"], from: "2026-05-01")),
        .replacement(1, by: draft("0101", from: "2026-05-01")), .replacement(2, by: draft("0102", from: "2026-12-31")),
        .replacement(1, by: draft("0101", in: "3301", kinds: [.complaint])),
        .replacement(4, by: draft("0101", kinds: [.report, .complaint])),
    ]

    @Test(arguments: possible)
    func `a change changes the days from its first on, and no others`(change: ResponsibilityChange) throws {
        let map = try Self.map()
        #expect(map.faults(of: change, today: Self.today).isEmpty)
        let changed = try map.after(change)
        #expect(changed.overlaps().isEmpty)
        #expect(map.responsibilities.count + (change.begun == nil ? 0 : 1) == changed.responsibilities.count)
        let eve = change.firstDay.advanced(by: -1)
        #expect(changed.entries(on: eve) == map.entries(on: eve).map { changed.responsibility($0.id) ?? $0 })
        #expect(Set(changed.entries(on: eve).map(\.id)) == Set(map.entries(on: eve).map(\.id)))
        let (before, after) = (Set(map.entries(on: change.firstDay).map(\.id)), Set(changed.entries(on: change.firstDay).map(\.id)))
        #expect(before.subtracting(after) == Set([change.ended].compactMap { $0 }))
        #expect(after.subtracting(before) == (change.begun == nil ? [] : [5]))
    }

    @Test func `the changed map answers as one made of the changed list`() throws {
        let map = try Self.map()
        let changed = try map.after(.replacement(1, by: Self.draft("0101", to: "code:police", kinds: [.complaint], from: "2026-06-01")))
        let fresh = try Given.map([
            Given.entry(1, "0101", to: "code:urban", to: "2026-05-31"), map.responsibilities[1], map.responsibilities[2],
            map.responsibilities[3], Given.entry(5, "0101", to: "code:police", kinds: [.complaint], from: "2026-06-01"),
        ])
        for date in ["2026-05-31", "2026-06-01", "2027-01-01"] {
            for kind in Kind.allCases {
                let question = Given.question(kind, region: "330201", on: date)
                #expect(changed.resolve(question) == fresh.resolve(question), "\(kind) on \(date)")
            }
        }
        #expect(changed.resolve(Given.question(on: "2026-05-31")).lead == "urban")
        #expect(changed.resolve(Given.question(on: "2026-06-01")).lead == "police")
        #expect(changed.resolve(Given.question(.suggestion, on: "2026-06-01")).outcome == .dispatcher(reason: .noEntryFits))
    }

    @Test(
        arguments: [
            ("code:urban", "code:urban", .unchanged, "urban", "urban"), ("code:urban", "code:police", .moved, "urban", "police"),
            (nil, "code:police", .newlyCertain, nil, "police"), ("code:urban", nil, .newlyUncertain, "urban", nil),
            (nil, nil, .unchanged, nil, nil),
        ] as [(String?, String?, RoutingComparison.Effect, DepartmentCode?, DepartmentCode?)])
    func `two answers are compared by who leads`(
        before: String?, after: String?, effect: RoutingComparison.Effect, from: DepartmentCode?, to: DepartmentCode?
    ) throws {
        func answer(_ assignee: String?, _ supporting: [String] = []) throws -> RoutingDecision {
            try Given.map(assignee.map { [Given.entry(1, "01", to: $0, supporting: supporting)] } ?? []).resolve(Given.question())
        }
        let comparison = try RoutingComparison(from: answer(before), to: answer(after))
        #expect(comparison.effect == effect && comparison.from == from && comparison.to == to)
        guard let before, before == after else { return }
        #expect(try RoutingComparison(from: answer(before), to: answer(after, ["code:police"])).effect == .supportingChanged)
    }
}
