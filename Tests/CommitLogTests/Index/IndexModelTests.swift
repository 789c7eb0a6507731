import Glibc
import Testing

@testable import CommitLog

/// Random logs of many small segments against a plain list.
@Suite struct IndexModelTests {
    @Test(arguments: 1...(getenv("LEAT_LONG") == nil ? 8 : 200) as ClosedRange<UInt64>)
    func everyLookupEqualsThatInAPlainList(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let disk = SimulatedDisk()
        var model = BatchModel()
        let segmentBytes = [5000, 8192, 16384].randomElement(using: &generator) ?? 8192
        for life in 0..<4 {
            let log = try CommitLog.openTest(disk, segmentBytes: segmentBytes)
            for partition in try log.makeTopic("t\(life)", partitions: 3) { model.partitions[partition] = [] }
            let partitions = model.partitions.keys.sorted()
            var ends: [PartitionID: Int64] = [:]
            for _ in 0..<Int.random(in: 5...60, using: &generator) {
                // Some partitions are quiet for long.
                let partition = partitions[min(Int.random(in: 0..<partitions.count * 2, using: &generator) / 2, 4)]
                let records = Int.random(in: 1...4, using: &generator)
                let payload = [UInt8](repeating: 7, count: Int.random(in: 0...900, using: &generator))
                let timestamp = Int64.random(in: 0...1000, using: &generator) * Int64(life + 1) / 4
                try log.append(partition, records: records, payload: payload, timestamp: timestamp)
                model.add(partition, records: records, byteLength: 61 + payload.count, timestamp: timestamp)
                ends[partition] = model.end(partition)
                if Int.random(in: 0..<10, using: &generator) == 0 { log.shared.keeper.runPending() }
            }
            for (partition, end) in ends {
                #expect(log.waitForWatermark(partition, atLeast: end, milliseconds: 10_000))
            }
            try model.check(log, &generator, "seed \(seed), life \(life), writing", share: 0.2)
            log.shared.keeper.runPending()
            try model.check(log, &generator, "seed \(seed), life \(life), indexes written", runsKeeper: true)
            Bool.random(using: &generator) ? log.close() : log.abandon()
            disk.lose(where: { _ in Int.random(in: 0..<3, using: &generator) == 0 })
        }
        let log = try CommitLog.openTest(disk, segmentBytes: segmentBytes)
        #expect(log.statistics.segments > 2)
        try model.check(log, &generator, "seed \(seed), reopened", runsKeeper: true)
        log.close()
        disk.lose { _ in true }
        let bare = try CommitLog.openTest(disk, segmentBytes: segmentBytes)
        try model.check(bare, &generator, "seed \(seed), without any index", runsKeeper: true)
        bare.close()
    }

    @Test func readersSeeEveryBatchOnceWhileSegmentsAreSealed() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, segmentBytes: 8192, keeperTickMilliseconds: 1)
        let partition = try log.makeTopic()[0]
        let count = Int64(2000)
        let reader = ReaderThread(log, partition, count: count)
        for _ in 0..<count { try log.append(partition, payload: [UInt8](repeating: 1, count: 300), timestamp: 5) }
        #expect(try reader.wait() == nil)
        #expect(log.statistics.segments > 50)
        log.close()
    }
}

extension SimulatedDisk {
    /// Paths of all index files.
    var indexPaths: [String] { self.get { $0.names.keys.filter { $0.hasSuffix(".index") }.sorted() } }

    /// Takes index files away.
    func lose(where isLost: (String) -> Bool) {
        for path in indexPaths where isLost(path) { set { $0.names[path] = nil } }
    }
}
