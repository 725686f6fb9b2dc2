/// What tells one schema from another: the migrations that a database has, with their checksums.
public struct SchemaMark: Sendable, Hashable {
    private let migrations: String

    /// One small query. Nothing has been applied where the table of migrations is missing.
    public init(of database: some Queryable) async throws(DatabaseError) {
        do throws(DatabaseError) {
            let rows = try await database.query(
                "select coalesce(string_agg(version || ' ' || checksum, ',' order by version), '') from schema_migrations")
            migrations = try rows[0].decode(String.self)
        } catch {
            guard error.sqlState == "42P01" else { throw error }
            migrations = ""
        }
    }
}
