import Bytes

extension LogState {
    /// Takes over a TOPIC_CHANGED frame.
    mutating func apply(_ change: TopicChange) throws(BytesError) {
        switch change {
        case .made(let topic, let retention):
            try add(topic)
            space.setRetention(retention, topic: topic.id)
        case .deleted(let id):
            let topic = try remove(topic: id)
            space.setRetention(TopicRetention(), topic: id)
            forget(Set(topic.partitions))
        case .grown(let id, let partitions): try grow(topic: id, by: partitions)
        }
    }

    /// Takes over an OFFSETS_DELETED frame.
    mutating func apply(_ deletion: OffsetDeletion) {
        removeOffsets(of: deletion.group) { deletion.partitions.contains($0) }
    }

    /// The partitions' records can be read no more, and no group has read them: what they hold in the log's segments
    /// counts as dead.
    private mutating func forget(_ ids: Set<PartitionID>) {
        hasDeletedPartitions = true
        producers.forget(ids)
        for id in ids { partition(id)?.index.withLock { $0.delete() } }
        for group in groups.keys { removeOffsets(of: group) { ids.contains($0) } }
    }

    /// Section 2 of STATE when topics were deleted or have grown, version 2: what the topics do not tell stands before
    /// them. Version 1 as long as they tell everything, so that older versions of leat read it.
    var needsTopicNumbers: Bool {
        var next: PartitionID = 0
        for topic in topics {
            for partition in topic.partitions {
                guard partition == next else { return true }
                next += 1
            }
        }
        return next != nextPartitionID || (topics.last?.id ?? 0) + 1 != nextTopicID
    }

    func writeTopicNumbers(into writer: inout ByteWriter) {
        writer.appendLE(nextTopicID)
        writer.appendLE(nextPartitionID)
    }
}

extension PartitionIndex {
    /// Its topic is gone. Its batches in the segment that is being written stay listed until that is sealed, so that
    /// the segment's index has all of what it holds.
    mutating func delete() {
        isDeleted = true
        logStartOffset = highWatermark
        relocatedRanges = []
    }
}
