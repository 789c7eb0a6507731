import Bytes

/// Makes what the scan found true on the disk, before anybody may see it.
struct RecoveryRepair {
    let environment: LogEnvironment
    let logDirectory: String

    /// Cuts a torn tail off and writes everything above the recorded durable sequence once more: what was read back
    /// may be in the page cache alone, marked clean by a failed fdatasync of the process before.
    /// - Returns: length of the last segment's file.
    func run(_ log: RecoveredLog) throws(CommitLogError) -> Int {
        guard let segment = log.segments.last else { return 0 }
        do throws(FileSystemError) {
            if let length = log.uncutLength { try log.segments[log.segments.count - 2].file.truncate(to: length) }
            let end = segment.offset(of: log.endPosition)
            if log.hasTornTail { try segment.file.truncate(to: end) }
            try rewrite(
                segment,
                from: max(segment.offset(of: log.firstUnrecordedPosition), SegmentHeader.size),
                to: end
            )
            try segment.file.sync()
            for segment in log.leftovers { try environment.fileSystem.remove(segment.path) }
            try removeIndexes(log.segments, openChain: log.state.chain)
            try environment.fileSystem.syncDirectory(logDirectory)
            return max(try segment.file.length(), end)
        } catch {
            throw error.asLogError(position: log.endPosition)
        }
    }

    private func rewrite(_ segment: Segment, from start: Int, to end: Int) throws(FileSystemError) {
        var buffer = ByteWriter(capacity: min(max(end - start, 16), 1 << 20))
        var offset = start
        while offset < end {
            buffer.removeAll()
            try buffer.appendDirect(capacity: min(end - offset, 1 << 20)) { (part) throws(FileSystemError) in
                try segment.file.readAll(into: part, at: offset)
            }
            guard buffer.count > 0 else {
                throw FileSystemError(call: "pread", path: segment.path, errno: 5)
            }
            try segment.file.writeAll([buffer.bytes], at: offset)
            offset += buffer.count
        }
    }

    /// Index files that were being written, and those of segments that are not there or not sealed: a repair has cut
    /// the log, and what will stand at their place is something else.
    ///
    /// And those with batches of a chain that will now be aborted, if a repair has cut its end off.
    private func removeIndexes(_ segments: [Segment], openChain: OpenChain?) throws(FileSystemError) {
        let kept = segments.dropLast().filter { ($0.end ?? .max) <= openChain?.position ?? .max }
        let sealed = Set(kept.map { IndexFile.name(start: $0.start) })
        for name in try environment.fileSystem.list(logDirectory) {
            let isUnfinished = name.hasSuffix(IndexFile.temporarySuffix)
            let isStale = name.hasSuffix(IndexFile.suffix) && !sealed.contains(name)
            if isUnfinished || isStale { try environment.fileSystem.remove(logDirectory + "/" + name) }
        }
    }
}
