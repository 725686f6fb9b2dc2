/// Recognises departments in the words of a requester, rather one too many than the accused one too few.
struct DepartmentNames: Sendable {
    private let finder: PhraseFinder
    private let bearers: [[DepartmentCode]]
    private let spellings: [(text: FoldedText, department: DepartmentCode)]

    /// `departments` in the order of their codes.
    init(_ departments: [Department], in territory: Territory) {
        let peers = Dictionary(grouping: departments.filter { $0.authority != nil }, by: \.authority).mapValues { $0.map(\.code) }
        var builder = PhraseFinder.Builder()
        var bearers: [[DepartmentCode]] = []
        var spellings: [(FoldedText, DepartmentCode)] = []
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
                spellings.append((text, department.code))
            }
        }
        finder = builder.build()
        self.bearers = bearers
        self.spellings = spellings
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
