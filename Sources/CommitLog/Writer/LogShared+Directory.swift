import Glibc

extension LogShared {
    /// Sees whether the segment that is being written still has its name. Writes to an open file go on without
    /// complaint when somebody has removed it, or has mounted something else over it, and nobody would ever read them.
    func checkDirectory() {
        guard queue.failure == nil, let path = segments.withLock({ $0.last?.path }) else { return }
        do throws(FileSystemError) {
            _ = try environment.fileSystem.open(path, create: false)
        } catch {
            guard error.errno == ENOENT || error.errno == ENOTDIR else { return }
            stop(
                CommitLogError(
                    .ioFailure,
                    "\(path) is gone: somebody has removed or replaced the data directory while it was in use",
                    remedy: "bring the data directory back as it was (a mount that went away?), then restart",
                    errno: error.errno
                )
            )
        }
    }

    /// Nothing more is written: what was visible stays readable, everybody who waits is told.
    func stop(_ error: CommitLogError) {
        for frame in queue.fail(error) { frame.complete(.failure(error)) }
        watermark.wakeAll()
        idle.wakeAll()
    }
}
