/// Real PostgreSQL for tests: one private cluster for the test process, started at first use, gone at its end.
public enum PostgresFixture {
    /// The conninfo of a fresh, empty database that nobody else uses.
    public static func conninfo() async throws -> String {
        try await FixtureCluster.shared.database()
    }

    /// The conninfo of a fresh copy of a template that is prepared once in this process (about 50 ms a copy).
    /// - Parameters:
    ///   - template: its name; the same name means the same content everywhere in the process.
    ///   - prepare: fills the template, given its conninfo, and closes every connection it made.
    public static func clone(
        of template: String, prepare: @escaping @Sendable (_ conninfo: String) async throws -> Void
    ) async throws -> String {
        try await FixtureCluster.shared.clone(of: template, prepare: prepare)
    }
}
