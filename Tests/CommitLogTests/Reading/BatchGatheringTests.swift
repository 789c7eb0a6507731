import Foundation
import Testing

@testable import CommitLog

/// On real files: what stands between batches must be thrown away, and no byte of it served.
@Suite struct BatchGatheringTests {
    /// Batches of several partitions by turns, so that those of one have others between them.
    private func log(in directory: String, batches: Int, payloadBytes: Int) throws -> (CommitLog, [PartitionID]) {
        let log = try CommitLog.open(
            CommitLogConfiguration(directory: directory, segmentBytes: 1 << 20, preallocateBytesMax: 0),
            merging: Concatenation()
        )
        let partitions = try log.createTopic(name: "t", partitions: 2).partitions
        for number in 0..<batches {
            for partition in partitions {
                let payload = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: payloadBytes + number % 7)
                try log.append(partition, records: 2, payload: payload)
            }
        }
        for partition in partitions {
            _ = log.waitForWatermark(partition, atLeast: Int64(2 * batches), milliseconds: 30_000)
        }
        return (log, partitions)
    }

    private func together(_ slices: [BatchSlice]) throws -> [UInt8] {
        let count = slices.reduce(0) { $0 + $1.byteLength }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        defer { buffer.deallocate() }
        try slices.copy(into: buffer)
        return Array(buffer)
    }

    @Test(arguments: [(2_000, 20), (300, 3_000), (40, 60_000)])
    func `what is read together is what is read one by one`(batches: Int, payloadBytes: Int) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("leat-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (log, partitions) = try log(in: directory, batches: batches, payloadBytes: payloadBytes)
        for partition in partitions {
            var slices: [BatchSlice] = []
            try log.read(partition: partition, from: 0, maxBytes: .max, into: &slices)
            #expect(slices.count == batches)
            let expected = try slices.flatMap { try $0.bytes() }
            #expect(try together(slices) == expected)
        }
        log.close()
    }

    @Test func `a batch whose head has changed on the disk is not served`() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("leat-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (log, partitions) = try log(in: directory, batches: 50, payloadBytes: 20)
        var slices: [BatchSlice] = []
        try log.read(partition: partitions[0], from: 0, maxBytes: .max, into: &slices)
        let damaged = slices[20]
        let handle = try #require(FileHandle(forUpdatingAtPath: damaged.segment.path))
        try handle.seek(toOffset: UInt64(damaged.fileOffset + 7))
        try handle.write(contentsOf: [0x55])
        try handle.close()
        #expect { try together(slices) } throws: {
            ($0 as? CommitLogError)?.code == .corruption && ($0 as? CommitLogError)?.position == damaged.position
        }
        log.abandon()
    }
}
