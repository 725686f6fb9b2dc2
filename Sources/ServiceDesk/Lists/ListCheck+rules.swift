import Casework
import WorkingTime

/// The rules that one list has and others have not.
extension ListCheck {
    mutating func checkRules() {
        checkCategories()
        checkAssignees()
        checkRegimes()
        checkReplyLimits()
        for list in ListName.allCases where files.contains(list) {
            switch list {
            case .regions: checkRegions()
            case .departments: checkDepartments()
            case .responsibilities: checkOverlaps(in: .responsibilities, within: ["category", "region"])
            case .timeLimits: checkTimeLimits()
            case .regimes: checkOverlaps(in: .regimes, within: ["category"])
            case .officeHours: checkOfficeHours()
            case .settings: checkSettings()
            case .orderTriggers: checkTriggers()
            case .categories, .keywords, .calendarExceptions, .statutoryHolidays: break
            }
        }
    }

    /// Levels that only fall keep the tree free of cycles.
    private mutating func checkRegions() {
        var levels: [String: RegionLevel] = [:]
        for row in lists[.regions] {
            if let code = row["code"] { levels[code] = row["level"].flatMap { RegionLevel(rawValue: $0) } }
        }
        for row in lists[.regions] where row.faulty.isDisjoint(with: ["name", "aliases", "ordinary_words"]) {
            let names = [row["name"]].compactMap { $0 } + CellForm.parts(of: row["aliases"])
            for word in CellForm.parts(of: row["ordinary_words"]) where !names.contains(word) {
                add(row, at: "ordinary_words", "ordinary_words names \(word), which is no name of the region")
            }
        }
        for row in lists[.regions] where !row.faulty.contains("parent") {
            guard let level = row["level"].flatMap({ RegionLevel(rawValue: $0) }) else { continue }
            switch (level, row["parent"]) {
            case (.city, let parent?): add(row, at: "parent", "a city lies in no other region, not in \(parent)")
            case (.county, nil), (.township, nil): add(row, at: "parent", "parent is missing: a \(level.rawValue) lies in another region")
            case (_, let parent?):
                guard let above = levels[parent], above >= level else { continue }
                add(row, at: "parent", "region \(parent) is a \(above.rawValue): a \(level.rawValue) cannot lie in it")
            case (.city, nil): break
            }
        }
    }

    /// Each level of a category stands in the list itself.
    private mutating func checkCategories() {
        for row in lists[.categories] {
            guard let parent = row["code"].flatMap({ CategoryCode($0).parent }) else { continue }
            checkReference(parent.rawValue, to: .categories, from: row, at: "code")
        }
    }

    private mutating func checkDepartments() {
        checkUnique(in: .departments, at: "name", "name") { row in row["name"].map { [$0] } }
        checkUnique(in: .departments, at: "authority", "authority") { row in
            guard let authority = row["authority"], authority != "territory", let region = row["region"] else { return nil }
            return [authority, "of region", region]
        }
        var parents: [String: String] = [:]
        for row in lists[.departments] {
            if let code = row["code"], parents[code] == nil { parents[code] = row["parent"] }
        }
        var settled: Set<String> = []
        for row in lists[.departments] {
            guard let code = row["code"] else { continue }
            var chain = [code]
            while let parent = parents[chain[chain.count - 1]], !settled.contains(parent) {
                if let start = chain.firstIndex(of: parent) {
                    let circle = chain[start...] + [parent]
                    add(row, at: "parent", "departments stand above themselves: \(circle.joined(separator: " under "))")
                    break
                }
                chain.append(parent)
            }
            settled.formUnion(chain)
        }
    }

    /// Who is named: one department, or an authority that some department bears.
    private mutating func checkAssignees() {
        let authorities = lists.has(.departments) ? Set(lists[.departments].compactMap { $0["authority"] }) : nil
        for row in lists[.responsibilities] {
            checkLead(of: row)
            if let authority = row["authority"] { checkAuthority(authority, authorities, row, at: "authority") }
            for part in CellForm.parts(of: row["supporting"]) {
                switch Assignee(part) {
                case .department(let code): checkReference(code.rawValue, to: .departments, from: row, at: "supporting")
                case .authority(let code, _): checkAuthority(code.rawValue, authorities, row, at: "supporting")
                case nil: add(row, at: "supporting", "supporting \(part) is neither code:<department> nor auth:<authority>@<level>")
                }
            }
        }
    }

    private mutating func checkLead(of row: ListRow) {
        guard row.faulty.isDisjoint(with: ["department", "authority", "authority_level"]) else { return }
        switch (row["department"], row["authority"], row["authority_level"]) {
        case (nil, nil, nil): add(row, at: "department", "neither department nor authority is named")
        case (nil, _?, nil): add(row, at: "authority_level", "authority_level is missing")
        case (nil, nil, _?): add(row, at: "authority", "authority is missing")
        case (_?, nil, nil), (nil, _?, _?): break
        case (_?, _, _): add(row, at: "authority", "department and authority are both named")
        }
    }

    private mutating func checkAuthority(_ code: String, _ known: Set<String>?, _ row: ListRow, at column: String) {
        guard let known, !known.contains(code) else { return }
        if files.contains(row.list) {
            add(row, at: column, "no department bears authority \(code)")
        } else {
            add(to: .departments, "no department bears authority \(code), but \(row.list.noun) \(row.label) in the database names it")
        }
    }

