extension SpaceKeeper {
    /// True if nothing in a sealed segment can be read any more: every offset is before its partition's start, or copied
    /// elsewhere. This alone decides what is deleted; all else only finds candidates.
    func isDead(_ index: Int, _ tables: IndexedTables) throws(CommitLogError) -> Bool {
        let start = tables.segments[index].start
        let table = try tables.table(index)
        let next = try tables.table(index + 1)
        return !tables.partitions.enumerated().contains { number, partition in
            partition.index.withLock { index in
                if index.isDeleted { return false }
                let isHolder = index.relocatedRanges.contains { $0.segment == start }
                if isHolder { return true }
                guard table.byteCount(number) > 0 else { return false }
                // Behind the segment others may have stood: what lived there was copied as well.
                let first = max(index.logStartOffset, table.startOffset(number))
                let end = next.startOffset(number)
                return first < end && !index.relocatedRanges.cover(first..<end)
            }
        }
    }

    /// Those of some dead segments that can go. One that a chain reaches into stays as long as the one before it does:
    /// whether that one's batches count is told by the chain's end, should its index have to be made anew.
    /// - Parameter dead: oldest first.
    func withoutNeededChains(_ dead: [Segment]) throws(CommitLogError) -> [Segment] {
        let all = shared.segments.withLock { $0 }
        var free: [Segment] = []
        for segment in dead {
            let before = all.last { $0.start < segment.start }
            let needsLook = before.map { $0.end == segment.start && $0 !== free.last } ?? false
            if needsLook, try shared.indexes.outcomes.isOpen(atHeadOf: segment) { continue }
            free.append(segment)
        }
        return free
    }

    /// Gives sealed segments up. That is durable before the first file goes, so that no crash in between is taken for a
    /// loss; who is reading from one of them holds its file.
    func delete(_ dead: [Segment]) throws(CommitLogError) {
        let segments = try withoutNeededChains(dead)
        guard !segments.isEmpty else { return }
        var body = SpaceBody()
        var bytes: UInt64 = 0
        for segment in segments {
            guard let end = segment.end else { return }
            bytes += end - segment.start
            body.deleted.append(segment.start..<end)
        }
        try append(body)
        let starts = Set(segments.map(\.start))
        shared.segments.withLock { $0.removeAll { starts.contains($0.start) } }
        shared.space.countDeletions(segments.count)
        let fileSystem = shared.environment.fileSystem
        for segment in segments {
            shared.indexes.forget(segment)
            shared.lookups.removeAll(of: segment)
            do throws(FileSystemError) {
                try fileSystem.remove(segment.path)
            } catch {
                let error = error.asLogError()
                shared.space.notices.add(
                    LogNotice(.spaceFailed, error.what, remedy: "the next start removes it; \(error.remedy)")
                )
            }
            // A cache, often not there.
            try? fileSystem.remove(segment.indexSlot.path)
        }
        try? fileSystem.syncDirectory(shared.logDirectory)
        shared.queue.tryAgain()
        shared.space.statistics.withLock { [bytes] statistics in
            statistics.segmentsDeleted += UInt64(segments.count)
            statistics.bytesDeleted += bytes
        }
    }

    /// Ends a segment that has records and was begun long ago, so that they can expire although little comes after them:
    /// an eighth of the shortest time for which records are kept, at least a minute.
    func rollIfQuiet(_ state: inout SpaceWork.State, now: Int64, monotonic: Int64) throws(CommitLogError) {
        guard let active = shared.segments.withLock({ $0.last }), active.end == nil else { return }
        if state.active?.start != active.start {
            let made = (try? active.readHeader().created) ?? now
            state.active = (active.start, monotonic, made)
        }
        guard let since = state.active else { return }
        let (shortest, overflow) = shortestMilliseconds.multipliedReportingOverflow(by: 1000)
        if overflow { return }
        let period = max(shortest / 8, 60_000_000)
        guard monotonic - since.seen >= period || now - since.made >= period else { return }
        let tables = IndexedTables(shared)
        guard tables.active === active, tables.activeBytes.contains(where: { $0 > 0 }) else { return }
        try append(SpaceBody(), beginningSegment: true)
    }
}
