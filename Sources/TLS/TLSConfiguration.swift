/// Where a server's certificate is, and how long its peers may take.
public struct TLSConfiguration: Sendable {
    /// PEM: the server's own certificate first, then those between it and the root.
    public var certificatePath: String
    /// PEM, not encrypted.
    public var keyPath: String
    /// From the connection's first moment to the end of the handshake.
    public var handshakeTimeout: Duration
    /// At the end of a connection: for the last bytes to be taken by the peer, and for the peer to close its side.
    public var closeTimeout: Duration

    public init(
        certificatePath: String,
        keyPath: String,
        handshakeTimeout: Duration = .seconds(10),
        closeTimeout: Duration = .seconds(5)
    ) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
        self.handshakeTimeout = handshakeTimeout
        self.closeTimeout = closeTimeout
    }
}
