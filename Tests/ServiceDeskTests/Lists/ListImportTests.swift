import Casework
import Database
import Testing
import WorkingTime

@testable import ServiceDesk

@Suite struct ListImportTests {
    private let lishui = ListImport(directory: repository + "/ops/lishui")

    @Test func `a database without lists is a jurisdiction that knows nobody`() async throws {
        try await givenDatabase { database in
            let empty = try await ListStore.load(from: database)
            #expect(empty.version == 1)
            #expect(empty.map.departments.isEmpty && empty.limits.all.isEmpty)
            let wednesday = try #require(Day("2026-09-30"))
            #expect(empty.calendar.isWorkingDay(wednesday))
        }
    }

    @Test func `the lists of Lishui are imported once`() async throws {
        try await givenDatabase { database in
            let first = try await lishui.run(on: database, dryRun: false)
            #expect(first.tables.map(\.name) == ListName.allCases.map(\.table))
            #expect(first.tables.allSatisfy { $0.addedCount > 0 && $0.changedCount == 0 && $0.removedCount == 0 })
            let loaded = try await ListStore.load(from: database)
            #expect(loaded.version > 1)
            #expect(loaded.calendar.version == loaded.version && loaded.map.version == loaded.version)
            #expect(loaded.map.regions.count == 183)
            #expect(loaded.map.departments.count >= 300)
            let day = try #require(Day("2026-10-01"))
            #expect(loaded.settings.number(.maximumDispatches, on: day) == 3)
            #expect(!loaded.calendar.isWorkingDay(day))
            #expect(loaded.limits[id: "HL-HELP"]?.extension?.limit == Limit(amount: 10, unit: .workingDay))

            let second = try await lishui.run(on: database, dryRun: false)
            #expect(second.isEmpty, "\(second)")
            #expect(try await ListStore.version(in: database) == loaded.version)
        }
    }

