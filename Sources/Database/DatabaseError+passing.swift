extension DatabaseError {
    /// Whether another try may well succeed: the server is away, busy or stopping, a time limit was
    /// reached, or two transactions got in each other's way.
    public var isPassing: Bool {
        switch self {
        case .unavailable, .checkoutTimeout, .statementTimeout, .cancelled, .closed: true
        case .server(let error): ["40", "53", "57"].contains(error.sqlState.prefix(2))
        case .decoding: false
        }
    }
}
