import CPostgres
import Glibc

/// What other threads may do with a connection: stop what it runs, or cut it off.
///
/// `@unchecked`: neither member ever changes, libpq documents PQcancel as safe from any thread, shutdown(2) is, and both
/// are given back once, by the last owner.
final class Canceller: @unchecked Sendable {
    private let handle: OpaquePointer
    /// A second name of the socket, so that the number cannot have gone to another file when it is used.
    private let socket: Int32

    init?(_ connection: OpaquePointer) {
        guard let handle = PQgetCancel(connection) else { return nil }
        self.handle = handle
        socket = fcntl(PQsocket(connection), F_DUPFD_CLOEXEC, 0)
    }

    deinit {
        PQfreeCancel(handle)
        if socket >= 0 { close(socket) }
    }

    /// Opens a connection of its own to say so; blocks until the server has taken the request.
    func cancel() {
        var message = [CChar](repeating: 0, count: 256)
        // A failure leaves the statement running; whoever wants it stopped asks again.
        _ = PQcancel(handle, &message, Int32(message.count))
    }

    /// Ends the connection under both sides at once: ours and a server's that waits to be read.
    func sever() {
        if socket >= 0 { shutdown(socket, Int32(SHUT_RDWR)) }
    }
}
