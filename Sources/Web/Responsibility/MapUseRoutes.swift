import Casework
import Formats
import Hummingbird
import ServiceDesk
import Statistics
import WorkingTime

/// Which entries of the responsibility map no case went by, and which rulings spoke against.
enum MapUseRoutes {
    @Sendable static func unused(_ call: StaffCall) async throws -> Response {
        let map = call.desk.jurisdiction.map
        let period = try period(call)
        let form = try TableForm(of: call)
        let limit = try call.query.limit()
        let cursor = try call.query.cursor(parts: 1)?[0] ?? 0
        let entries = map.responsibilities.filter { entry in
            entry.id > cursor && entry.validFrom <= period.to && entry.validTo.map { $0 >= period.from } ?? true
        }.map(\.id)
        let found = try await call.house.statistics.unused(entries, in: period, limit: form.isCSV ? entries.count : limit + 1)
        if form.isCSV {
            return form.csv("responsibility-unused", entryColumns + [Words("最近使用", "last_used_at")], of: found) { unused, csv in
                csv.line(cells(of: unused.id, in: map) + [unused.lastUsedAt?.description])
            }
        }
        let next = found.count > limit ? String(found[limit - 1].id) : nil
        return .json(
            Response.pageBytes(Array(found.prefix(limit)), next: next, total: nil, head: { write(period, into: &$0) }) { unused, object in
                object.responsibility("entry", unused.id, in: map)
                object.member("last_used_at", unused.lastUsedAt?.description)
            })
    }

    @Sendable static func doubts(_ call: StaffCall) async throws -> Response {
        let map = call.desk.jurisdiction.map
        let period = try period(call)
        let form = try TableForm(of: call)
        let limit = try call.query.limit()
        let cursor = try call.query.cursor(parts: 2)
        let found = try await call.house.statistics.doubted(
            in: period, after: form.isCSV ? nil : cursor.map { ($0[0], $0[1]) }, limit: form.isCSV ? Int(Int32.max) : limit + 1)
        if form.isCSV {
            let columns = [
                Words("裁定数", "rulings"), Words("成立数", "upheld"), Words("最近成立", "last_upheld_at"), Words("改派至", "designated"),
            ]
            return form.csv("responsibility-doubts", entryColumns + columns, of: found) { doubted, csv in
                let designated = doubted.designated.map { "\(map.department($0.department)?.name ?? $0.department.rawValue) \($0.count)" }
                csv.line(
                    cells(of: doubted.id, in: map) + [
                        String(doubted.rulings), String(doubted.upheld), doubted.lastUpheldAt.description,
                        designated.joined(separator: ";"),
                    ])
            }
        }
        let next = found.count > limit ? "\(found[limit - 1].upheld)-\(found[limit - 1].id)" : nil
        return .json(
            Response.pageBytes(Array(found.prefix(limit)), next: next, total: nil, head: { write(period, into: &$0) }) { doubted, object in
                object.member("responsibility", doubted.id)
                object.responsibility("entry", doubted.id, in: map)
                object.member("rulings", doubted.rulings)
                object.member("upheld", doubted.upheld)
                object.member("last_upheld_at", doubted.lastUpheldAt.description)
                object.objects("designated", doubted.designated) { item, went in
                    item.named("department", went.department, map.department(_:)) { $0.name }
                    item.member("count", went.count)
                }
            })
    }

    /// The days asked for; the year that ends today unless said.
    private static func period(_ call: StaffCall) throws -> Period {
        let to = try call.query.day("to") ?? call.now.day
        let from = try call.query.day("from") ?? to.advanced(by: -364)
        guard from <= to else {
            throw Problem.endsBeforeItBegins("to")
        }
        return Period(from: from, to: to)
    }

    private static func write(_ period: Period, into object: inout JSONObjectWriter) {
        object.member("from", period.from.description)
        object.member("to", period.to.description)
    }

    private static let entryColumns = [
        Words("条目", "responsibility"), Words("事项分类", "category"), Words("分类名称", "category_name"), Words("诉求类型", "kinds"),
        Words("区域", "region"), Words("承办单位", "assignee"), Words("生效日", "valid_from"), Words("失效日", "valid_to"),
    ]

    private static func cells(of id: Int, in map: ResponsibilityMap) -> [String?] {
        guard let entry = map.responsibility(id) else { return [String(id)] + Array(repeating: nil, count: entryColumns.count - 1) }
        return [
            String(id), entry.category.rawValue, map.category(entry.category)?.name,
            Kind.allCases.filter(entry.kinds.contains).map(\.rawValue).joined(separator: ";"), entry.region.rawValue,
            entry.assignee.description, entry.validFrom.description, entry.validTo?.description,
        ]
    }
}
