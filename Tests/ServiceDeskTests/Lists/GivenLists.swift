import Database
import FoundationEssentials
import Logging
import PostgresFixture
import Testing

@testable import ServiceDesk

/// A city with one county, one township and two police departments, as the text of the twelve files.
let givenLists: [ListName: String] = [
    .regions: """
    code,name,level,kind,parent,aliases,ordinary_words
    331100,丽水市,city,地级市,,丽水,
    331121,青田县,county,县,331100,青田,
    331121100,鹤城街道,township,街道,331121,,

    """,
    .categories: """
    code,name,scope,emergency_lines
    01,科教文体,,
    0101,科技事务,,
    010101,科技服务,"企业的认定, 扶持",

    """,
    .departments: """
    code,name,short_name,kind,authority,region,parent,attested,aliases
    331100-gov,丽水市人民政府,市政府,government,territory,331100,,attested,
    331100-police,丽水市公安局,市公安局,bureau,police,331100,331100-gov,attested,公安;警察
    331121-police,青田县公安局,县公安局,bureau,police,331121,331100-police,assumed,

    """,
    .responsibilities: """
    category,kinds,region,department,authority,authority_level,supporting,power,legal_basis,valid_from,valid_to
    0101,,331100,,police,county,code:331100-gov;auth:police@city,治安,,2020-01-01,
    010101,report;complaint,331121,331100-gov,,,,,,2020-01-01,2020-12-31

    """,
    .keywords: """
    category,keyword,weight
    010101,高新企业,3

    """,
    .timeLimits: """
    id,regime,matter,stage,start_event,amount,unit,extension_amount,extension_unit,extension_times,extension_approver,pause,on_silence,basis,status,effective_from,effective_to
    HL-HELP,hotline,any,handle,dispatched,5,working_day,10,working_day,1,hotline,,overdue,profile,proposal,2016-09-28,
    XF-HANDLE,petition,any,handle,accepted,60,calendar_day,,,,,,overdue,条例,read,2022-05-01,
    SO-ORDER,supervision,supervision order,reply,order_issued,3,working_day,,,,,,overdue,profile,proposal,2016-09-28,
    SO-KEY,supervision,key supervision order,reply,order_issued,2,working_day,,,,,,overdue,profile,proposal,2016-09-28,
    SO-LISTED,supervision,listed supervision order,reply,order_issued,1,working_day,,,,,,overdue,profile,proposal,2016-09-28,
    SO-INTERVIEW,supervision,interview,reply,order_issued,1,working_day,,,,,,overdue,profile,proposal,2016-09-28,

    """,
    .regimes: "category,kinds,regime,matter,valid_from,valid_to,basis\n0101,complaint,petition,any,2022-05-01,,条例\n",
    .calendarExceptions: "date,status,name\n2026-01-01,off,元旦\n",
    .statutoryHolidays: "date,name\n2027-01-01,元旦\n",
    .officeHours: "valid_from,valid_to,opens,closes\n2016-01-01,,08:30,12:00\n2016-01-01,,14:00,17:30\n",
    .settings: "key,value,unit,valid_from,valid_to,basis\nclassification_clear_score,8,points,2016-09-28,,measured\n",
    .orderTriggers: """
    id,event,level,demand,delay_amount,delay_unit,valid_from,valid_to,basis
    OT-OVERDUE,overdue,order,限期办结,2,working_day,2016-12-01,,proposal
    OT-UNMET,order_unmet,next,提级督办,,,2016-12-01,,proposal

    """,
]

extension [ListName: String] {
    /// With one more line at the end of a file.
    func adding(_ line: String, to list: ListName) -> Self {
        var files = self
        files[list, default: ""] += line + "\n"
        return files
    }

    /// With other words in a file; the old ones must be there.
    func replacing(_ old: String, with new: String, in list: ListName) -> Self {
        var files = self
        let parts = (files[list] ?? "").split(separator: old, omittingEmptySubsequences: false)
        #expect(parts.count > 1, "\(list.file) does not hold \(old)")
        files[list] = parts.joined(separator: new)
        return files
    }

    func only(_ lists: ListName...) -> Self { filter { lists.contains($0.key) } }

    var parsed: ListFiles { ListFiles(mapValues { [UInt8]($0.utf8) }) }

    /// One line for each fault.
    var faults: [String] { ListImportError(parsed.faults()).faults.map(\.description) }

    /// Puts the files into a directory of their own for the duration of `body`.
    nonisolated(nonsending) func written<T>(_ body: nonisolated(nonsending) (ListImport) async throws -> T) async throws -> T {
        let directory = FileManager.default.temporaryDirectory.path + "/hotline-lists-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for (list, text) in self {
            let isWritten = FileManager.default.createFile(atPath: "\(directory)/\(list.file)", contents: Data(text.utf8))
            try #require(isWritten)
        }
        return try await body(ListImport(directory: directory))
    }

    @discardableResult
    nonisolated(nonsending) func imported(to database: Database, dryRun: Bool = false) async throws -> ListDifference {
        try await written { try await $0.run(on: database, dryRun: dryRun) }
    }
}

/// The repository, by the place of this file.
let repository = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()

let quiet = Logger(label: "lists") { _ in SwiftLogNoOpLogHandler() }

/// A database of its own with every migration applied and no list filled.
func givenDatabase<T: Sendable>(_ body: (Database) async throws -> T) async throws -> T {
    let conninfo = try await PostgresFixture.clone(of: "migrated") { conninfo in
        let database = Database(DatabaseConfiguration(conninfo: conninfo), logger: quiet)
        try await Migrator(directory: repository + "/migrations").migrate(database)
        await database.close()
    }
    let database = Database(DatabaseConfiguration(conninfo: conninfo), logger: quiet)
    let result: Result<T, any Error>
    do { result = .success(try await body(database)) } catch { result = .failure(error) }
    await database.close()
    return try result.get()
}
