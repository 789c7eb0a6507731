import Testing

@testable import CommitLog

/// What a log should answer, computed from a plain list.
struct BatchModel {
    struct Batch {
        let baseOffset: Int64
        let records: Int
        let byteLength: Int
        let timestamp: Int64
        var lastOffset: Int64 { baseOffset + Int64(records) - 1 }
    }

    var partitions: [PartitionID: [Batch]] = [:]

    func end(_ partition: PartitionID) -> Int64 { (partitions[partition]?.last?.lastOffset ?? -1) + 1 }

    mutating func add(_ partition: PartitionID, records: Int, byteLength: Int, timestamp: Int64) {
        let batch = Batch(
            baseOffset: end(partition),
            records: records,
            byteLength: byteLength,
            timestamp: timestamp
        )
        partitions[partition, default: []].append(batch)
    }

    func read(_ partition: PartitionID, from offset: Int64, maxBytes: Int) -> [Int64] {
        var bases: [Int64] = []
        var bytes = 0
        for batch in partitions[partition] ?? [] where batch.lastOffset >= offset {
            bytes += batch.byteLength
            guard bases.isEmpty || bytes <= maxBytes else { break }
            bases.append(batch.baseOffset)
        }
        return bases
    }

    func offset(_ partition: PartitionID, atOrAfter time: Int64) -> (offset: Int64, timestamp: Int64)? {
        var largest = Int64.min
        for batch in partitions[partition] ?? [] {
            largest = max(largest, batch.timestamp)
            if largest >= time { return (batch.baseOffset, largest) }
        }
        return nil
    }

    /// Asks the log for offsets and times of each partition.
    /// - Parameters:
    ///   - share: of all offsets.
    ///   - runsKeeper: lets it write what was rebuilt, now and then.
    func check(
        _ log: CommitLog,
        _ generator: inout some RandomNumberGenerator,
        _ note: String,
        share: Double = 1,
        runsKeeper: Bool = false
    ) throws {
        for (partition, batches) in partitions {
            #expect(log.partitionState(partition)?.highWatermark == end(partition), "\(note)")
            for offset in 0...end(partition) where Double.random(in: 0..<1, using: &generator) < share {
                if runsKeeper, Int.random(in: 0..<4, using: &generator) == 0 { log.shared.keeper.runPending() }
                let maxBytes = [0, 300, 2000, 1 << 20, .max].randomElement(using: &generator) ?? 0
                var slices: [BatchSlice] = []
                try log.read(partition: partition, from: offset, maxBytes: maxBytes, into: &slices)
                let expected = read(partition, from: offset, maxBytes: maxBytes)
                let whole = offset == end(partition) ? [] : expected
                try #require(slices.map(\.baseOffset) == whole, "\(note): \(partition) from \(offset), \(maxBytes)")
                if let slice = slices.last {
                    let bytes = try slice.bytes()
                    let base = bytes.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
                    try #require(base == slice.baseOffset, "\(note): \(partition) has other bytes at \(offset)")
                }
            }
            for _ in 0..<Int(Double(batches.count) * share) + 5 {
                let time = Int64.random(in: -5...1005, using: &generator)
                let found = try log.offset(partition: partition, atOrAfter: time)
                let expected = offset(partition, atOrAfter: time)
                try #require(found?.offset == expected?.offset, "\(note): \(partition) at time \(time)")
                try #require(found?.timestamp == expected?.timestamp, "\(note): \(partition) at time \(time)")
            }
        }
    }
}
