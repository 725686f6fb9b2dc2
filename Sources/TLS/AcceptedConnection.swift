import HummingbirdCore
import NIOCore

/// A connection on its way from the listener to the task that serves it.
///
/// A listener that ends drops the connections it was still accepting: nobody would ever close them, and swift-nio ends the
/// process when a writer goes that nobody finished. So whoever drops one closes it, and it is kept until it is closed.
public final class AcceptedConnection: ServerChildChannelValue {
    let connection: HTTP1Channel.Value
    public var channel: any Channel { connection.channel }

    init(_ connection: HTTP1Channel.Value) { self.connection = connection }

    deinit {
        let connection = connection
        connection.channel.close(promise: nil)
        connection.channel.closeFuture.whenComplete { _ in withExtendedLifetime(connection) {} }
    }
}

extension Channel {
    /// What could not be set up is closed: the listener only forgets it.
    func closing<T>(unless setup: EventLoopFuture<T>) -> EventLoopFuture<T> {
        setup.whenFailure { _ in self.close(promise: nil) }
        return setup
    }
}
