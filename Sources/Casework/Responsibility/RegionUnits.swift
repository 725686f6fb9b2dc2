/// What may follow the short name of a region: for a township its own unit, since 太平乡 and 太平镇 are two places;
/// for a county any, since people keep saying 县 of what became a city.
struct RegionUnits: Sendable {
    let level: RegionLevel
    let texts: [String]

    init(of region: Region) {
        level = region.level
        switch region.level {
        case .city: texts = ["市"]
        case .county: texts = ["县", "区", "市"]
        case .township: texts = ["街道", "镇", "乡"].filter(region.name.hasSuffix)
        }
    }

    /// Whether the name ends in such a unit and is more than a word of two characters.
    func end(_ name: String) -> Bool {
        name.unicodeScalars.count > 2 && texts.contains(where: name.hasSuffix)
    }
}
