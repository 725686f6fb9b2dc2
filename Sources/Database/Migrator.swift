/// Brings a database to the schema of this program, by numbered SQL files that are each applied once.
///
/// Each file runs in a transaction of its own, together with its entry in `schema_migrations`, under an advisory lock:
/// any number of processes may try at once. Statements that refuse transactions cannot stand in a migration.
public struct Migrator: Sendable {
    private let directory: String

    /// - Parameter directory: holds `0001_name.sql`, `0002_name.sql` … without gaps.
    public init(directory: String) {
        self.directory = directory
    }

    /// A migration that `migrate` has applied.
    public struct Applied: Sendable, Hashable {
        public let version: Int
        public let name: String
    }

    /// Applies what is pending.
    ///
    /// - Returns: what this call applied, in order; others may have applied the rest meanwhile.
    /// - Throws: `.unknown` or `.changed` before anything is touched; `.failed` leaves the files before it applied.
    @discardableResult
    public func migrate(_ database: Database) async throws(MigrationError) -> [Applied] {
        let ledger = MigrationLedger(database)
        try await ledger.create()
        let sums = try await ledger.checksums(of: try Migration.load(from: directory))
        try refuse(try compare(sums, try await ledger.entries()), except: .pending)
        var applied: [Applied] = []
        for (migration, checksum) in sums {
            guard try await ledger.apply(migration, checksum: checksum) else { continue }
            applied.append(Applied(version: migration.version, name: migration.name))
        }
        return applied
    }

    /// All migrations of the files and of the database, by version; changes nothing.
    public func status(_ database: Database) async throws(MigrationError) -> [MigrationStatus] {
        let ledger = MigrationLedger(database)
        let sums = try await ledger.checksums(of: try Migration.load(from: directory))
        return try compare(sums, try await ledger.entries())
    }

    /// Refuses a database whose schema is not exactly the one of this program; changes nothing.
    ///
    /// - Throws: `.unknown`, `.changed` or `.pending`, in this order of precedence.
    public func verify(_ database: Database) async throws(MigrationError) {
        try refuse(try await status(database))
    }

    private func compare(
        _ files: [(migration: Migration, checksum: String)], _ entries: [MigrationLedger.Entry]
    ) throws(MigrationError) -> [MigrationStatus] {
        var left = Dictionary(entries.map { ($0.version, $0) }) { first, _ in first }
        var statuses: [MigrationStatus] = []
        for (migration, checksum) in files {
            let entry = left.removeValue(forKey: migration.version)
            let state: MigrationStatus.State = entry.map { $0.checksum == checksum ? .applied : .changed } ?? .pending
            statuses.append(MigrationStatus(version: migration.version, name: migration.name, state: state, appliedAt: entry?.appliedAt))
        }
        for entry in left.values {
            statuses.append(MigrationStatus(version: entry.version, name: entry.name, state: .unknown, appliedAt: entry.appliedAt))
        }
        return statuses.sorted { $0.version < $1.version }
    }

    private func refuse(_ statuses: [MigrationStatus], except allowed: MigrationStatus.State? = nil) throws(MigrationError) {
        func file(_ status: MigrationStatus) -> String { "\(Migration.padded(status.version))_\(status.name).sql" }
        if let unknown = statuses.first(where: { $0.state == .unknown }) {
            throw .unknown(version: unknown.version, name: unknown.name)
        }
        if let changed = statuses.first(where: { $0.state == .changed }) { throw .changed(file: file(changed)) }
        let pending = statuses.filter { $0.state == .pending }
        if !pending.isEmpty, allowed != .pending { throw .pending(pending.map(file)) }
    }
}
