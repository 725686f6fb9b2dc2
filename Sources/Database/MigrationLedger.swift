import WorkingTime

/// The table `schema_migrations`.
struct MigrationLedger: Sendable {
    struct Entry: Sendable {
        let version: Int
        let name: String
        let checksum: String
        let appliedAt: Instant
    }

    /// The key of the advisory lock: "hotline" in ASCII.
    private static let lock = 0x68_6F_74_6C_69_6E_65

    private let database: Database

    init(_ database: Database) {
        self.database = database
    }

    func create() async throws(MigrationError) {
        if try await exists() { return }
        try await inTransaction { transaction in
            try await transaction.execute(
                """
                create table if not exists schema_migrations (
                    version int primary key,
                    name text not null,
                    checksum text not null,
                    applied_at timestamptz not null default now()
                )
                """)
        }
    }

    /// What has been applied; nothing where there is no table yet.
    func entries() async throws(MigrationError) -> [Entry] {
        guard try await exists() else { return [] }
        do throws(DatabaseError) {
            let rows = try await database.query("select version, name, checksum, applied_at from schema_migrations order by version")
            return try rows.map { row throws(DatabaseError) in
                let (version, name, checksum, appliedAt) = try row.decode((Int, String, String, Instant).self)
                return Entry(version: version, name: name, checksum: checksum, appliedAt: appliedAt)
            }
        } catch {
            throw .database(error)
        }
    }

    /// SHA-256 in hexadecimal; the server's, so that this program needs none of its own.
    func checksums(of migrations: [Migration]) async throws(MigrationError) -> [(migration: Migration, checksum: String)] {
        do throws(DatabaseError) {
            let rows = try await database.query(
                """
                select encode(sha256(content), 'hex')
                from unnest(\(migrations.map { [UInt8]($0.text.utf8) })) with ordinality as file (content, number)
                order by number
                """)
            let sums = try rows.map { row throws(DatabaseError) in try row.decode(String.self) }
            return Array(zip(migrations, sums))
        } catch {
            throw .database(error)
        }
    }

    /// Runs one file, unless another process has been faster.
    ///
    /// - Returns: whether it ran here.
    func apply(_ migration: Migration, checksum: String) async throws(MigrationError) -> Bool {
        try await inTransaction(for: migration) { transaction in
            let known = try await transaction.query("select checksum from schema_migrations where version = \(migration.version)")
            if let known = known.first {
                if try known.decode(String.self) != checksum { throw MigrationError.changed(file: migration.file) }
                return false
            }
            try await transaction.script(migration.text)
            try await transaction.execute(
                """
                insert into schema_migrations (version, name, checksum)
                values (\(migration.version), \(migration.name), \(checksum))
                """)
            return true
        }
    }

    private func exists() async throws(MigrationError) -> Bool {
        do throws(DatabaseError) {
            let rows = try await database.query("select to_regclass('schema_migrations') is not null")
            return try rows[0].decode(Bool.self)
        } catch {
            throw .database(error)
        }
    }

    /// A transaction that waits for its turn, however long the others take, and is alone then.
    @discardableResult
    private func inTransaction<T: Sendable>(
        for migration: Migration? = nil, _ body: (Transaction) async throws -> T
    ) async throws(MigrationError) -> T {
        do {
            return try await database.transaction { transaction in
                try await transaction.execute("set local statement_timeout = 0")
                try await transaction.execute("select pg_advisory_xact_lock(\(Self.lock))")
                return try await body(transaction)
            }
        } catch let error as MigrationError {
            throw error
        } catch let error as DatabaseError {
            guard let migration, let server = error.serverError else { throw .database(error) }
            throw .failed(file: migration.file, line: server.position.map(migration.line), error)
        } catch {
            throw .database(.cancelled)
        }
    }
}

extension Migration {
    /// The line of a character counted from 1.
    fileprivate func line(of position: Int) -> Int {
        1 + text.unicodeScalars.prefix(max(0, position - 1)).count { $0 == "\n" }
    }
}
