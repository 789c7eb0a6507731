import Glibc

/// A thread of its own for work that blocks on the disk; the cooperative pool must never block.
final class Thread: @unchecked Sendable {
    private var handle: pthread_t = 0

    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts the thread.
    /// - Throws: `ioFailure` if the system gives no thread.
    init(_ run: @escaping @Sendable () -> Void) throws(CommitLogError) {
        let body = Unmanaged.passRetained(Body(run))
        let code = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard code == 0 else {
            body.release()
            throw CommitLogError(
                .ioFailure, "no thread for the log's writer: \(errorText(code))",
                remedy: "raise the limit on threads (ulimit -u) and start again", errno: code)
        }
    }

    /// Waits for the end of the thread. To be called once.
    func join() { pthread_join(handle, nil) }
}

/// The system's text for an error number.
func errorText(_ code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        guard let start = buffer.baseAddress, strerror_r(code, start, buffer.count) == 0 else { return "error \(code)" }
        return String(cString: start)
    }
}
