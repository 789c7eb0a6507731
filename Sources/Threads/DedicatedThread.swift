import Glibc

/// A thread of its own for work that blocks: libmariadb's reads, decoding, the log's writer. The cooperative pool
/// has one thread a core and must never block.
public final class DedicatedThread: @unchecked Sendable {
    // Unchecked: the handle is written once in `init` and read by `join`.
    private var handle: pthread_t

    /// Starts a thread.
    /// - Parameter name: what `top -H` and a debugger show; Linux keeps the first 15 bytes.
    public init(name: String, _ body: @escaping @Sendable () -> Void) {
        handle = pthread_t()
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        let code = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                pthread_setname_np(pthread_self(), String(start.name.prefix(15)))
                start.body()
                return nil
            }, start.toOpaque())
        precondition(code == 0, "the system refuses another thread (errno \(code)): raise the limit of processes")
    }

    /// Waits until the thread has ended. Call it once.
    public func join() { pthread_join(handle, nil) }

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}
