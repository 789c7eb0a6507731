import CommitLog
import RecordBatch

/// A record found by its time.
struct FoundRecord {
    let offset: Int64
    let timestamp: Int64
}

extension Broker {
    /// The first record at or after a time, to the record.
    ///
    /// The log knows by batch how late its times have come up to there, so its answer is at or before the record. The
    /// batches from there on are looked into, more than one only if a record with that time was deleted before.
    /// - Throws: what kept the log from reading its index.
    func firstRecord(
        partition: PartitionID,
        atOrAfter timestamp: Int64
    ) throws(CommitLogError) -> FoundRecord? {
        guard let batch = try log.offset(partition: partition, atOrAfter: timestamp) else { return nil }
        var found: FoundRecord?
        let end = forEachBatch(of: partition, from: batch.offset) { view throws(RecordBatchError) in
            guard view.header.maxTimestamp >= timestamp else { return true }
            found = try record(in: view, from: batch.offset, atOrAfter: timestamp)
            return found == nil
        }
        if let found { return found }
        switch end {
        case .highWatermark: return nil
        // Earlier than needed, but right: clients filter by time themselves.
        case .gaveUp(let offset): return FoundRecord(offset: offset, timestamp: batch.timestamp)
        }
    }

    /// The first record with the partition's largest timestamp; nil for an empty partition.
    func recordWithMaxTimestamp(partition: PartitionID) throws(CommitLogError) -> FoundRecord? {
        guard var latest = try log.offset(partition: partition, atOrAfter: 0) else { return nil }
        let start = latest.offset
        // The log can only be asked for the first batch at or after a time, so the largest time is found by halving.
        var beyond = Int64.max
        while latest.timestamp < beyond - 1 {
            let middle = latest.timestamp + (beyond - latest.timestamp) / 2
            if let later = try log.offset(partition: partition, atOrAfter: middle) {
                latest = later
            } else {
                beyond = middle
            }
        }
        if let found = try firstRecord(partition: partition, atOrAfter: latest.timestamp) { return found }
        // The record with that time was deleted: what is left is looked through.
        var largest: FoundRecord?
        _ = forEachBatch(of: partition, from: start) { view throws(RecordBatchError) in
            while view.header.maxTimestamp > largest?.timestamp ?? -1 {
                guard let later = try record(in: view, from: start, atOrAfter: (largest?.timestamp ?? -1) + 1) else {
                    break
                }
                largest = later
            }
            return true
        }
        return largest
    }

    private func record(
        in batch: borrowing RecordBatchView,
        from start: Int64,
        atOrAfter timestamp: Int64
    ) throws(RecordBatchError) -> FoundRecord? {
        var records = try batch.records(using: BatchDecompressor(), bytesMax: options.batchBytesMax)
        while let record = try records.next() {
            // The beginning of the partition may lie within a batch.
            if record.offset >= start, record.timestamp >= timestamp {
                return FoundRecord(offset: record.offset, timestamp: record.timestamp)
            }
        }
        return nil
    }

    private enum SearchEnd {
        case highWatermark
        /// At the batch with this offset, that could not be read or was one too many; those before are done.
        case gaveUp(Int64)
    }

    /// Hands whole batches over until the body has enough.
    private func forEachBatch(
        of partition: PartitionID,
        from start: Int64,
        _ body: (RecordBatchView) throws(RecordBatchError) -> Bool
    ) -> SearchEnd {
        var next = start
        var bytesLeft = options.timeSearchBytesMax
        do {
            while let state = log.partitionState(partition), next < state.highWatermark {
                var slices: [BatchSlice] = []
                try log.read(partition: partition, from: next, maxBytes: min(bytesLeft, 1 << 20), into: &slices)
                guard !slices.isEmpty else { return .gaveUp(next) }
                for slice in slices {
                    guard bytesLeft > 0 else { return .gaveUp(next) }
                    bytesLeft -= slice.byteLength
                    let bytes = try slice.bytes()
                    guard try bytes.withUnsafeBytes({ try body(RecordBatchView($0)) }) else { return .gaveUp(next) }
                    next = slice.lastOffset + 1
                }
            }
            return .highWatermark
        } catch {
            logger.warning("cannot look into the batch at offset \(next) of partition \(partition): \(error)")
            return .gaveUp(next)
        }
    }
}
