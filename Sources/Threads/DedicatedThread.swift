import Glibc

/// A thread of its own for work that blocks: libmariadb's reads, decoding, the log's writer. The cooperative pool
/// has one thread a core and must never block.
public final class DedicatedThread: @unchecked Sendable {
    // Unchecked: the handle is written once in `init` and read by `join`.
    private let handle: pthread_t

    /// Starts a thread.
    /// - Parameter name: what `top -H` and a debugger show; Linux keeps the first 15 bytes.
    public init(name: String, _ body: @escaping @Sendable () -> Void) {
        let start = ThreadStart(name: name, body: body)
        var handle = pthread_t()
        let code = pthread_create(&handle, nil, runThread, Unmanaged.passRetained(start).toOpaque())
        precondition(code == 0, "the system refuses another thread (errno \(code)): raise the limit of processes")
        self.handle = handle
    }

    /// Waits until the thread has ended. Call it once.
    public func join() { pthread_join(handle, nil) }
}

private final class ThreadStart: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    nameThisThread(start.name)
    start.body()
    return nil
}

/// Swift's Glibc module does not show `pthread_setname_np`; writing this file does the same. A name is a courtesy:
/// where /proc is missing the thread runs without.
private func nameThisThread(_ name: String) {
    let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    var name = name
    name.withUTF8 { _ = write(file, $0.baseAddress, min($0.count, 15)) }
    close(file)
}
