import Casework
import Database
import FoundationEssentials
import Testing
import WorkingTime

@testable import ServiceDesk

@Suite struct CalendarLoadTests {
    private static let now = Instant(rfc3339: "2026-11-20T10:00:00+08:00")!

    /// Writes a notice to a file of its own and loads it.
    private func load(_ text: String, on database: Database, dryRun: Bool = false) async throws -> CalendarChange {
        let path = FileManager.default.temporaryDirectory.path + "/notice-\(UUID().uuidString).csv"
        try #require(FileManager.default.createFile(atPath: path, contents: Data(text.utf8)))
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            return try await CalendarLoad(file: path).run(on: database, dryRun: dryRun, at: Self.now)
        } catch let error as ListImportError {
            // The name of the file is the test's own.
            throw ListImportError(error.faults.map { .init(file: "notice", line: $0.line, column: $0.column, message: $0.message) })
        }
    }

    @Test func `a notice is loaded whole, once, and says what it changes`() async throws {
        try await givenDatabase { database in
            try await givenLists.imported(to: database)
            let text = "date,status,name\n2026-12-31,off,元旦\n2027-01-01,off,元旦\n2027-02-06,off,春节\n2027-02-20,work,春节\n"
            let shown = try await load(text, on: database, dryRun: true)
            #expect(shown.entries.count == 4 && !shown.wasPublished && shown.year == 2027)
            let before = try await ListStore.load(from: database).calendar
            #expect(before.publishedYears == [2026])
            let loaded = try await load(text, on: database)
            #expect(
                loaded.description == """
                    notice of 2027: 4 days
                      + 2026-12-31 off 元旦
                      + 2027-01-01 off 元旦
                      + 2027-02-06 off 春节
                      + 2027-02-20 work 春节
                    0 running clocks are counted anew
                    """)
            let version = try await ListStore.calendarMark(in: database).version
            #expect(version == loaded.calendarVersion)
            let again = try await load(text, on: database)
            #expect(again.entries.isEmpty && again.calendarVersion == nil && again.wasPublished)
            // A corrected notice takes the place of the first, the last days of the year before included, and of nothing else.
            let corrected = try await load("date,status,name\n2027-01-01,off,元旦\n2027-02-06,off,除夕\n", on: database)
            #expect(corrected.entries.map { [$0.before == nil, $0.after == nil] } == [[false, true], [false, false], [false, true]])
            let calendar = try await ListStore.load(from: database).calendar
            #expect(calendar.publishedYears == [2026, 2027] && calendar.exceptions(in: 2026).map(\.day.description) == ["2026-01-01"])
        }
    }

    @Test(
        arguments: [
            ("date,status\n2027-01-01,off\n", ["notice:1:1: column name is missing"]),
            ("date,status,name\n2027-13-01,off,元旦\n", ["notice:2:1: date 2027-13-01 is not a day such as 2026-09-30"]),
            ("date,status,name\n2027-01-01,rest,元旦\n", ["notice:2:12: status rest is not one of off, work"]),
            (
                "date,status,name\n2027-02-06,off,春节\n",
                ["notice: 2027-01-01 is not off: a notice begins with New Year's Day and names the whole year"]
            ),
            (
                "date,status,name\n2027-01-01,off,元旦\n2027-01-01,off,元旦\n2028-05-01,off,劳动节\n",
                [
                    "notice:3:1: 2027-01-01 stands there twice", "notice:4:1: 2028-05-01 does not belong to the notice of 2027",
                ]
            ),
        ] as [(String, [String])])
    func `a fault is named by line and column, and nothing is taken`(text: String, faults: [String]) async throws {
        try await givenDatabase { database in
            try await givenLists.imported(to: database)
            let before = try await ListStore.version(in: database)
            let error = await #expect(throws: ListImportError.self) { try await load(text, on: database) }
            #expect(error?.faults.map(\.description) == faults)
            let after = try await ListStore.version(in: database)
            #expect(after == before)
        }
    }

    @Test func `a list that is no calendar leaves the calendar's version, and one that is raises it`() async throws {
        try await givenDatabase { database in
            try await givenLists.imported(to: database)
            let before = try await ListStore.calendarMark(in: database).version
            try await givenLists.adding("010101,科研,2", to: .keywords).imported(to: database)
            let same = try await ListStore.calendarMark(in: database).version
            #expect(same == before)
            try await givenLists.adding("2026-01-02,off,元旦", to: .calendarExceptions).imported(to: database)
            let after = try await ListStore.calendarMark(in: database).version
            #expect(after > before)
        }
    }

    @Test func `settings that begin on a day hold from that day on`() async throws {
        try await givenDatabase { database in
            try await givenLists.replacing(",8,points,2016-09-28,,", with: ",8,points,2016-09-28,2099-12-31,", in: .settings)
                .adding("classification_clear_score,5,points,2100-01-01,,", to: .settings).imported(to: database)
            let lists = try await Lists(database, logger: quiet)
            #expect(lists.current.map.settings.clearScore == 8)
            await lists.turn(to: try #require(Day("2099-12-31")))
            #expect(lists.current.map.settings.clearScore == 8)
            await lists.turn(to: try #require(Day("2100-01-01")))
            #expect(lists.current.map.settings.clearScore == 5)
            // A later change of a list does not turn the day back.
            try await givenLists.replacing(",8,points,2016-09-28,,", with: ",8,points,2016-09-28,2099-12-31,", in: .settings)
                .adding("classification_clear_score,6,points,2100-01-01,,", to: .settings).imported(to: database)
            await lists.refresh()
            #expect(lists.current.map.settings.clearScore == 6)
        }
    }
}
