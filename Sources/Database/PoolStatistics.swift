/// The pool at one moment.
public struct PoolStatistics: Sendable, Hashable {
    /// Connections that are made.
    public let open: Int
    /// Connections that nobody uses.
    public let idle: Int
    /// Tasks that wait for a connection.
    public let waiting: Int
}
