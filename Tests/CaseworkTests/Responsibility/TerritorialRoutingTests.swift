import Casework
import Testing

struct TerritorialRoutingTests {
    @Test(
        arguments: [
            ("330101", "urban-1", TriedEntry.Why.mostSpecific),
            ("3301", "urban-1", .mostSpecific),
            ("330201", "urban-2", .mostSpecific),
            ("3303", "urban", .foundHigher("urban", wanted: .county, found: .city)),
            ("330301", "urban", .foundHigher("urban", wanted: .county, found: .city)),
        ] as [(RegionCode, DepartmentCode, TriedEntry.Why)])
    func `an authority is that of the place, or the next above`(region: RegionCode, lead: DepartmentCode, why: TriedEntry.Why) throws {
        let decision = try Given.map([Given.entry(1, "01", to: "auth:urban@county")]).resolve(Given.question(region: region))
        #expect(decision.outcome == .department(lead: lead, supporting: []))
        #expect(decision.tried == [TriedEntry(id: 1, verdict: .won, why: why)])
    }

    @Test func `an authority at city level stays there though counties have one`() throws {
        let map = try Given.map([Given.entry(1, "01", to: "auth:urban@city")])
        #expect(map.resolve(Given.question(region: "330101")).lead == "urban")
    }

    @Test func `the bureau has the seat and not its squad`() throws {
        let map = try Given.map([Given.entry(1, "01", to: "auth:urban@county")], departments: Given.departments.reversed())
        #expect(map.resolve(Given.question(region: "3301")).lead == "urban-1")
    }

    @Test(arguments: ["33", nil] as [RegionCode?])
    func `only the city known, and counties answer apart: the dispatcher`(region: RegionCode?) throws {
        let decision = try Given.map([Given.entry(1, "01", to: "auth:urban@county")]).resolve(Given.question(region: region))
        #expect(decision.outcome == .dispatcher(reason: .regionUnknown))
        #expect(decision.tried == [TriedEntry(id: 1, verdict: .lost, why: .placeNeeded(.county))])
        #expect(decision.responsibility == nil)
    }

    @Test func `a county is too coarse where its townships answer apart`() throws {
        let map = try Given.map([Given.entry(1, "01", to: "auth:town@township")])
        #expect(map.resolve(Given.question(region: "3302")).outcome == .dispatcher(reason: .regionUnknown))
        #expect(map.resolve(Given.question(region: "330201")).lead == "town-201")
        #expect(map.resolve(Given.question(region: "330202")).outcome == .dispatcher(reason: .noEntryFits))
    }

    @Test(arguments: ["33", nil] as [RegionCode?])
    func `the place is not needed where all counties lead to one department`(region: RegionCode?) throws {
        // No county has a police seat but Qingtian, which another entry sends to the city as well.
        let map = try Given.map([
            Given.entry(1, "02", to: "auth:police@county"), Given.entry(2, "02", in: "3302", to: "code:police"),
        ])
        let decision = map.resolve(Given.question(category: "020101", region: region))
        #expect(decision.lead == "police")
        #expect(decision.tried.first?.why == .sameEverywhere)
        #expect(decision.basis.contains(.regionNotNeeded) == (region == nil))
    }

    @Test func `without a place a narrower entry that leads elsewhere is not passed over`() throws {
        let map = try Given.map([
            Given.entry(1, "01", to: "code:urban"), Given.entry(2, "01", in: "3302", to: "code:urban-2"),
        ])
        #expect(map.resolve(Given.question()).outcome == .dispatcher(reason: .regionUnknown))
        #expect(map.resolve(Given.question(region: "3301")).lead == "urban")
        #expect(map.resolve(Given.question(region: "3302")).lead == "urban-2")
    }

    @Test func `without a place and with entries for a part only, nothing is guessed`() throws {
        let map = try Given.map([Given.entry(1, "01", in: "3302", to: "code:urban-2")])
        #expect(map.resolve(Given.question()).outcome == .dispatcher(reason: .regionUnknown))
        #expect(map.resolve(Given.question(region: "3301")).outcome == .dispatcher(reason: .noEntryFits))
    }

    @Test func `one department for the whole city needs no place`() throws {
        let decision = try Given.map([Given.entry(1, "01", to: "code:urban")]).resolve(Given.question())
        #expect(decision.lead == "urban")
        #expect(decision.basis == [.categoryGiven, .regionNotNeeded])
        #expect(decision.unknown == ["the region"])
    }

    @Test func `supporting departments are found at the place too`() throws {
        let map = try Given.map([
            Given.entry(1, "01", to: "code:gov", supporting: ["auth:urban@county", "code:police", "code:gov", "auth:town@township"])
        ])
        let known = map.resolve(Given.question(region: "330201"))
        #expect(known.outcome == .department(lead: "gov", supporting: ["urban-2", "police", "town-201"]))
        let coarse = map.resolve(Given.question(region: "33"))
        #expect(coarse.outcome == .department(lead: "gov", supporting: ["police"]))
        #expect(coarse.unknown.count == 2)
    }

    @Test func `a deeper entry without a department leaves the answer to a broader one`() throws {
        let map = try Given.map([
            Given.entry(1, "010101", to: "auth:town@township"), Given.entry(2, "01", to: "auth:urban@county"),
        ])
        #expect(map.resolve(Given.question(region: "330202")).lead == "urban-2")
    }

    @Test(
        arguments: [
            ("01", nil as DepartmentCode?, DispatcherReason.categoryTooBroad as DispatcherReason?),
            ("0101", "urban", nil), ("010101", "urban", nil), ("0102", "gov", nil), ("010201", "gov", nil), ("02", nil, .noEntryFits),
        ] as [(CategoryCode, DepartmentCode?, DispatcherReason?)])
    func `a coarse category is answered at its level or above, or by all below it alike`(
        category: CategoryCode, lead: DepartmentCode?, reason: DispatcherReason?
    ) throws {
        let map = try Given.map([
            Given.entry(1, "010101", to: "code:urban"), Given.entry(2, "010102", to: "code:urban"), Given.entry(3, "0102", to: "code:gov"),
        ])
        let decision = map.resolve(Given.question(category: category, region: "3301"))
        #expect(decision.lead == lead)
        if let reason { #expect(decision.outcome == .dispatcher(reason: reason)) }
        #expect(decision.basis.contains(.categoryByBranch) == (category == "0101"))
    }

    @Test func `a coarse category is not answered while a part of it has nobody`() throws {
        let map = try Given.map([Given.entry(1, "020101", to: "code:police")])
        #expect(map.resolve(Given.question(category: "0201", region: "3301")).outcome == .dispatcher(reason: .categoryTooBroad))
    }

    @Test func `a coarse category whose parts need the place asks for the place`() throws {
        let map = try Given.map([
            Given.entry(1, "010101", to: "auth:urban@county"), Given.entry(2, "010102", to: "auth:urban@county"),
        ])
        #expect(map.resolve(Given.question(category: "0101")).outcome == .dispatcher(reason: .regionUnknown))
        #expect(map.resolve(Given.question(category: "0101", region: "3302")).lead == "urban-2")
    }

    @Test func `a code outside the lists is noted and not trusted`() throws {
        let map = try Given.map([Given.entry(1, "01", to: "code:urban")])
        let region = map.resolve(Given.question(region: "99"))
        #expect(region.lead == "urban")
        #expect(region.unknown.contains("region 99 is not in the list"))
        let category = map.resolve(Given.question(category: "99"))
        #expect(category.outcome == .dispatcher(reason: .categoryUnknown))
        #expect(category.unknown.contains("category 99 is not in the list"))
    }
}
