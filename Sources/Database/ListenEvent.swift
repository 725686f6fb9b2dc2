/// What a listener hears.
public enum ListenEvent: Sendable, Hashable {
    /// All channels are being listened to, from now on; what came before may have been missed.
    case connected
    /// The connection is lost and is being made again.
    case disconnected
    case notification(channel: String, payload: String)
}
