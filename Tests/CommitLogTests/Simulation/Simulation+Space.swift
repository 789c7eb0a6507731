@testable import CommitLog

extension Simulation {
    var retention: RetentionSettings {
        var settings = RetentionSettings()
        guard plan.usesSpace else { return settings }
        settings.bytes = plan.retentionBytes ?? TopicRetention.unlimited
        settings.milliseconds = plan.retentionMilliseconds ?? TopicRetention.unlimited
        if plan.isProtected { settings.protection = GroupProtection(group: "group-0", bytesMax: 1 << 30) }
        let topicBytes = plan.topicRetentionBytes
        settings.topic = { TopicRetention(bytes: $0 == "topic-0" ? topicBytes : nil) }
        return settings
    }

    private var isRetentionOff: Bool {
        plan.retentionBytes == nil && plan.retentionMilliseconds == nil && plan.topicRetentionBytes == nil
    }

    /// Somebody deletes records of a partition.
    func deleteRecords(_ log: CommitLog) throws {
        guard plan.usesSpace, let id = anyPartition().map({ Int($0) }) else { return }
        let partition = model.partitions[id]
        let offset = partition.start + Int64(generator.below(Int(partition.next - partition.start) + 1))
        note("delete records", id, Int(offset))
        model.partitions[id].deletedBefore = max(partition.deletedBefore, offset)
        do throws(CommitLogError) {
            let start = try log.deleteRecords(partition: PartitionID(id), before: offset)
            try? log.applyRetention(now: clock.now)
            guard start >= offset, log.partitionState(PartitionID(id))?.logStartOffset ?? 0 >= offset else {
                throw CommitLogError(
                    .invalidArgument, "records before \(offset) were to go, the partition begins at \(start)",
                    remedy: "")
            }
        } catch {
            try expect(error, .busy, .closed)
        }
        try lookingPastFaults {
            try model.absorb(log, judge: judge)
            try absorbStarts(log, nil)
        }
        takeAnswers()
    }

    /// How far each partition of a protected topic may be given up; nil for those without protection.
    func protectedOffsets(_ log: CommitLog) -> [PartitionID: Int64]? {
        guard plan.usesSpace, plan.isProtected else { return nil }
        let offsets = Dictionary(uniqueKeysWithValues: log.groupOffsets("group-0").map { ($0.partition, $0.offset) })
        var limits: [PartitionID: Int64] = [:]
        for topic in model.topics.values where topic.partitions.contains(where: { offsets[$0] != nil }) {
            for id in topic.partitions { limits[id] = offsets[id] ?? 0 }
        }
        return limits
    }

    /// First offsets only grow, to the end at most, and only for a reason.
    func absorbStarts(_ log: CommitLog, _ protected: [PartitionID: Int64]?) throws {
        for index in model.sourcePartitions {
            let id = PartitionID(index)
            let old = model.partitions[index].start
            guard let start = log.partitionState(id)?.logStartOffset, start != old else { continue }
            let asked = model.partitions[index].deletedBefore
            try model.require(start > old, "the start of partition \(id) fell from \(old) to \(start)")
            try model.require(start <= model.partitions[index].next, "partition \(id) begins after its end")
            try model.require(plan.usesSpace, "partition \(id) has lost its records before \(start)")
            try model.require(!isRetentionOff || start <= asked, "partition \(id) begins at \(start), asked: \(asked)")
            if let limit = protected?[id] {
                try model.require(
                    start <= max(limit, asked),
                    "partition \(id) begins at \(start), a protected group has read up to \(limit)"
                )
            }
            model.partitions[index].start = start
        }
    }
}
