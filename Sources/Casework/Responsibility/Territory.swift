/// The tree of regions.
final class Territory: Sendable {
    private let index: [RegionCode: Region]
    private let lineages: [RegionCode: [RegionCode]]
    private let subtrees: [RegionCode: [RegionCode]]
    /// Regions that lie in no other, by code.
    let roots: [RegionCode]
    /// Regions in which no other lies: the first of each county, then the second of each, and so on, since counties differ
    /// before their townships do.
    let leaves: [RegionCode]
    private let leavesWithin: [RegionCode: [RegionCode]]

    init(_ regions: [Region]) throws(ResponsibilityMapError) {
        var index: [RegionCode: Region] = [:]
        for region in regions {
            guard index.updateValue(region, forKey: region.code) == nil else { throw .duplicateRegion(region.code) }
        }
        for region in regions {
            guard let parent = region.parent else { continue }
            guard let above = index[parent] else { throw .unknownRegionParent(region.code, parent: parent) }
            // Levels that only fall also keep the tree free of cycles.
            guard above.level < region.level else { throw .misplacedRegion(region.code, parent: parent) }
        }
        var lineages: [RegionCode: [RegionCode]] = [:]
        var subtrees: [RegionCode: [RegionCode]] = [:]
        for region in regions.sorted(by: { $0.code < $1.code }) {
            var lineage = [region.code]
            while let parent = index[lineage[lineage.count - 1]]?.parent { lineage.append(parent) }
            lineages[region.code] = lineage
            for above in lineage { subtrees[above, default: []].append(region.code) }
        }
        self.index = index
        self.lineages = lineages
        self.subtrees = subtrees
        roots = index.values.filter { $0.parent == nil }.map(\.code).sorted()
        var seen: [RegionCode?: Int] = [:]
        leaves = subtrees.filter { $0.value.count == 1 }.map(\.key).sorted()
            .map { leaf in
                seen[index[leaf]?.parent, default: 0] += 1
                return (turn: seen[index[leaf]?.parent] ?? 0, leaf: leaf)
            }
            .sorted { ($0.turn, $0.leaf) < ($1.turn, $1.leaf) }.map(\.leaf)
        var within: [RegionCode: [RegionCode]] = [:]
        for leaf in leaves {
            for above in lineages[leaf] ?? [] { within[above, default: []].append(leaf) }
        }
        leavesWithin = within
    }

    func region(_ code: RegionCode) -> Region? { index[code] }

    /// The region and those in which it lies, from the deepest.
    func lineage(of code: RegionCode) -> [RegionCode] { lineages[code] ?? [] }

    /// The region and all that lie in it, by code.
    func subtree(of code: RegionCode) -> [RegionCode] { subtrees[code] ?? [] }

    /// The smallest regions in this one (itself, if nothing lies in it), in the order of `leaves`.
    func leaves(in code: RegionCode) -> [RegionCode] { leavesWithin[code] ?? [] }

    func isLeaf(_ code: RegionCode) -> Bool { subtree(of: code).count == 1 }

    func contains(_ outer: RegionCode, _ inner: RegionCode) -> Bool { lineage(of: inner).contains(outer) }

    /// The county itself, or the one in which the township lies; nil for a city.
    func county(of code: RegionCode) -> RegionCode? {
        lineage(of: code).first { index[$0]?.level == .county }
    }
}
