import CommitLog
import Foundation
import Glibc
import LeatConfiguration

/// Can the queue's directory be used, and is there room?
enum DiskCheck {
    static func findings(_ queue: QueueConfiguration) -> [DoctorFinding] {
        let subject = "queue"
        // The directory is made by `leat run`; until then its parent decides.
        var place = queue.directory
        while access(place, F_OK) != 0, let parent = parent(of: place) { place = parent }
        guard access(place, W_OK | X_OK) == 0 else {
            return [
                .fatal(
                    subject,
                    "\(queue.directory): no permission to write in \(place)",
                    remedy: "make it writable for this user, or set another queue.directory"
                )
            ]
        }
        var status = statvfs()
        guard statvfs(place, &status) == 0 else {
            return [.fatal(subject, "\(place): \(String(cString: strerror(errno)))", remedy: "check the file system")]
        }
        let free = Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
        let size = Int(clamping: UInt64(status.f_blocks) * UInt64(status.f_frsize))
        let findings = [space(queue, free: free), retention(queue, free: free, size: size)].compactMap(\.self)
        return findings.isEmpty ? [.ok(subject, "\(queue.directory): \(free >> 20) MiB free")] : findings
    }

    /// Is there room for what comes next?
    private static func space(_ queue: QueueConfiguration, free: Int) -> DoctorFinding? {
        let text = "\(queue.directory): \(free >> 20) MiB free"
        let segment = ByteSize.text(queue.segmentBytes)
        let reserve = CommitLogConfiguration.reserveBytesUsual
        // Not fatal: the queue holds records back until there is space, and goes on by itself.
        if free < queue.segmentBytes + reserve {
            return .warning(
                "queue",
                "\(text): the next file of \(segment) and the reserve of \(ByteSize.text(reserve)) do not fit both",
                remedy: "free space now, shorten queue.retention, or set a smaller queue.segment_bytes"
            )
        }
        if free < 10 * queue.segmentBytes {
            return .warning("queue", "\(text), fewer than ten files of \(segment)", remedy: "free space soon")
        }
        return nil
    }

    /// Will the disk hold what retention keeps? The log deletes by its own limit only; a disk that is full before makes
    /// the sources wait.
    private static func retention(_ queue: QueueConfiguration, free: Int, size: Int) -> DoctorFinding? {
        guard case .limited(let wanted)? = queue.retention.bytes else {
            return .warning(
                "queue",
                "queue.retention.bytes is unlimited: when the disk is full the sources wait",
                remedy: "set queue.retention.bytes to what the disk can hold"
            )
        }
        let kept = min(wanted, RetentionSettings.bytesMax(ofFileSystem: size))
        let used = logBytes(queue.directory)
        guard kept > used + free else { return nil }
        return .warning(
            "queue",
            "the queue keeps up to \(kept >> 20) MiB, but there is room for \((used + free) >> 20) MiB on its disk",
            remedy: "free space, or set queue.retention.bytes to less than that"
        )
    }

    /// Bytes that the files of the log take now.
    private static func logBytes(_ directory: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory + "/log")) ?? []
        return names.reduce(0) { sum, name in
            var file = stat()
            guard stat("\(directory)/log/\(name)", &file) == 0 else { return sum }
            return sum + Int(file.st_blocks) * 512
        }
    }

    private static func parent(of path: String) -> String? {
        if path == "/" || path == "." { return nil }
        let trimmed = path.hasSuffix("/") ? path.dropLast() : path[...]
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }
}
