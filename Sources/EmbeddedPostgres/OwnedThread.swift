import Glibc

/// A thread for blocking calls, which must never hold a thread of the cooperative pool.
enum OwnedThread {
    static func run(_ work: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Box(work))
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { pointer in
                Unmanaged<Box>.fromOpaque(pointer!).takeRetainedValue().work()
                return nil
            }, box.toOpaque())
        // Without a thread to be had, the process is past helping (EAGAIN: the limit of the machine).
        precondition(failure == 0, "pthread_create failed with \(failure)")
        pthread_detach(thread)
    }

    private final class Box: Sendable {
        let work: @Sendable () -> Void
        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }
}