    /// Two entries of equal rank that answer on one day: the line would have to guess.
    private mutating func checkOverlaps(in list: ListName, within columns: [String]) {
        let whole = lists[list].filter(\.faulty.isEmpty)
        let groups = Dictionary(grouping: whole) { row in columns.map { row[$0] ?? "" } + [row["kinds"] == nil ? "" : "kinds"] }
        for group in groups.values {
            for (position, later) in group.enumerated() {
                for first in group[..<position] where first.key != later.key {
                    let kinds = Set(CellForm.parts(of: first["kinds"])).intersection(CellForm.parts(of: later["kinds"]))
                    guard !kinds.isEmpty || first["kinds"] == nil else { continue }
                    guard let (from, to) = Self.common("valid_from", "valid_to", first, later) else { continue }
                    let end = to.map { "to \($0)" } ?? "on"
                    add(later, at: "valid_from", "answers for the same as line \(first.line ?? 0) from \(from) \(end)")
                }
            }
        }
    }

    /// The days on which both are valid; texts of days compare as days do.
    private static func common(_ from: String, _ to: String, _ one: ListRow, _ other: ListRow) -> (from: String, to: String?)? {
        guard let first = one[from], let second = other[from] else { return nil }
        let end = [one[to], other[to]].compactMap { $0 }.min()
        let start = max(first, second)
        return end.map { $0 < start } ?? false ? nil : (start, end)
    }

    /// The stages of which the line can say something else than overdue when nobody acts.
    private static let endedBySilence: [Stage] = [.return, .handle, .callback, .correctionNotice, .thirdParty, .coProducer]

    private mutating func checkTimeLimits() {
        let parts = ["extension_amount", "extension_unit", "extension_times", "extension_approver"]
        for row in lists[.timeLimits] {
            // What stops the matter's clock must be understood, or it would silently run on.
            if row["stage"] == Stage.handle.rawValue, let pause = row["pause"], row.faulty.isEmpty,
                let limit = try? TimeLimit(row), limit.pauseGrounds.isEmpty
            {
                add(row, at: "pause", "pause \(pause) names no ground that the line knows: suspension, inspection, verification, …")
            }
            if let silence = row["on_silence"], let stage = row["stage"], silence != "overdue", !row.faulty.contains("stage"),
                !Self.endedBySilence.contains(where: { $0.rawValue == stage })
            {
                add(
                    row, at: "on_silence",
                    "on_silence \(silence) means nothing for stage \(stage), which is overdue when its limit has passed")
            }
            let missing = parts.filter { row[$0] == nil && !row.faulty.contains($0) }
            guard !missing.isEmpty, missing.count < parts.count else { continue }
            add(row, at: missing[0], "\(missing.joined(separator: " and ")) missing: an extension has amount, unit, times and approver")
        }
    }

    private mutating func checkOfficeHours() {
        let rows = lists[.officeHours].filter(\.faulty.isEmpty)
        for (position, row) in rows.enumerated() {
            guard let opens = row["opens"], let closes = row["closes"] else { continue }
            guard opens < closes else {
                add(row, at: "closes", "closes \(closes) is not after opens \(opens)")
                continue
            }
            for first in rows[..<position] where first.key != row.key {
                guard let (from, _) = Self.common("valid_from", "valid_to", first, row) else { continue }
                guard let before = first["opens"], let end = first["closes"], before < closes, opens < end else { continue }
                add(row, at: "opens", "overlaps line \(first.line ?? 0) from \(from) on")
            }
        }
        if !rows.isEmpty, rows.count == lists[.officeHours].count, rows.allSatisfy({ $0["valid_to"] != nil }) {
            add(to: .officeHours, "no office hours are valid without end")
        }
    }

    private mutating func checkTriggers() {
        for row in lists[.orderTriggers] {
            let (amount, unit) = (row["delay_amount"], row["delay_unit"])
            if row.faulty.isDisjoint(with: ["delay_amount", "delay_unit"]), (amount == nil) != (unit == nil) {
                add(row, at: amount == nil ? "delay_amount" : "delay_unit", "a delay has amount and unit")
            }
            guard let level = row["level"], let event = row["event"] else { continue }
            switch (level, event) {
            case ("next", OrderTrigger.Event.orderUnmet.rawValue): break
            case ("next", _): add(row, at: "level", "level next is for order_unmet only: no order stands before \(event)")
            // An unmet order climbs, or its ladder would have no end.
            case (_, OrderTrigger.Event.orderUnmet.rawValue):
                add(row, at: "level", "level \(level) does not climb: after order_unmet comes level next")
            default: break
            }
        }
    }

    private mutating func checkSettings() {
        for row in lists[.settings] {
            guard let setting = row["key"].flatMap(Setting.init(rawValue:)), let value = row["value"] else { continue }
            let measure = setting.measure
            if !(Double(value).map(measure.admits) ?? false) {
                add(row, at: "value", "value \(value) of \(setting.rawValue) is not \(measure)")
            }
            if !measure.units.isEmpty, !measure.units.contains(where: { $0.rawValue == row["unit"] }) {
                let expected = measure.units.map(\.rawValue).joined(separator: " or ")
                add(row, at: "unit", "unit \(row["unit"] ?? "none") of \(setting.rawValue) is not \(expected)")
            }
        }
    }
}
