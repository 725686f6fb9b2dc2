import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

/// A report as it is read: all its pages, with the cases called by the names that the test gave them.
struct GivenReport {
    let line: GivenLine
    var names: [String: String] = [:]

    init(_ line: GivenLine, _ files: [(String, GivenCase)] = []) {
        self.line = line
        for (name, file) in files { names[file.number] = name }
    }

    /// Each row as the values of the columns, in one text.
    func rows(_ path: String, _ columns: [String], as person: Person = .supervisor) async throws -> [String] {
        try await items(path, as: person).map { item in columns.map { show(item[$0]) }.joined(separator: " ") }
    }

    /// What stands in the rows, read in pages of one and of many, as CSV and as a spreadsheet: the same each time.
    func items(_ path: String, as person: Person = .supervisor) async throws -> [JSON] {
        let whole = try await pages(path, 500, as: person)
        let single = try await pages(path, 1, as: person)
        #expect(single.map { show($0) } == whole.map { show($0) }, "\(path) as \(person)")
        let query = path.contains("?") ? "\(path)&" : "\(path)?"
        let counted = try await line.call("GET", "/v1/reports/\(query)total=true&limit=1", as: person).json
        #expect(counted["total"].int == whole.count, "\(path) as \(person)")
        let reply = try await line.call("GET", "/v1/reports/\(query)format=csv&lang=en", as: person)
        let table = try CSVTable(parsing: reply.bytes, file: path)
        #expect(table.rows.count == whole.count, "\(path) as \(person)")
        let sheet = try await line.call("GET", "/v1/reports/\(query)format=xlsx&lang=en", as: person)
        compare(try sheetCells(sheet.bytes), table, path)
        let map = line.desk.jurisdiction.map
        for (row, item) in zip(table.rows, whole) {
            let members = item.object.map { Array($0) } ?? []
            #expect(members.count == table.header.count)
            for (pair, field) in zip(members, row.fields) {
                let (member, value) = (pair.key, pair.value)
                let expected: String? =
                    switch member {
                    case "department", "proposed", "designated":
                        value.string.flatMap { map.department(DepartmentCode(rawValue: $0))?.name } ?? ""
                    case "region": value.string.flatMap { map.region(RegionCode(rawValue: $0))?.name } ?? ""
                    case "chain":
                        value.items.compactMap { map.department(DepartmentCode(rawValue: $0["department"].text))?.name }
                            .joined(separator: " → ")
                    case "cases" where value.array != nil: value.items.map(\.text).joined(separator: " ")
                    case _ where member.hasSuffix("_seconds") || member.hasSuffix("_rate"): nil
                    case _ where member.hasSuffix("_at"):
                        String((value.string ?? "").prefix(19)).replacing("T", with: " ")
                    default: value.string ?? value.bool.map { "\($0)" } ?? value.int.map { "\($0)" } ?? ""
                    }
                if let expected { #expect(field.text == expected, "\(path) \(member)") }
                if member.hasSuffix("_seconds") {
                    let hours = value.int.map { Double($0) / 3600 }
                    #expect(abs((Double(field.text) ?? -1) - (hours ?? -1)) < 0.006, "\(path) \(member)")
                }
            }
        }
        return whole
    }

    /// A cell shows what the field of CSV says, but for numbers, of which it may have more digits, and what CSV disarms.
    private func compare(_ sheet: [[String]], _ table: CSVTable, _ path: String) {
        #expect(sheet.first == table.header && sheet.count == table.rows.count + 1, "\(path)")
        for (cells, row) in zip(sheet.dropFirst(), table.rows) {
            for (index, field) in row.fields.enumerated() {
                let cell = cells.indices.contains(index) ? cells[index] : ""
                let isSame =
                    if let number = Double(field.text), let shown = Double(cell) {
                        abs(number - shown) < 0.0001
                    } else {
                        field.text == cell || cell == "\(field.text) 00:00:00" || field.text == "'\(cell)"
                    }
                #expect(isSame, "\(path) \(table.header[index]): \(cell) and not \(field.text)")
            }
        }
    }

    private func pages(_ path: String, _ limit: Int, as person: Person) async throws -> [JSON] {
        var items: [JSON] = []
        var cursor = ""
        while true {
            let query = path.contains("?") ? "\(path)&" : "\(path)?"
            let reply = try await line.call("GET", "/v1/reports/\(query)limit=\(limit)\(cursor)", as: person)
            try #require(reply.status == 200, "\(path): \(reply.text)")
            items += reply.json["items"].items
            guard let next = reply.json["next"].string else { return items }
            cursor = "&cursor=\(next)"
        }
    }

    private func show(_ value: JSON) -> String {
        if let text = value.string { return names[text] ?? text }
        if let flag = value.bool { return "\(flag)" }
        if let number = value.number { return number.text }
        if let items = value.array { return "[" + items.map { show($0) }.joined(separator: " ") + "]" }
        if let object = value.object { return object.map { "\($0.key)=\(show($0.value))" }.joined(separator: ",") }
        return "-"
    }
}

extension GivenLine {
    func id(of file: GivenCase) async throws -> Int { try await count("select id from cases where number = \(file.number)") }
}
