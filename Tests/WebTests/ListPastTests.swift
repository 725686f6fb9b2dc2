import Casework
import Database
import FoundationEssentials
import Formats
import ServiceDesk
import Testing
import WorkingTime

/// What lists may not change, since cases go by it.
@Suite("The past of the lists", .timeLimit(.minutes(2)))
struct ListPastTests {
    /// Imports the Lishui lists with changes in one file; the faults, or nothing.
    private static func importing(_ file: String, _ changes: [(old: String, new: String)], on line: GivenLine) async throws -> [String] {
        let directory = FileManager.default.temporaryDirectory.path + "/lists-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var text = String(decoding: try WebTests.file("\(repository)/ops/lishui/\(file)"), as: UTF8.self)
        for (old, new) in changes {
            try #require(text.contains(old), "\(old)")
            text = text.replacing(old, with: new)
        }
        try #require(FileManager.default.createFile(atPath: "\(directory)/\(file)", contents: Data(text.utf8)))
        do {
            _ = try await ListImport(directory: directory).run(on: line.database, dryRun: false, today: line.clock.now.day)
            return []
        } catch let error as ListImportError {
            return error.faults.map(\.message)
        }
    }

    private static func rows(of file: String) throws -> [String] {
        String(decoding: try WebTests.file("\(repository)/ops/lishui/\(file)"), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static let complaint = "HL-COMPLAINT,hotline,complaint,handle,dispatched,5,working_day"

    @Test func `a limit holds for the life of the cases that were received under it`() async throws {
        let line = try await GivenLine()
        let longer = [(Self.complaint, Self.complaint.replacing(",5,", with: ",7,"))]
        #expect(try await Self.importing("time-limits.csv", longer, on: line) == [], "nothing goes by it yet")
        #expect(try await Self.importing("time-limits.csv", [], on: line) == [])
        let file = try await line.submit()
        let due = try await line.mainClock(of: file)["due_at"].text
        let refused = try await Self.importing("time-limits.csv", longer, on: line)
        #expect(refused.count == 1 && refused[0].hasPrefix("cases go by time limit HL-COMPLAINT"), "\(refused)")
        // Also one of which no clock runs yet, but may in this case's life.
        let rework = [("HL-REWORK,hotline,any,rework,rework_ordered,3", "HL-REWORK,hotline,any,rework,rework_ordered,9")]
        #expect(try await Self.importing("time-limits.csv", rework, on: line).count == 1)
        // Another follows it for those who come later.
        let row = "\(Self.complaint),10,working_day,1,hotline,suspension keeps the remainder,overdue,platform profile,proposal,2016-09-28,"
        let followed =
            "\(row)2026-09-16\n"
            + row.replacing("HL-COMPLAINT", with: "HL-COMPLAINT-7").replacing(",5,", with: ",7,")
            .replacing("2016-09-28", with: "2026-09-17")
        #expect(try await Self.importing("time-limits.csv", [(row, followed)], on: line) == [])
        try await eventually { line.desk.jurisdiction.limits[id: "HL-COMPLAINT-7"] != nil }
        #expect(try await line.mainClock(of: file)["due_at"].text == due)
        line.clock.now = try #require(Instant(rfc3339: "2026-09-17T10:00:00+08:00"))
        #expect(try await line.mainClock(of: line.submit())["rule"].text == "HL-COMPLAINT-7")
        await line.stop()
    }

    @Test func `who was responsible stays so for the days on which cases went by it`() async throws {
        let line = try await GivenLine()
        let change = [("0307,,331100,,urban_management,county", "0307,,331100,,market_regulation,county")]
        _ = try await line.submit()
        let refused = try await Self.importing("responsibilities.csv", change, on: line)
        #expect(refused.count == 1 && refused[0].hasPrefix("cases went by responsibility 0307"), "\(refused)")
        // Nor do its days become others afterwards; it ends today at the earliest, and stands in the file.
        let row = try #require(try Self.rows(of: "responsibilities.csv").first { $0.hasPrefix("0307,,331100,,urban_management,county") })
        try #require(row.hasSuffix(","))
        let ended = try await Self.importing("responsibilities.csv", [(row + "\n", row + "2026-09-15\n")], on: line)
        #expect(ended.count == 1 && ended[0].hasPrefix("cases went by responsibility 0307"), "\(ended)")
        let dropped = try await Self.importing("responsibilities.csv", [(row + "\n", "")], on: line)
        #expect(dropped.count == 1 && dropped[0].contains("which the file lacks"), "\(dropped)")
        #expect(try await Self.importing("responsibilities.csv", [(row + "\n", row + "2026-09-16\n")], on: line) == [])
        await line.stop()
    }

    @Test func `a notice that was loaded outlives an import of lists that know nothing of it`() async throws {
        let line = try await GivenLine()
        #expect(try await line.call("PUT", "/v1/calendar/2027", as: .administrator, Given2027.body()).status == 200)
        #expect(try await Self.importing("calendar-exceptions.csv", [], on: line) == [])
        try await eventually { try await line.call("GET", "/v1/calendar?year=2027").json["published"].bool == true }
        // A day that both name is as the file says.
        let both = "2026-12-31,off,元旦\n"
        let own = Given2027.days + [("2026-12-31", "off", "元旦")]
        #expect(try await line.call("PUT", "/v1/calendar/2027", as: .administrator, Given2027.body(own)).status == 200)
        #expect(try await Self.importing("calendar-exceptions.csv", [("date,status,name\n", "date,status,name\n" + both)], on: line) == [])
        // A notice of the year replaces it.
        let first = "date,status,name\n"
        #expect(try await Self.importing("calendar-exceptions.csv", [(first, first + "2027-01-01,off,元旦\n")], on: line) == [])
        try await eventually { try await line.call("GET", "/v1/calendar?year=2027").json["items"].items.count == 1 }
        await line.stop()
    }

    /// Five working days after Thursday, 17 September, of which Sunday the 20th is one.
    @Test func `a day that is declared off is not counted until a red card either`() async throws {
        let line = try await GivenLine()
        _ = try await line.submit()
        try await line.tick(at: "09-18T00:00:00")
        let known = try await line.call("GET", "/v1/calendar?year=2026").json["items"].items
        let days = known.map { (date: $0["date"].text, status: $0["status"].text, name: $0["name"].text) } + [("2026-09-21", "off", "台风")]
        let loaded = try await line.call("PUT", "/v1/calendar/2026", as: .administrator, Given2027.body(days))
        #expect(loaded.status == 200, "\(loaded.text)")
        try await eventually { line.desk.jurisdiction.calendar.version >= loaded.json["calendar_version"].int ?? 0 }
        // 18, 20, 22, 23, 24 September.
        try await line.tick(at: "09-24T00:00:00")
        #expect(try await !line.cards(of: Person.bureau).contains { $0.hasPrefix("red") })
        #expect(try await line.tick(at: "09-25T00:00:00").redCards == 2)
        await line.stop()
    }
}
