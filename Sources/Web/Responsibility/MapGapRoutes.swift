import Casework
import Formats
import Hummingbird
import ServiceDesk
import WorkingTime

/// Where the responsibility map has no certain answer, and where only the order of precedence gives one. Both are read off
/// the map in memory.
enum MapGapRoutes {
    /// Leaf categories and places with no certain department on a day.
    @Sendable static func gaps(_ call: StaffCall) async throws -> Response {
        let map = call.desk.jurisdiction.map
        let day = try call.query.day("on") ?? call.now.day
        let branch = try call.query.code("category", CategoryCode.self) { map.category($0) != nil }
        let within = try call.query.code("region", RegionCode.self) { map.region($0) != nil }.map { Set(map.subtree(of: $0)) }
        let form = try TableForm(of: call)
        let limit = try call.query.limit()
        let cursor = try call.query.cursor(parts: 2)
        let leaves = map.leafCategories.map(\.code).filter { leaf in branch.map { leaf.isWithin($0) } ?? true }
        let gaps = { @Sendable (leaf: CategoryCode) in map.gaps(in: leaf, on: day).filter { within?.contains($0.region) ?? true } }
        if form.isCSV {
            return form.csv("responsibility-gaps", gapColumns, of: leaves) { leaf, csv in
                for gap in gaps(leaf) {
                    csv.line([
                        gap.category.rawValue, map.category(gap.category)?.name, gap.region.rawValue, map.region(gap.region)?.name,
                        gap.kinds.map(\.rawValue).joined(separator: ";"),
                    ])
                }
            }
        }
        // A leaf's number has a one before its digits, which may begin with a nought.
        let numbered = leaves.compactMap { leaf in Int("1\(leaf)").map { (number: $0, leaf: leaf) } }.sorted { $0.number < $1.number }
        let ranks = Dictionary(uniqueKeysWithValues: map.regions.enumerated().map { ($1.code, $0) })
        var found: [(gap: Gap, cursor: String)] = []
        for (number, leaf) in numbered where number >= cursor?[0] ?? 0 && found.count <= limit {
            for gap in gaps(leaf) {
                let rank = ranks[gap.region] ?? 0
                if let cursor, number == cursor[0], rank <= cursor[1] { continue }
                found.append((gap, "\(number)-\(rank)"))
            }
            await Task.yield()
        }
        let next = found.count > limit ? found[limit - 1].cursor : nil
        return .json(
            Response.pageBytes(found.prefix(limit).map(\.gap), next: next, total: nil, head: { $0.member("on", day.description) }) {
                gap, object in
                object.named("category", gap.category, map.category(_:)) { $0.name }
                object.named("region", gap.region, map.region(_:)) { $0.name }
                object.member("kinds", gap.kinds.map(\.rawValue))
            })
    }

    /// Entries that meet where neither is the closer in every respect.
    @Sendable static func overlaps(_ call: StaffCall) async throws -> Response {
        let map = call.desk.jurisdiction.map
        let day = try call.query.day("on") ?? call.now.day
        let branch = try call.query.code("category", CategoryCode.self) { map.category($0) != nil }
        let form = try TableForm(of: call)
        let limit = try call.query.limit()
        let cursor = try call.query.cursor(parts: 2)
        let winners = map.entries(on: day).filter { entry in branch.map { entry.category.isWithin($0) } ?? true }
        if form.isCSV {
            return form.csv("responsibility-overlaps", overlapColumns, of: winners) { winner, csv in
                for crossing in map.crossings(wonBy: winner, on: day) { csv.line(cells(of: crossing, in: map)) }
            }
        }
        var found: [Crossing] = []
        for winner in winners where winner.id >= cursor?[0] ?? 0 && found.count <= limit {
            found += map.crossings(wonBy: winner, on: day).filter { crossing in
                cursor.map { crossing.winner > $0[0] || crossing.loser > $0[1] } ?? true
            }
            await Task.yield()
        }
        let next = found.count > limit ? "\(found[limit - 1].winner)-\(found[limit - 1].loser)" : nil
        return .json(
            Response.pageBytes(Array(found.prefix(limit)), next: next, total: nil, head: { $0.member("on", day.description) }) {
                crossing, object in
                object.responsibility("winner", crossing.winner, in: map)
                object.responsibility("loser", crossing.loser, in: map)
                object.member("decided_by", crossing.decidedBy.rawValue)
                object.named("category", crossing.category, map.category(_:)) { $0.name }
                object.named("region", crossing.region, map.region(_:)) { $0.name }
                object.member("kinds", crossing.kinds.map(\.rawValue))
                object.object("example") {
                    $0.named("region", crossing.place, map.region(_:)) { $0.name }
                    $0.named("leads", crossing.leads, map.department(_:)) { $0.name }
                    $0.named("passed_over", crossing.passedOver, map.department(_:)) { $0.name }
                }
            })
    }

    private static let gapColumns = [
        Words("事项分类", "category"), Words("分类名称", "category_name"), Words("区域", "region"), Words("区域名称", "region_name"),
        Words("诉求类型", "kinds"),
    ]

    private static let overlapColumns = [
        Words("优先条目", "winner"), Words("被越过条目", "loser"), Words("优先依据", "decided_by"), Words("事项分类", "category"),
        Words("区域", "region"), Words("诉求类型", "kinds"), Words("示例区域", "example_region"), Words("示例承办单位", "example_leads"),
        Words("示例被越过单位", "example_passed_over"),
    ]

    private static func cells(of crossing: Crossing, in map: ResponsibilityMap) -> [String?] {
        [
            String(crossing.winner), String(crossing.loser), crossing.decidedBy.rawValue, crossing.category.rawValue,
            crossing.region.rawValue, crossing.kinds.map(\.rawValue).joined(separator: ";"), map.region(crossing.place)?.name,
            map.department(crossing.leads)?.name, map.department(crossing.passedOver)?.name,
        ]
    }
}