    @Test func `every cell comes back from the database as the file has it`() async throws {
        try await givenDatabase { database in
            try await givenLists.imported(to: database)
            let stored = try await ListStore.contents(in: database)
            for list in ListName.allCases {
                let sorted = { (rows: [ListRow]) in rows.sorted { $0.label < $1.label }.map(\.cells) }
                #expect(sorted(stored[list]) == sorted(givenLists.parsed.contents[list]), "\(list)")
            }
            let loaded = try await ListStore.load(from: database)
            #expect(loaded.map.settings.clearScore == 8)
            #expect(loaded.map.department(DepartmentCode("331100-police"))?.aliases == ["公安", "警察"])
            #expect(
                loaded.map.responsibilities[0].supporting == [
                    .department(DepartmentCode("331100-gov")), .authority(AuthorityCode("police"), level: .city),
                ])
            #expect(loaded.map.responsibilities[1].kinds == [.complaint, .report])
        }
    }

    @Test func `a change is shown and applied, and keeps the number of an entry`() async throws {
        try await givenDatabase { database in
            try await givenLists.imported(to: database)
            let before = try await ListStore.load(from: database)
            let changed = givenLists.replacing(",高新企业,3", with: ",高新企业,7", in: .keywords)
                .replacing("2020-12-31", with: "2021-12-31", in: .responsibilities)
                .adding("010101,科研,2", to: .keywords)
                .replacing("2027-01-01,元旦\n", with: "2027-01-02,元旦\n", in: .statutoryHolidays)
            let difference = try await changed.imported(to: database)
            #expect(
                difference.description.hasPrefix(
                    """
                    responsibilities: 0 added, 1 changed, 0 removed
                      ~ 010101 complaint;report 331121 2020-01-01 valid_to: 2020-12-31 → 2021-12-31
                    keywords: 1 added, 1 changed, 0 removed
                      ~ 010101 高新企业 weight: 3 → 7
                      + 010101 科研
                    statutory_holidays: 1 added, 0 changed, 1 removed
                      - 2027-01-01 元旦
                      + 2027-01-02 元旦
                    """), "\(difference)")
            let after = try await ListStore.load(from: database)
            #expect(after.version > before.version)
            #expect(after.map.responsibilities.map(\.id) == before.map.responsibilities.map(\.id))
            #expect(after.map.responsibilities[1].validTo == Day("2021-12-31"))
            #expect(try await changed.imported(to: database).isEmpty)
        }
    }

    @Test func `an entry hands over to its successor in one import`() async throws {
        try await givenDatabase { database in
            try await givenLists.imported(to: database)
            let handedOver = givenLists.replacing("治安,,2020-01-01,", with: "治安,,2020-01-01,2026-12-31", in: .responsibilities)
                .adding("0101,,331100,331100-gov,,,,,,2027-01-01,", to: .responsibilities)
            let difference = try await handedOver.imported(to: database)
            #expect(difference.tables.map { [$0.addedCount, $0.changedCount, $0.removedCount] } == [[1, 1, 0]])
        }
    }

    @Test func `two departments may swap their names and authorities`() async throws {
        try await givenDatabase { database in
            let rivals = givenLists.adding("331121-a,甲局,甲,bureau,traffic,331121,,assumed,", to: .departments)
            try await rivals.imported(to: database)
            let swapped = givenLists.replacing("青田县公安局,县公安局,bureau,police", with: "甲局,县公安局,bureau,traffic", in: .departments)
                .adding("331121-a,青田县公安局,甲,bureau,police,331121,,assumed,", to: .departments)
            #expect(try await swapped.imported(to: database).tables.map(\.changedCount) == [2])
            #expect(try await ListStore.load(from: database).map.department(DepartmentCode("331121-a"))?.name == "青田县公安局")
        }
    }

    @Test func `a dry run shows everything and leaves nothing`() async throws {
        try await givenDatabase { database in
            let shown = try await givenLists.imported(to: database, dryRun: true)
            #expect(shown.tables.count == 12)
            #expect(try await ListStore.version(in: database) == 1)
            #expect(try await ListStore.load(from: database).map.regions.isEmpty)
        }
    }

    @Test func `a fault in one file leaves every list as it was`() async throws {
        try await givenDatabase { database in
            let bad = givenLists.adding("999999,甲,3", to: .keywords)
            await #expect(
                throws: ListImportError([
                    .init(file: "keywords.csv", line: 3, column: 1, message: "category 999999 is not in categories.csv")
                ])
            ) {
                try await bad.imported(to: database)
            }
            let loaded = try await ListStore.load(from: database)
            #expect(loaded.version == 1 && loaded.map.regions.isEmpty)
        }
    }

    @Test func `a file alone is checked against the database`() async throws {
        try await givenDatabase { database in
            try await givenLists.imported(to: database)
            let keywords = givenLists.adding("999999,甲,3", to: .keywords).only(.keywords)
            let regions = givenLists.replacing("331121", with: "331122", in: .regions).only(.regions)
            let departments = givenLists.replacing("bureau,police", with: "bureau,traffic", in: .departments).only(.departments)
            let faults = { (files: [ListName: String]) in
                await #expect(throws: ListImportError.self) { try await files.imported(to: database) }?.faults.map(\.description)
            }
            #expect(await faults(keywords) == ["keywords.csv:3:1: category 999999 is not in the database"])
            #expect(
                await faults(regions) == [
                    "regions.csv: region 331121 is not in the file, but department 331121-police in the database names it",
                    "regions.csv: region 331121 is not in the file, but responsibility 010101 complaint;report 331121 2020-01-01 in the database names it",
                ])
            #expect(
                await faults(departments) == [
                    "departments.csv: no department bears authority police, but responsibility 0101 331100 2020-01-01 in the database names it"
                ])
            #expect(
                try await givenLists.adding("010101,甲,3", to: .keywords).only(.keywords).imported(to: database).tables.map(\.addedCount)
                    == [1])
        }
    }

    @Test func `a department that an account belongs to stays`() async throws {
        try await givenDatabase { database in
            try await givenLists.imported(to: database)
            try await database.execute(
                """
                insert into accounts (name, roles, department, created_at)
                values ('handler', '{handler}', '331121-police', '2026-01-01T00:00:00Z')
                """)
            let without = givenLists.replacing(
                "331121-police,青田县公安局,县公安局,bureau,police,331121,331100-police,assumed,\n", with: "", in: .departments)
            let error = await #expect(throws: ListImportError.self) { try await without.imported(to: database) }
            #expect(
                error?.faults.map(\.description) == [
                    "departments.csv: department 331121-police is not in the file, but accounts (department) still refer to it"
                ])
            #expect(try await ListStore.contents(in: database)[.departments].count == 3)
        }
    }

    @Test func `a refusal of the database is told in words`() async throws {
        try await givenDatabase { database in
            try await database.transaction { try await $0.script("alter table keywords add constraint no_slang check (keyword <> '高新企业')") }
            let error = await #expect(throws: ListImportError.self) { try await givenLists.imported(to: database) }
            #expect(
                error?.description.hasPrefix("keywords.csv: the database refuses it: no_slang") ?? false, "\(String(describing: error))")
            #expect(try await ListStore.version(in: database) == 1)
        }
    }

    @Test func `gaps and rival keywords are warned of`() async throws {
        try await givenDatabase { database in
            let files = givenLists.adding("02,交通,,\n0201,道路,,", to: .categories).adding("0201,高新企业,3", to: .keywords)
            let warnings = try await files.written { try await $0.run(on: database, dryRun: true, today: Day("2026-09-30")) }.warnings
            #expect(
                warnings.map(\.summary) == [
                    "1 categories have places where no department answers on 2026-09-30",
                    "1 keywords speak for several categories with equal weight",
                ])
            #expect(warnings.map(\.details) == [["0201 道路: 2 places, such as 青田县, 鹤城街道"], ["高新企业 with 3: 010101, 0201"]])
        }
    }

    @Test func `of two imports at once one applies and the other finds nothing to do`() async throws {
        try await givenDatabase { database in
            let empty = try await givenLists.written { lists in
                async let one = lists.run(on: database, dryRun: false)
                async let other = lists.run(on: database, dryRun: false)
                return [try await one.isEmpty, try await other.isEmpty]
            }
            #expect(Set(empty) == [true, false])
        }
    }

    @Test func `an import notifies, and a snapshot is replaced`() async throws {
        try await givenDatabase { database in
            let lists = try await Lists(database, logger: quiet)
            #expect(lists.current.map.regions.isEmpty)
            var events = database.listen(["hotline_lists"]).makeAsyncIterator()
            while let event = await events.next(), event != .connected {}
            try await givenLists.imported(to: database)
            #expect(await events.next() == .notification(channel: "hotline_lists", payload: ""))
            await lists.refresh()
            #expect(lists.current.map.regions.count == 3)
            #expect(try await ListStore.version(in: database) == lists.current.version)
        }
    }
}
