import CPostgres

/// libpq's handle for stopping what a connection runs.
///
/// `@unchecked`: the pointer never changes, libpq documents PQcancel as safe from any thread, and it is freed once, by the last owner.
final class Canceller: @unchecked Sendable {
    private let handle: OpaquePointer

    init?(_ connection: OpaquePointer) {
        guard let handle = PQgetCancel(connection) else { return nil }
        self.handle = handle
    }

    deinit { PQfreeCancel(handle) }

    /// Opens a connection of its own to say so; blocks until the server has taken the request.
    func cancel() {
        var message = [CChar](repeating: 0, count: 256)
        // A failure leaves the statement running; whoever wants it stopped asks again.
        _ = PQcancel(handle, &message, Int32(message.count))
    }
}
