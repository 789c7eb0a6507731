import Glibc

extension FileSystemError {
    /// The file system, or this user's part of it, is full.
    var isShortage: Bool { errno == ENOSPC || errno == EDQUOT }

    /// The log's error for a write that found no space and will be done again.
    func asShortage(position: UInt64) -> CommitLogError {
        CommitLogError(
            .diskFull,
            "the queue's disk is full: \(description(position))",
            remedy: "free space on that file system, or shorten the retention: the queue goes on by itself",
            position: position,
            errno: errno,
            isRetriable: true
        )
    }

    private func description(_ position: UInt64?) -> String {
        let place = position.map { " at log position \($0)" } ?? ""
        return "\(call) of \(path) failed\(place): \(errorText(errno)) (errno \(errno))"
    }

    /// The same for a file that has another name now than when it was opened.
    func at(_ path: String) -> FileSystemError { FileSystemError(call: call, path: path, errno: errno) }

    /// The log's error for a call that failed.
    /// - Parameter position: place in the log that was being written or read.
    func asLogError(position: UInt64? = nil) -> CommitLogError {
        let what = description(position)
        switch errno {
        case ENOSPC, EDQUOT:
            return CommitLogError(
                .diskFull,
                "disk full: \(what)",
                remedy: "free space on that file system, then restart",
                position: position,
                errno: errno
            )
        case EROFS:
            return CommitLogError(
                .ioFailure,
                what,
                remedy:
                    "the system made it read-only after an error (dmesg), or it was mounted so: repair, then restart",
                position: position,
                errno: errno
            )
        case ENOENT:
            return CommitLogError(
                .ioFailure,
                what,
                remedy: "bring the data directory back as it was (a mount that went away?), then restart",
                position: position,
                errno: errno
            )
        case EACCES, EPERM:
            return CommitLogError(
                .ioFailure,
                what,
                remedy: "give this user access to the data directory, then try again",
                position: position,
                errno: errno
            )
        case _ where call == "pread":
            return CommitLogError(
                .ioFailure,
                what,
                remedy: "check the disk (dmesg); whoever asks again reads again",
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
