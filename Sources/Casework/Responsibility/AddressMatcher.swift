/// Finds the region of which an address or a letter speaks.
///
/// A full name counts anywhere. A short name ("青田", "太平") is often a word, a road or a dish: it counts where its unit follows
/// ("景宁县"), or directly after the region in which it lies ("青田温溪"); at the head of an address also alone.
final class AddressMatcher: Sendable {
    enum Source: Sendable { case address, prose }

    enum Finding: Equatable, Sendable {
        case region(RegionCode, words: [String])
        /// Several that exclude each other; by code.
        case ambiguous([RegionCode], words: [String])
        case nothing
    }

    private struct Name: Sendable {
        let region: RegionCode
        let units: RegionUnits
        /// With its unit, and so no ordinary word.
        let isFull: Bool
    }

    private struct Mention {
        let regions: [RegionCode]
        let words: String
    }

    private let territory: Territory
    private let finder: PhraseFinder
    private let names: [[Name]]
    private let ordinary: Set<Int>

    init(regions: [Region], territory: Territory) {
        var builder = PhraseFinder.Builder()
        var names: [[Name]] = []
        var ordinary: Set<Int> = []
        for region in regions {
            for name in [region.name] + region.aliases {
                guard let phrase = builder.insert(name) else { continue }
                if phrase == names.count { names.append([]) }
                if region.ordinaryWords.contains(name) { ordinary.insert(phrase) }
                let units = RegionUnits(of: region)
                let isFull = name == region.name || units.end(name)
                if !names[phrase].contains(where: { $0.region == region.code }) {
                    names[phrase].append(Name(region: region.code, units: units, isFull: isFull))
                }
            }
        }
        finder = builder.build()
        self.names = names
        self.ordinary = ordinary
        self.territory = territory
    }

    func find(in text: FoldedText, as source: Source) -> Finding {
        var certain: [Mention] = []
        var possible: [Mention] = []
        var before: (end: Int, regions: [RegionCode])?
        for match in finder.matches(in: text) where match.phrase < names.count {
            let reach = RegionReach(match.range, in: text)
            let known = names[match.phrase]
            let words = text.string(match.range.lowerBound..<reach.end)
            let joined = before.map { RegionReach.joins($0.end, match.range.lowerBound, in: text) ? $0.regions : [] } ?? []
            let below = known.filter { name in joined.contains { territory.contains($0, name.region) && $0 != name.region } }
            before = (reach.end, known.map(\.region))

            if !below.isEmpty {
                let fitting = below.filter { $0.isFull && !reach.isCutShort || reach.allowsShortName(with: $0.units) }
                if !fitting.isEmpty { certain.append(Mention(regions: fitting.map(\.region), words: words)) }
                continue
            }
            let ordinaryHere = source == .prose && ordinary.contains(match.phrase)
            let full = known.filter { $0.isFull && !reach.isCutShort && !ordinaryHere || reach.hasUnit(of: $0.units) }
            if !full.isEmpty {
                certain.append(Mention(regions: full.map(\.region), words: words))
            } else if source == .address, RegionReach.isHead(match.range.lowerBound, in: text) {
                let short = known.filter { reach.allowsShortName(with: $0.units) }
                if !short.isEmpty { possible.append(Mention(regions: short.map(\.region), words: words)) }
            }
        }
        return decide(certain.isEmpty ? possible : certain)
    }

    private func decide(_ mentions: [Mention]) -> Finding {
        let words = mentions.map(\.words).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let local = mentions.map { $0.regions.filter { territory.county(of: $0) != nil } }.filter { !$0.isEmpty }
        guard !local.isEmpty else {
            let cities = Set(mentions.flatMap(\.regions)).sorted()
            if cities.isEmpty { return .nothing }
            return cities.count == 1 ? .region(cities[0], words: words) : .ambiguous(cities, words: words)
        }
        // Names that mean one place tell the county; it then tells which of its namesakes another name means.
        let definite = Set(local.filter { $0.count == 1 }.compactMap { territory.county(of: $0[0]) })
        let counties =
            definite.isEmpty
            ? local.map { Set($0.compactMap(territory.county)) }.reduce(nil as Set<RegionCode>?) { $0?.intersection($1) ?? $1 } ?? []
            : definite
        let candidates = Set(local.flatMap { $0 }).sorted()
        guard counties.count == 1, let county = counties.first else {
            return .ambiguous(definite.isEmpty ? candidates : definite.sorted(), words: words)
        }
        // A namesake that has no bearer in this county speaks of another one.
        guard local.allSatisfy({ $0.contains { territory.county(of: $0) == county } }) else {
            return .ambiguous(candidates, words: words)
        }
        let townships = candidates.filter { $0 != county && territory.contains(county, $0) }
        return .region(townships.count == 1 ? townships[0] : county, words: words)
    }
}
