@testable import CommitLog

extension LogModel {
    /// Everything in the log is as it must be.
    func verify(_ log: CommitLog) throws {
        try verifyTopics(log)
        for source in sources { try verify(source, log) }
        for name in groups.keys.sorted() { try verifyGroup(name, log) }
        for id in sourcePartitions {
            var slices: [BatchSlice] = []
            let partition = partitions[id]
            try log.read(partition: PartitionID(id), from: partition.start, maxBytes: .max, into: &slices)
            let live = partition.batches.drop { $0.endOffset <= partition.start }
            try require(slices.count == live.count, "partition \(id) has \(slices.count) batches, not \(live.count)")
            for (slice, batch) in zip(slices, live) {
                try verify(slice, try slice.bytes(), is: batch, of: PartitionID(id))
            }
        }
    }

    func verifyTopics(_ log: CommitLog) throws {
        for topic in topics.values {
            try require(log.topic(named: topic.name) == topic, "topic \(topic.name) is gone or another one")
        }
    }

    func verify(_ source: SourceModel, _ log: CommitLog) throws {
        try require(
            log.sourceDefinitions(source.id) == source.definitions,
            "source \(source.id) at \(source.visible): definitions \(log.sourceDefinitions(source.id)) instead of "
                + "\(source.definitions)"
        )
        let prepared = log.preparedTransactions(of: source.id)
        try require(
            Set(prepared.map(\.xid)) == Set(source.prepared.map { SimulatedTransaction.xid($0) }),
            "source \(source.id) at \(source.visible): prepared \(prepared.map(\.xid)) instead of \(source.prepared)"
        )
        for number in source.prepared.sorted() {
            guard let found = prepared.first(where: { $0.xid == SimulatedTransaction.xid(number) }) else { continue }
            let transaction = transaction(source.id, number)
            var part = 0
            try log.readPrepared(found) { bytes in
                try require(
                    part < transaction.preparedParts.count && Array(bytes) == transaction.preparedPart(part),
                    "part \(part) of prepared transaction \(number) of source \(source.id) has other bytes"
                )
                part += 1
            }
            try require(part == transaction.preparedParts.count, "a part of prepared transaction \(number) is missing")
        }
    }

    /// After a crash a group's offsets are those after the last acknowledged operation, or a later one that was sent.
    func verifyGroup(_ name: String, _ log: CommitLog) throws {
        guard let group = groups[name] else { return }
        let offsets = Dictionary(uniqueKeysWithValues: log.groupOffsets(name).map { ($0.partition, $0.offset) })
        let states = group.states
        try require(states.contains(offsets), "group \(name) has \(offsets), not a state from \(states[0]) on")
    }

    /// What was sent and not acknowledged is decided now, one way or the other.
    func settleGroups(_ log: CommitLog) {
        for name in groups.keys {
            let offsets = Dictionary(uniqueKeysWithValues: log.groupOffsets(name).map { ($0.partition, $0.offset) })
            groups[name] = GroupModel(offsets: offsets, largest: groups[name]?.largest ?? 0)
        }
    }

    /// Reads some batches from any offset.
    func verifyRead(_ log: CommitLog, _ id: PartitionID, from offset: Int64, maxBytes: Int) throws -> Int64 {
        let partition = partitions[Int(id)]
        var slices: [BatchSlice] = []
        try log.read(partition: id, from: offset, maxBytes: maxBytes, into: &slices)
        var index = Self.first(partition.batches) { $0.endOffset > offset }
        try require(
            slices.isEmpty == (index == partition.batches.count),
            "partition \(id) from \(offset): \(slices.count) batches, end at \(partition.next)"
        )
        var bytes = 0
        for slice in slices {
            try require(index < partition.batches.count, "partition \(id) shows more than is visible")
            try verify(slice, try slice.bytes(), is: partition.batches[index], of: id)
            bytes += slice.byteLength
            index += 1
        }
        try require(slices.count <= 1 || bytes <= maxBytes, "\(bytes) bytes instead of at most \(maxBytes)")
        if index < partition.batches.count, let last = slices.last {
            let next = transaction(partition.batches[index].source, partition.batches[index].transaction)
            try require(
                bytes + next.length(ofBatch: partition.batches[index].index) > maxBytes,
                "partition \(id) from \(offset): the list ends after \(last.lastOffset), too early for \(maxBytes) bytes"
            )
        }
        return slices.last.map { $0.lastOffset + 1 } ?? offset
    }

    /// The first batch up to which the time occurs; where older batches are gone, their times may count or not.
    func verifyTime(_ log: CommitLog, _ id: PartitionID, _ timestamp: Int64) throws {
        let partition = partitions[Int(id)]
        let live = partition.batches.drop { $0.endOffset <= partition.start }
        let first = live.first { $0.maxTimestamp >= timestamp }
        let last = live.first { $0.timestamp >= timestamp }
        let found = try log.offset(partition: id, atOrAfter: timestamp)
        let isRight =
            if let found, let first {
                found.offset >= max(first.baseOffset, partition.start) && found.timestamp >= timestamp
                    && (last.map { found.offset <= max($0.baseOffset, partition.start) } ?? (partition.start > 0))
            } else {
                found == nil && last == nil && (first == nil || partition.start > 0)
            }
        try require(
            isRight,
            "partition \(id) from \(partition.start) at time \(timestamp): \(found.map { "\($0)" } ?? "nothing"), not "
                + "\(first.map { "\($0.baseOffset) \($0.maxTimestamp)" } ?? "nothing")"
        )
    }

    static func first(_ batches: [Batch], where isReached: (Batch) -> Bool) -> Int {
        var (low, high) = (0, batches.count)
        while low < high {
            let middle = (low + high) / 2
            if isReached(batches[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
