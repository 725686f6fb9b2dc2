import FoundationEssentials
import Testing

@testable import Database

@Suite(.serialized, .timeLimit(.minutes(1))) struct MigratorTests {
    static let good = [
        "0001_first.sql": "create table a (i int);\ninsert into a values (1);", "0002_second.sql": "alter table a add b text;",
    ]

    /// A directory with these files, and an empty schema.
    func withMigrations(_ files: [String: String], _ body: (Migrator, String, String) async throws -> Void) async throws {
        let directory = "\(FileManager.default.temporaryDirectory.path)/migrations-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for (name, text) in files { try write(text, "\(directory)/\(name)") }
        try await withSchema { schema in try await body(Migrator(directory: directory), directory, schema) }
    }

    func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    @Test func `pending files are applied once, in order`() async throws {
        try await withMigrations(Self.good) { migrator, directory, schema in
            try await withDatabase(schema: schema) { database in
                let before = try await migrator.status(database)
                #expect(before.map(\.state) == [.pending, .pending])
                let applied = try await migrator.migrate(database)
                #expect(applied == [.init(version: 1, name: "first"), .init(version: 2, name: "second")])
                #expect(try await migrator.migrate(database).isEmpty)
                try await migrator.verify(database)
                #expect(try await database.query("select i from a where b is null")[0].decode(Int.self) == 1)
                try write("create table c ();", "\(directory)/0003_third.sql")
                #expect(try await migrator.migrate(database).map(\.name) == ["third"])
                #expect(try await migrator.status(database).allSatisfy { $0.state == .applied && $0.appliedAt != nil })
            }
        }
    }

    @Test func `the checksum is the file's SHA-256`() async throws {
        try await withMigrations(["0001_a.sql": "select 1;\n"]) { migrator, _, schema in
            try await withDatabase(schema: schema) { database in
                try await migrator.migrate(database)
                let sum = try await database.query("select checksum from schema_migrations")[0].decode(String.self)
                // echo 'select 1;' | sha256sum
                #expect(sum == "4a45092ccf992ea92250053a80b931b787924ba61648f420555511b84f10ab6c")
            }
        }
    }

    @Test func `a database that lacks migrations is refused`() async throws {
        try await withMigrations(Self.good) { migrator, _, schema in
            try await withDatabase(schema: schema) { database in
                await #expect(throws: MigrationError.pending(["0001_first.sql", "0002_second.sql"])) { try await migrator.verify(database) }
                let table = try await database.query("select to_regclass('schema_migrations')::text")[0].decode(String?.self)
                #expect(table == nil)
            }
        }
    }

    @Test func `a changed file is refused, by verify and by migrate`() async throws {
        try await withMigrations(Self.good) { migrator, directory, schema in
            try await withDatabase(schema: schema) { database in
                try await migrator.migrate(database)
                try write("-- other\n", "\(directory)/0001_first.sql")
                try write("create table c ();", "\(directory)/0003_third.sql")
                let changed = MigrationError.changed(file: "0001_first.sql")
                await #expect(throws: changed) { try await migrator.verify(database) }
                await #expect(throws: changed) { try await migrator.migrate(database) }
                #expect(try await migrator.status(database).map(\.state) == [.changed, .applied, .pending])
            }
        }
    }

    @Test func `a migration that this program does not know is refused`() async throws {
        try await withMigrations(Self.good) { migrator, directory, schema in
            try await withDatabase(schema: schema) { database in
                try await migrator.migrate(database)
                try FileManager.default.removeItem(atPath: "\(directory)/0002_second.sql")
                let unknown = MigrationError.unknown(version: 2, name: "second")
                await #expect(throws: unknown) { try await migrator.verify(database) }
                await #expect(throws: unknown) { try await migrator.migrate(database) }
                #expect("\(unknown)".contains("0002_second"))
            }
        }
    }

    @Test func `a file that fails leaves nothing of itself, and names the line`() async throws {
        var files = Self.good
        files["0003_bad.sql"] = "create table c ();\n-- 说明 👍\ninsert into nowhere values (1);"
        try await withMigrations(files) { migrator, _, schema in
            try await withDatabase(schema: schema) { database in
                let error = await #expect(throws: MigrationError.self) { try await migrator.migrate(database) }
                guard case .failed("0003_bad.sql", 3, let cause) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(cause.sqlState == "42P01")
                let table = try await database.query("select to_regclass('c')::text")[0].decode(String?.self)
                #expect(table == nil)
                #expect(try await migrator.status(database).map(\.state) == [.applied, .applied, .pending])
            }
        }
    }

    @Test func `a file that ends its transaction is refused`() async throws {
        try await withMigrations(["0001_a.sql": "create table a (); commit;"]) { migrator, _, schema in
            try await withDatabase(schema: schema) { database in
                let error = await #expect(throws: MigrationError.self) { try await migrator.migrate(database) }
                guard case .failed(_, _, let cause) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(cause.sqlState == "25P01")
            }
        }
    }

    @Test(arguments: [
        ["0001_a.sql": "", "0003_c.sql": ""], ["0002_b.sql": ""], ["1_a.sql": ""], ["0001.sql": ""], ["0001_a.sql": "", "0001_b.sql": ""],
        ["x001_a.sql": ""], ["0000_a.sql": ""],
    ])
    func `a directory that is not in order is refused`(files: [String: String]) async throws {
        try await withMigrations(files) { migrator, _, schema in
            try await withDatabase(schema: schema) { database in
                let error = await #expect(throws: MigrationError.self) { try await migrator.migrate(database) }
                guard case .files = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
            }
        }
    }

    @Test func `four processes at once apply each file once`() async throws {
        var files: [String: String] = [:]
        for version in 1...6 { files["000\(version)_m\(version).sql"] = "create table t\(version) (); select pg_sleep(0.01);" }
        try await withMigrations(files) { migrator, _, schema in
            let applied = try await withThrowingTaskGroup(of: [Migrator.Applied].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let database = try await testDatabase(schema: schema) { _ in }
                        let applied = try await migrator.migrate(database)
                        try await migrator.verify(database)
                        await database.close()
                        return applied
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.map(\.version).sorted() == Array(1...6))
        }
    }
}
