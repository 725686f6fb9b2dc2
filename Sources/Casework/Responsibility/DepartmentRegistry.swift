/// The tree of departments, and who has which authority where.
final class DepartmentRegistry: Sendable {
    private struct Seat: Hashable, Sendable {
        let authority: AuthorityCode
        let region: RegionCode
    }

    private let index: [DepartmentCode: Department]
    private let subtrees: [DepartmentCode: [DepartmentCode]]
    private let seats: [Seat: DepartmentCode]
    /// For an authority and a region, the highest level at which a part of the region has a seat.
    private let seatsBelow: [Seat: RegionLevel]
    private let authorities: Set<AuthorityCode>
    let supervisionBody: DepartmentCode?
    let names: DepartmentNames

    init(_ departments: [Department], in territory: Territory) throws(ResponsibilityMapError) {
        var index: [DepartmentCode: Department] = [:]
        for department in departments {
            guard index.updateValue(department, forKey: department.code) == nil else { throw .duplicateDepartment(department.code) }
            guard territory.region(department.region) != nil else {
                throw .unknownDepartmentRegion(department.code, department.region)
            }
        }
        let sorted = departments.sorted { $0.code < $1.code }
        var subtrees: [DepartmentCode: [DepartmentCode]] = [:]
        for department in sorted {
            var lineage = [department.code]
            while let parent = index[lineage[lineage.count - 1]]?.parent {
                guard index[parent] != nil else { throw .unknownDepartmentParent(lineage[lineage.count - 1], parent: parent) }
                guard !lineage.contains(parent) else { throw .departmentCycle(parent) }
                lineage.append(parent)
            }
            for above in lineage { subtrees[above, default: []].append(department.code) }
        }
        var seats: [Seat: DepartmentCode] = [:]
        for department in sorted {
            guard let authority = department.authority else { continue }
            let seat = Seat(authority: authority, region: department.region)
            // A bureau and a squad under it may both bear the authority: the bureau has the seat.
            if let seated = seats[seat], !(subtrees[department.code] ?? []).contains(seated) { continue }
            seats[seat] = department.code
        }
        self.index = index
        self.subtrees = subtrees
        self.seats = seats
        var seatsBelow: [Seat: RegionLevel] = [:]
        for seat in seats.keys {
            guard let level = territory.region(seat.region)?.level else { continue }
            for above in territory.lineage(of: seat.region).dropFirst() {
                let outer = Seat(authority: seat.authority, region: above)
                seatsBelow[outer] = min(seatsBelow[outer] ?? level, level)
            }
        }
        self.seatsBelow = seatsBelow
        authorities = Set(seats.keys.map(\.authority))
        supervisionBody =
            sorted.filter { $0.kind == Department.supervisionKind }
            .min { left, right in
                let depths = [left, right].map { territory.lineage(of: $0.region).count }
                return depths[0] != depths[1] ? depths[0] < depths[1] : left.code < right.code
            }?.code
        names = DepartmentNames(sorted, in: territory)
    }

    func department(_ code: DepartmentCode) -> Department? { index[code] }

    func subtree(of code: DepartmentCode) -> [DepartmentCode] { subtrees[code] ?? [] }

    func has(_ authority: AuthorityCode) -> Bool { authorities.contains(authority) }

    /// The department that bears the authority for exactly this region.
    func seat(of authority: AuthorityCode, in region: RegionCode) -> DepartmentCode? {
        seats[Seat(authority: authority, region: region)]
    }

    /// The highest level at which a part of the region has a department of its own with the authority; nil if no part has.
    func nextSeat(of authority: AuthorityCode, below region: RegionCode) -> RegionLevel? {
        seatsBelow[Seat(authority: authority, region: region)]
    }

    func supervisor(of code: DepartmentCode) -> DepartmentCode? {
        if let parent = index[code]?.parent { return parent }
        return supervisionBody == code || index[code] == nil ? nil : supervisionBody
    }
}
