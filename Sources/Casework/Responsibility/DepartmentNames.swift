/// Recognises departments in the words of a requester, rather one too many than the accused one too few.
struct DepartmentNames: Sendable {
    private let finder: PhraseFinder
    private let bearers: [[DepartmentCode]]
    private let spellings: [(text: FoldedText, department: DepartmentCode)]
    /// The phrases that are a place's name too: "妙高街道菜场" is a place, "妙高街道干部" are the street's people.
    private let places: Set<Int>
    private let people: [FoldedText]

    /// `departments` in the order of their codes.
    init(_ departments: [Department], in territory: Territory) {
        let peers = Dictionary(grouping: departments.filter { $0.authority != nil }, by: \.authority).mapValues { $0.map(\.code) }
        var builder = PhraseFinder.Builder()
        var bearers: [[DepartmentCode]] = []
        var spellings: [(FoldedText, DepartmentCode)] = []
        var places: Set<Int> = []
        for department in departments {
            for name in [department.name, department.shortName] + department.aliases {
                let text = FoldedText(name).withoutBlanks()
                // A single character is no name.
                guard text.count > 1, let phrase = builder.insert(text.string(0..<text.count)) else { continue }
                if phrase == bearers.count { bearers.append([]) }
                // "城管局" is listed for the city's bureau, but who says it in a county means that of the county.
                let meant =
                    Self.saysWhere(name, department, territory) ? [department.code] : peers[department.authority] ?? [department.code]
                bearers[phrase] += meant
                if Self.isPlace(name, department, territory) { places.insert(phrase) }
                spellings.append((text, department.code))
            }
        }
        for department in departments {
            for name in Self.placeless(department, territory) {
                guard let phrase = builder.insert(name) else { continue }
                if phrase == bearers.count { bearers.append([]) }
                if !bearers[phrase].contains(department.code) { bearers[phrase].append(department.code) }
            }
        }
        finder = builder.build()
        self.bearers = bearers
        self.spellings = spellings
        self.places = places
        people = Self.peopleWords.map { FoldedText($0) }
    }

    /// All departments that the words may mean, by code: those whose name, short name or alias they contain;
    /// failing that, those whose name contains their characters in this order ("青田公安" in 青田县公安局).
    func departments(in words: String) -> [DepartmentCode] {
        let text = FoldedText(words).withoutBlanks()
        let named = Set(finder.matches(in: text).flatMap { bearers[$0.phrase] })
        guard named.isEmpty else { return named.sorted() }
        // Two characters, perhaps a person's name, are found in this way in far too many.
        guard text.count > 2 else { return [] }
        return Set(spellings.filter { Self.isAbridged(text, from: $0.text) }.map(\.department)).sorted()
    }

    /// All departments that a longer text names outright. A place's name counts where its people are meant.
    func departments(namedIn text: FoldedText) -> Set<DepartmentCode> {
        let text = text.withoutBlanks()
        let named = finder.matches(in: text).filter { match in
            !places.contains(match.phrase)
                || people.contains { text.scalars[match.range.upperBound...].starts(with: $0.scalars) }
        }
        return Set(named.flatMap { bearers[$0.phrase] })
    }

    /// What follows a place's name when those who govern it are meant.
    private static let peopleWords = [
        "干部", "领导", "政府", "办事处", "工作人员", "书记", "副书记", "主任", "副主任", "镇长", "副镇长", "乡长", "副乡长", "党委", "党工委",
        "人大", "纪委", "城管", "执法", "综治", "的人", "的干部", "的领导", "的工作人员", "的书记", "的主任", "不管", "不作为", "包庇",
    ]

    /// What people call a department at home: its names without the place before them, "水利局" for 云和县水利局. It may mean that
    /// of any county. Two characters are too few for a name.
    private static func placeless(_ department: Department, _ territory: Territory) -> [String] {
        let regions = territory.lineage(of: department.region).compactMap(territory.region)
        let prefixes = regions.flatMap { [$0.name] + $0.aliases } + ["市", "县", "区"]
        return ([department.name, department.shortName] + department.aliases).flatMap { name in
            prefixes.filter(name.hasPrefix).map { String(name.dropFirst($0.count)) }.filter { $0.count > 2 }
        }
    }

    /// Whether a name is that of the department's own region, alone or after those above it: "太平乡", "莲都太平乡".
    private static func isPlace(_ name: String, _ department: Department, _ territory: Territory) -> Bool {
        guard let region = territory.region(department.region) else { return false }
        return ([region.name] + region.aliases).contains { place in
            guard name.hasSuffix(place) else { return false }
            let before = name.dropLast(place.count)
            return before.isEmpty
                || territory.lineage(of: region.code).compactMap(territory.region).contains {
                    ([$0.name] + $0.aliases).contains(String(before))
                }
        }
    }

    private static func isAbridged(_ short: FoldedText, from long: FoldedText) -> Bool {
        var matched = 0
        for scalar in long.scalars where matched < short.count && scalar == short.scalars[matched] { matched += 1 }
        return matched == short.count
    }

    /// Whether a name tells of which region the department is.
    private static func saysWhere(_ name: String, _ department: Department, _ territory: Territory) -> Bool {
        guard let region = territory.region(department.region), !["市", "县", "区"].contains(where: name.hasPrefix) else { return true }
        return ([region.name] + region.aliases).contains { name.contains($0) }
    }
}
