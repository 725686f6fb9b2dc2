/// The tree of regions.
struct Territory: Sendable {
    private let index: [RegionCode: Region]
    private let lineages: [RegionCode: [RegionCode]]
    private let subtrees: [RegionCode: [RegionCode]]
    /// Regions that lie in no other, by code.
    let roots: [RegionCode]
    /// Regions in which no other lies, by code.
    let leaves: [RegionCode]

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
        leaves = subtrees.filter { $0.value.count == 1 }.map(\.key).sorted()
    }

    func region(_ code: RegionCode) -> Region? { index[code] }

    /// The region and those in which it lies, from the deepest.
    func lineage(of code: RegionCode) -> [RegionCode] { lineages[code] ?? [] }

    /// The region and all that lie in it, by code.
    func subtree(of code: RegionCode) -> [RegionCode] { subtrees[code] ?? [] }

    /// The smallest regions in this one (itself, if nothing lies in it).
    func leaves(in code: RegionCode) -> [RegionCode] { subtree(of: code).filter { subtree(of: $0).count == 1 } }

    func isLeaf(_ code: RegionCode) -> Bool { subtree(of: code).count == 1 }

    func contains(_ outer: RegionCode, _ inner: RegionCode) -> Bool { lineage(of: inner).contains(outer) }

    /// The county itself, or the one in which the township lies; nil for a city.
    func county(of code: RegionCode) -> RegionCode? {
        lineage(of: code).first { index[$0]?.level == .county }
    }
}
