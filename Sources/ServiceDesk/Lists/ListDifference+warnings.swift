import Casework
import WorkingTime

extension ListDifference {
    /// What is allowed but may be a mistake in the lists as they will stand.
    static func warnings(on map: ResponsibilityMap, _ lists: ListContents, strangers: [String], on day: Day) -> [Warning] {
        [
            Warning(strangers) { "\($0) tables of the directory are none of the lists and were not read" },
            Warning(gaps(of: map, on: day)) { "\($0) categories have places where no department answers on \(day)" },
            Warning(rivals(in: lists[.keywords])) { "\($0) keywords speak for several categories with equal weight" },
        ].compactMap { $0 }
    }

    private static func gaps(of map: ResponsibilityMap, on day: Day) -> [String] {
        let places = Dictionary(grouping: map.gaps(on: day), by: \.category).sorted { $0.key < $1.key }
        return places.map { category, gaps in
            let names = gaps.prefix(3).map { map.region($0.region)?.name ?? "\($0.region)" }
            return "\(category) \(map.category(category)?.name ?? ""): \(gaps.count) places, such as \(names.joined(separator: ", "))"
        }
    }

    private static func rivals(in keywords: [ListRow]) -> [String] {
        let uses = Dictionary(grouping: keywords) { [$0["keyword"] ?? "", $0["weight"] ?? ""] }
        return uses.filter { $0.value.count > 1 }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { use, rows in "\(use[0]) with \(use[1]): \(rows.compactMap { $0["category"] }.sorted().joined(separator: ", "))" }
    }
}
