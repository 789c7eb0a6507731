import CommitLog
import RecordBatch

/// A record found by its time.
struct FoundRecord {
    let offset: Int64
    let timestamp: Int64
}

extension Broker {
    /// The first record at or after a time, to the record: the log knows times by batch, the rest is read from
    /// the batch.
    /// - Throws: what kept the log from reading its index.
    func firstRecord(
        partition: PartitionID,
        atOrAfter timestamp: Int64
    ) throws(CommitLogError) -> FoundRecord? {
        guard let batch = try log.offset(partition: partition, atOrAfter: timestamp) else { return nil }
        do {
            return try record(in: batch.offset, of: partition, atOrAfter: timestamp)
                ?? FoundRecord(offset: batch.offset, timestamp: batch.timestamp)
        } catch {
            // The start of the batch is a right answer too, only earlier: clients filter by time themselves.
            logger.warning("cannot look into the batch at offset \(batch.offset) of partition \(partition): \(error)")
            return FoundRecord(offset: batch.offset, timestamp: batch.timestamp)
        }
    }

    private func record(
        in batchOffset: Int64,
        of partition: PartitionID,
        atOrAfter timestamp: Int64
    ) throws -> FoundRecord? {
        var slices: [BatchSlice] = []
        try log.read(partition: partition, from: batchOffset, maxBytes: 0, into: &slices)
        guard let bytes = try slices.first?.bytes() else { return nil }
        return try bytes.withUnsafeBytes { view in
            let batch = try RecordBatchView(view)
            var records = try batch.records(using: BatchDecompressor(), bytesMax: options.batchBytesMax)
            while let record = try records.next() {
                if record.timestamp >= timestamp {
                    return FoundRecord(offset: record.offset, timestamp: record.timestamp)
                }
            }
            return nil
        }
    }

    /// The first record with the partition's largest timestamp; nil for an empty partition.
    ///
    /// The log can only be asked for the first batch at or after a time, so the largest time is found by halving.
    func recordWithMaxTimestamp(partition: PartitionID) throws(CommitLogError) -> FoundRecord? {
        guard var found = try log.offset(partition: partition, atOrAfter: 0) else { return nil }
        var beyond = Int64.max
        while found.timestamp < beyond - 1 {
            let middle = found.timestamp + (beyond - found.timestamp) / 2
            if let later = try log.offset(partition: partition, atOrAfter: middle) {
                found = later
            } else {
                beyond = middle
            }
        }
        return try firstRecord(partition: partition, atOrAfter: found.timestamp)
    }
}
