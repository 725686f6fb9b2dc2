import WorkingTime

/// The entries of a category and those above it, matched against one place, kind and day: the most specific wins.
struct Contest {
    struct Winner {
        let entry: Responsibility
        let lead: DepartmentCode
        let supporting: [DepartmentCode]
        let why: TriedEntry.Why
        /// What the entry says of supporting departments and could not be found, in plain words.
        let unknown: [String]
    }

    enum Result {
        case won(Winner)
        /// The entry that would win names an authority below the level at which the place is known.
        case placeNeeded(Responsibility, RegionLevel)
        case disagreement([Int])
        case nobody
    }

    /// How close an entry is to the matter; the greater wins.
    struct Rank: Comparable {
        let category: Int
        let region: Int
        let namesKind: Bool

        static func < (left: Rank, right: Rank) -> Bool {
            if left.category != right.category { return left.category < right.category }
            if left.region != right.region { return left.region < right.region }
            return !left.namesKind && right.namesKind
        }
    }

    private let map: ResponsibilityMap
    private let kind: Kind
    private let day: Day
    /// The place and those in which it lies, from the deepest; empty if nothing is known.
    private let lineage: [RegionCode]
    let entries: [Responsibility]
    /// Those that fit, best first, equals by id.
    let fitting: [(entry: Responsibility, rank: Rank)]

    init(_ map: ResponsibilityMap, category: CategoryCode, region: RegionCode?, kind: Kind, on day: Day) {
        self.map = map
        self.kind = kind
        self.day = day
        let lineage = region.map(map.lineage) ?? []
        self.lineage = lineage
        entries = category.withAncestors.flatMap(map.entries(naming:))
        var fitting: [(entry: Responsibility, rank: Rank)] = []
        for entry in entries where entry.covers(kind) && entry.isValid(on: day) {
            guard let height = lineage.firstIndex(of: entry.region) else { continue }
            let rank = Rank(category: entry.category.level, region: -height, namesKind: !entry.kinds.isEmpty)
            fitting.append((entry, rank))
        }
        fitting.sort { $0.rank != $1.rank ? $0.rank > $1.rank : $0.entry.id < $1.entry.id }
        self.fitting = fitting
    }

    var result: Result {
        for (position, candidate) in fitting.enumerated() {
            switch seat(of: candidate.entry.assignee) {
            case .none: continue
            case .tooCoarse(let level): return .placeNeeded(candidate.entry, level)
            case .found(let lead, let why):
                let rivals = fitting[(position + 1)...].prefix { $0.rank == candidate.rank }
                    .filter { !leads($0.entry, to: lead) }
                guard rivals.isEmpty else { return .disagreement([candidate.entry.id] + rivals.map(\.entry.id)) }
                return .won(winner(candidate.entry, lead: lead, why: why))
            }
        }
        return .nobody
    }

    private enum Seat {
        case found(DepartmentCode, TriedEntry.Why)
        case tooCoarse(RegionLevel)
        case none
    }

    private func seat(of assignee: Assignee) -> Seat {
        switch assignee {
        case .department(let code):
            return .found(code, .mostSpecific)
        case .authority(let authority, let wanted):
            guard let place = lineage.first, let known = map.region(place)?.level else { return .none }
            if known < wanted, hasSeat(authority, within: place, downTo: wanted) { return .tooCoarse(wanted) }
            for region in lineage {
                guard let level = map.region(region)?.level, level <= wanted else { continue }
                guard let code = map.registry.seat(of: authority, in: region) else { continue }
                return .found(code, level == wanted ? .mostSpecific : .foundHigher(authority, wanted: wanted, found: level))
            }
            return .none
        }
    }

    /// Whether the authority has a department in a part of the place, so that the part matters.
    private func hasSeat(_ authority: AuthorityCode, within place: RegionCode, downTo level: RegionLevel) -> Bool {
        map.registry.seats(of: authority).contains { region in
            region != place && map.territory.contains(place, region) && map.region(region).map { $0.level <= level } ?? false
        }
    }

    private func leads(_ entry: Responsibility, to lead: DepartmentCode) -> Bool {
        switch seat(of: entry.assignee) {
        case .found(let code, _): code == lead
        case .tooCoarse: false
        case .none: true
        }
    }

    private func winner(_ entry: Responsibility, lead: DepartmentCode, why: TriedEntry.Why) -> Winner {
        var supporting: [DepartmentCode] = []
        var unknown: [String] = []
        for assignee in entry.supporting {
            if case .found(let code, _) = seat(of: assignee) {
                if code != lead, !supporting.contains(code) { supporting.append(code) }
            } else {
                unknown.append("which department supports as \(assignee)")
            }
        }
        return Winner(entry: entry, lead: lead, supporting: supporting, why: why, unknown: unknown)
    }
}

extension Contest {
    /// All entries with the reason why each won or lost, the winner first.
    func explanation(winner: Int?, why won: TriedEntry.Why) -> [TriedEntry] {
        let best = fitting.first { $0.entry.id == winner } ?? fitting.first
        var tried: [TriedEntry] = []
        if let winner { tried.append(TriedEntry(id: winner, verdict: .won, why: won)) }
        for (entry, rank) in fitting where entry.id != winner {
            tried.append(TriedEntry(id: entry.id, verdict: .lost, why: whyLost(entry, rank, against: best)))
        }
        let fits = Set(fitting.map(\.entry.id))
        for entry in entries where !fits.contains(entry.id) && entry.id != winner {
            tried.append(TriedEntry(id: entry.id, verdict: .lost, why: whyUnfit(entry)))
        }
        return Array(tried.prefix(TriedEntry.limit))
    }

    private func whyLost(_ entry: Responsibility, _ rank: Rank, against best: (entry: Responsibility, rank: Rank)?) -> TriedEntry.Why {
        switch seat(of: entry.assignee) {
        case .none:
            if case .authority(let authority, let level) = entry.assignee { return .noDepartment(authority, level) }
        case .tooCoarse(let level) where best.map { $0.rank <= rank } ?? true: return .placeNeeded(level)
        case .tooCoarse, .found: break
        }
        guard let best, best.entry.id != entry.id else {
            return .equalTo(fitting.first { $0.rank == rank && $0.entry.id != entry.id }?.entry.id ?? entry.id)
        }
        if rank.category != best.rank.category { return .broaderCategory(than: best.entry.id) }
        if rank.region != best.rank.region { return .broaderRegion(than: best.entry.id) }
        if rank.namesKind != best.rank.namesKind { return .kindsNotNamed(than: best.entry.id) }
        return .equalTo(best.entry.id)
    }

    private func whyUnfit(_ entry: Responsibility) -> TriedEntry.Why {
        if !entry.covers(kind) { return .otherKinds }
        if day < entry.validFrom { return .notYetValid(from: entry.validFrom) }
        if let end = entry.validTo, end < day { return .noLongerValid(after: end) }
        return .otherRegion(entry.region)
    }
}
