import Casework
import Database
import FoundationEssentials
import PostgresFixture
import Testing
import WorkingTime

@testable import ServiceDesk

/// What a line with lists of its own has after an upgrade, before it imports anything.
@Suite(.timeLimit(.minutes(1))) struct UpgradeTests {
    /// A folder with the migrations up to one, which have landed long ago.
    private static func migrations(through last: String) throws -> String {
        let (all, files) = (repository + "/migrations", FileManager.default)
        let folder = "\(files.temporaryDirectory.path)/upgrade-\(UInt64.random(in: 0 ... .max))"
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: all) where name.prefix(4) <= last {
            try files.copyItem(atPath: "\(all)/\(name)", toPath: "\(folder)/\(name)")
        }
        return folder
    }

    @Test func `what was in the code before is in the lists, and their version stays`() async throws {
        let database = Database(DatabaseConfiguration(conninfo: try await PostgresFixture.conninfo()), logger: quiet)
        let folder = try Self.migrations(through: "0022")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await Migrator(directory: folder).migrate(database)
        try await database.transaction { transaction in
            for statement: SQL in [
                """
                insert into regions (code, name, level, kind, parent) values
                    ('3311', '丽水市', 'city', '地级市', null), ('331122', '缙云县', 'county', '县', '3311'),
                    ('331122102', '新建镇', 'township', '镇', '331122')
                """,
                "insert into categories (code, name) values ('99', '其他'), ('9909', '紧急热线事项'), ('990900', '紧急热线事项')",
                "insert into settings (key, value, valid_from) values ('query_code_attempts', '10', '2020-01-01'), ('maximum_dispatches', '3', '2020-01-01')",
                """
                insert into time_limits (id, regime, matter, stage, start_event, amount, unit, on_silence, basis, status, effective_from)
                values ('SO-LISTED', 'supervision', 'listed supervision order', 'reply', 'order_issued', 4, 'working_day', 'overdue',
                    'own', 'proposal', '2020-01-01')
                """,
            ] { try await transaction.execute(statement) }
        }
        let version = try await ListStore.version(in: database)
        try await Migrator(directory: repository + "/migrations").migrate(database)
        #expect(try await ListStore.version(in: database) == version)
        let loaded = try await ListStore.load(from: database)
        #expect(loaded.map.regions.filter { !$0.ordinaryWords.isEmpty }.map { $0.name } == ["新建镇"])
        #expect(loaded.map.category(CategoryCode("990900"))?.emergencyLines == ["110", "119", "120", "122"])
        #expect(loaded.limits[id: "SO-INTERVIEW"]?.limit == loaded.limits[id: "SO-LISTED"]?.limit)
        #expect(loaded.limits[id: "SO-INTERVIEW"]?.matter == "interview" && loaded.limits[id: "SO-INTERVIEW"]?.limit.amount == 4)
        await database.close()
    }
}
