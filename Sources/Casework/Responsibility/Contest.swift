import WorkingTime

/// The entries of a category and those above it, matched against one place, kind and day: the most specific wins.
struct Contest {
    struct Winner {
        /// The id of the entry.
        let entry: Int
        let lead: DepartmentCode
        let supporting: [DepartmentCode]
        let why: TriedEntry.Why
        /// What the entry says of supporting departments and could not be found, in plain words.
        let unknown: [String]
    }

    enum Result {
        case won(Winner)
        /// The entry that would win names an authority below the level at which the place is known.
        case placeNeeded
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
    /// Positions in the map's list: entries are large, and most are only looked at.
    private let entries: [Int]
    /// Those that fit, best first, equals by id.
    private let fitting: [(entry: Int, rank: Rank)]

    init(_ map: ResponsibilityMap, category: CategoryCode, region: RegionCode?, kind: Kind, on day: Day) {
        self.map = map
        self.kind = kind
        self.day = day
        let lineage = region.map(map.lineage) ?? []
        self.lineage = lineage
        entries = map.entriesCovering(category)
        var fitting: [(entry: Int, rank: Rank)] = []
        for entry in entries where map.responsibilities[entry].covers(kind) && map.responsibilities[entry].isValid(on: day) {
            guard let height = lineage.firstIndex(of: map.responsibilities[entry].region) else { continue }
            let rank = Rank(
                category: map.responsibilities[entry].category.level, region: -height,
                namesKind: !map.responsibilities[entry].kinds.isEmpty)
            fitting.append((entry, rank))
        }
        if fitting.count > 1 { fitting.sort { $0.rank != $1.rank ? $0.rank > $1.rank : $0.entry < $1.entry } }
        self.fitting = fitting
    }

    var result: Result {
        for (position, candidate) in fitting.enumerated() {
            switch seat(of: map.responsibilities[candidate.entry].assignee) {
            case .none: continue
            case .tooCoarse: return .placeNeeded
            case .found(let lead, let why):
                let rivals = fitting[(position + 1)...].prefix { $0.rank == candidate.rank }
                    .filter { !leads($0.entry, to: lead) }
                guard rivals.isEmpty else { return .disagreement(([candidate] + rivals).map { id(of: $0.entry) }) }
                return .won(winner(candidate.entry, lead: lead, why: why))
            }
        }
        return .nobody
    }

    /// Whether an entry for another region covers the kind on this day.
    func hasEntries(outside region: RegionCode?) -> Bool {
        entries.contains {
            map.responsibilities[$0].region != region && map.responsibilities[$0].covers(kind) && map.responsibilities[$0].isValid(on: day)
        }
    }

    private func id(of entry: Int) -> Int { map.responsibilities[entry].id }

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
            // A part of the place that has its own department makes the part matter.
            if known < wanted, let part = map.registry.nextSeat(of: authority, below: place), part <= wanted { return .tooCoarse(wanted) }
            if let (code, level) = map.bearer(of: authority, at: wanted, in: lineage) {
                return .found(code, level == wanted ? .mostSpecific : .foundHigher(authority, wanted: wanted, found: level))
            }
            return .none
        }
    }

    private func leads(_ entry: Int, to lead: DepartmentCode) -> Bool {
        switch seat(of: map.responsibilities[entry].assignee) {
        case .found(let code, _): code == lead
        case .tooCoarse: false
        case .none: true
        }
    }

    private func winner(_ entry: Int, lead: DepartmentCode, why: TriedEntry.Why) -> Winner {
        var supporting: [DepartmentCode] = []
        var unknown: [String] = []
        for assignee in map.responsibilities[entry].supporting {
            if case .found(let code, _) = seat(of: assignee) {
                if code != lead, !supporting.contains(code) { supporting.append(code) }
            } else {
                unknown.append("which department supports as \(assignee)")
            }
        }
        return Winner(entry: id(of: entry), lead: lead, supporting: supporting, why: why, unknown: unknown)
    }
}

extension Contest {
    /// All entries with the reason why each won or lost, the winner first.
    func explanation(winner: Int?, why won: TriedEntry.Why) -> [TriedEntry] {
        let best = fitting.first { id(of: $0.entry) == winner } ?? fitting.first
        var tried: [TriedEntry] = []
        if let winner { tried.append(TriedEntry(id: winner, verdict: .won, why: won)) }
        for (entry, rank) in fitting where id(of: entry) != winner {
            tried.append(TriedEntry(id: id(of: entry), verdict: .lost, why: whyLost(entry, rank, against: best)))
        }
        for entry in entries where tried.count < TriedEntry.limit && !fitting.contains(where: { $0.entry == entry }) {
            tried.append(TriedEntry(id: id(of: entry), verdict: .lost, why: whyUnfit(map.responsibilities[entry])))
        }
        return Array(tried.prefix(TriedEntry.limit))
    }

    private func whyLost(_ entry: Int, _ rank: Rank, against best: (entry: Int, rank: Rank)?) -> TriedEntry.Why {
        let assignee = map.responsibilities[entry].assignee
        switch seat(of: assignee) {
        case .none:
            if case .authority(let authority, let level) = assignee { return .noDepartment(authority, level) }
        case .tooCoarse(let level) where best.map { $0.rank <= rank } ?? true: return .placeNeeded(level)
        case .tooCoarse, .found: break
        }
        guard let best, best.entry != entry else {
            let equal = fitting.first { $0.rank == rank && $0.entry != entry }
            return .equalTo(id(of: equal?.entry ?? entry))
        }
        let closer = id(of: best.entry)
        if rank.category != best.rank.category { return .broaderCategory(than: closer) }
        if rank.region != best.rank.region { return .broaderRegion(than: closer) }
        return rank.namesKind != best.rank.namesKind ? .kindsNotNamed(than: closer) : .equalTo(closer)
    }

    private func whyUnfit(_ entry: Responsibility) -> TriedEntry.Why {
        if !entry.covers(kind) { return .otherKinds }
        if day < entry.validFrom { return .notYetValid(from: entry.validFrom) }
        if let end = entry.validTo, end < day { return .noLongerValid(after: end) }
        return .otherRegion(entry.region)
    }
}
