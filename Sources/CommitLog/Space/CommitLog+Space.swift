import Threads

extension CommitLog {
    /// Gives up the records of a partition before an offset, and waits until that is durable. Their space comes back with
    /// the segments that hold nothing else.
    /// - Returns: the first offset that can be read now: a later one if records had been given up before.
    /// - Throws: `notFound`, `offsetOutOfRange` if the offset is after the high watermark, `busy` (retriable), or what
    ///   stopped the log.
    @discardableResult
    public func deleteRecords(partition id: PartitionID, before offset: Int64) throws(CommitLogError) -> Int64 {
        guard let state = partitionState(id) else {
            throw CommitLogError(
                .notFound, "there is no partition \(id)", remedy: "ask for the topic's partitions again")
        }
        guard offset >= 0, offset <= state.highWatermark else {
            throw CommitLogError(
                .offsetOutOfRange,
                "offset \(offset) of partition \(id) is outside of 0 to \(state.highWatermark)",
                remedy: "delete up to the latest offset at most"
            )
        }
        if offset > state.logStartOffset {
            var body = SpaceBody()
            body.starts = [(id, offset)]
            try SpaceKeeper(shared: shared).append(body)
            shared.space.request()
        }
        return max(offset, partitionState(id)?.logStartOffset ?? offset)
    }

    /// How long a topic's records are kept now, with what holds for the whole queue filled in; nil if there is no such
    /// topic.
    public func retention(topic name: String) -> TopicRetention? {
        let (topic, overrides) = shared.state.withLock { ($0.topic(named: name), $0.space.retention) }
        let settings = shared.space.settings.withLock { $0 }
        return topic.map { SpaceKeeper(shared: shared).limits(of: $0, settings, overrides) }
    }

    /// How long topics are kept that have nothing of their own, and the bytes of the whole queue.
    public var retention: TopicRetention {
        let settings = shared.space.settings.withLock { $0 }
        return TopicRetention(
            milliseconds: settings.milliseconds,
            bytes: settings.bytes,
            protection: settings.protection
        )
    }

    /// What was set for a topic at run time and goes before the configuration; nil if nothing was.
    public func storedRetention(topic name: String) -> TopicRetention? {
        shared.state.withLock { state in state.topic(named: name).flatMap { state.space.retention[$0.id] } }
    }

    /// Sets a topic's time and bytes for this run and all later ones, before what the configuration says; what is nil
    /// follows the configuration again. Waits until that is durable.
    /// - Throws: `notFound`, `invalidArgument` for a negative value, `busy` (retriable), or what stopped the log.
    public func setRetention(topic name: String, _ retention: TopicRetention) throws(CommitLogError) {
        guard let topic = topic(named: name) else {
            throw CommitLogError(
                .notFound,
                "there is no topic '\(name)'",
                remedy: "list them with `leat topics list`"
            )
        }
        guard retention.milliseconds ?? 0 >= 0, retention.bytes ?? 0 >= 0 else {
            throw CommitLogError(
                .invalidArgument,
                "topic '\(name)' cannot be kept for a negative time or size",
                remedy: "give 0 or more, or \(TopicRetention.unlimited) for no limit"
            )
        }
        var body = SpaceBody()
        body.retention = [(topic.id, TopicRetention(milliseconds: retention.milliseconds, bytes: retention.bytes))]
        try SpaceKeeper(shared: shared).append(body)
        shared.space.request()
    }

    /// Replaces what the configuration says of retention, for this run.
    public func setRetention(_ settings: RetentionSettings) {
        shared.space.settings.withLock { $0 = settings }
        shared.space.request()
    }

    /// Bytes of a partition's batches, as of the last look that retention had at them (every ten seconds or so).
    public func byteCount(partition id: PartitionID) -> UInt64 {
        shared.space.partitionBytes.withLock { Int(id) < $0.count ? $0[Int(id)] : 0 }
    }

    /// The same of several, in their order, with one lock.
    public func byteCounts(partitions: [PartitionID]) -> [UInt64] {
        shared.space.partitionBytes.withLock { bytes in
            partitions.map { Int($0) < bytes.count ? bytes[Int($0)] : 0 }
        }
    }

    /// Applies retention as of a time (µs), deletes and relocates what that allows, to the end.
    func applyRetention(now: Int64) throws(CommitLogError) { try SpaceKeeper(shared: shared).apply(now: now) }
}
