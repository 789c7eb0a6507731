import Glibc

extension FileSystemError {
    /// The log's error for a call that failed.
    /// - Parameter position: place in the log that was being written or read.
    func asLogError(position: UInt64? = nil) -> CommitLogError {
        let place = position.map { " at log position \($0)" } ?? ""
        let what = "\(call) of \(path) failed\(place): \(errorText(errno)) (errno \(errno))"
        switch errno {
        case ENOSPC, EDQUOT:
            return CommitLogError(
                .diskFull,
                "disk full: \(what)",
                remedy: "free space on that file system, then restart",
                position: position,
                errno: errno
            )
        case EACCES, EPERM, EROFS:
            return CommitLogError(
                .ioFailure,
                what,
                remedy: "give this user access to the data directory, then try again",
                position: position,
                errno: errno
            )
        default:
            return CommitLogError(
                .ioFailure,
                what,
                remedy: "check the disk (dmesg), then restart: recovery keeps all that was acknowledged",
                position: position,
                errno: errno
            )
        }
    }
}

/// The system's text for an error number.
private func errorText(_ code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        guard let start = buffer.baseAddress, strerror_r(code, start, buffer.count) == 0 else { return "error \(code)" }
        return String(cString: start)
    }
}
