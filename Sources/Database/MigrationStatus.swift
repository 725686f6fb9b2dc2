public import WorkingTime

/// Where one migration stands.
public struct MigrationStatus: Sendable, Hashable {
    public enum State: String, Sendable {
        case applied
        case pending
        /// Applied, and the file has changed since.
        case changed
        /// Applied, and there is no such file.
        case unknown
    }

    public let version: Int
    public let name: String
    public let state: State
    /// When it was applied, by the database's clock.
    public let appliedAt: Instant?
}
