/// What stands around a region's name in a text, and what that says about the name.
struct RegionReach {
    private let next: String
    private let unit: String?
    /// Where the name ends, the unit after it included.
    let end: Int
    /// "龙泉市" in 龙泉市场 is not the city.
    let isCutShort: Bool

    init(_ range: Range<Int>, in text: FoldedText) {
        let first = text.scalar(at: range.upperBound).map { String($0) } ?? ""
        let second = text.scalar(at: range.upperBound + 1).map { String($0) } ?? ""
        next = first
        isCutShort = first == "场" && text.scalar(at: range.upperBound - 1) == "市"
        unit = Self.allUnits.first { (first + second).hasPrefix($0) && !(first == "市" && second == "场") }
        end = range.upperBound + (unit?.unicodeScalars.count ?? 0)
    }

    /// Whether a unit that the region may bear follows the short name.
    func hasUnit(of units: RegionUnits) -> Bool { unit.map(units.texts.contains) ?? false }

    /// Whether a short name may stand for the region here: not before the unit of another (海口市 is not our 海口镇),
    /// and not where it names a road, a mountain, a sword.
    func allowsShortName(with units: RegionUnits) -> Bool {
        if unit != nil { return hasUnit(of: units) }
        if next.isEmpty { return true }
        return !Self.otherThings.contains(next) && !(units.level == .township && Self.placesOfAnyRegion.contains(next))
    }

    /// Whether nothing, or a mark only, stands between the two positions.
    static func joins(_ end: Int, _ start: Int, in text: FoldedText) -> Bool {
        end <= start && start - end <= 2 && (end..<start).allSatisfy { isMark(text.scalar(at: $0)) }
    }

    /// Whether an address, or a new part of it, begins here.
    static func isHead(_ start: Int, in text: FoldedText) -> Bool {
        let before = text.scalar(at: start - 1)
        return before == nil || isMark(before) || "省住在于".unicodeScalars.contains { $0 == before }
    }

    private static let allUnits = ["街道", "省", "州", "市", "县", "区", "镇", "乡"]
    private static let otherThings = "路街巷弄道桥山江河溪湖石剑驿场"
    private static let placesOfAnyRegion = "村社小中大花广公新苑家酒"

    private static func isMark(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return scalar.properties.isWhitespace || ",，、-—·/:：;；(（".unicodeScalars.contains(scalar)
    }
}
