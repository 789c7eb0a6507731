import Testing

@testable import CommitLog

/// 1 TB of log in 4,096 segments with 10,000 partitions: the files are sparse, the arithmetic is real.
@Suite struct ManySegmentsTests {
    @Test func aTerabyteOpensAtOnceAndIsReadWithFewFilesOpen() throws {
        let log = try SparseLog.make(segments: 4096, partitions: 10_000, busy: 16)
        defer { log.remove() }
        let before = monotonicMicroseconds()
        let queue = try CommitLog.open(log.configuration)
        let milliseconds = (monotonicMicroseconds() - before) / 1000
        // Debug build, on a loaded machine; in release it is a tenth.
        #expect(milliseconds < 10_000, "opened in \(milliseconds) ms")
        #expect(queue.statistics.segments == 4096)
        #expect(queue.statistics.endPosition > 4095 << 28)
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<300 {
            let partition = PartitionID.random(in: 0..<16, using: &generator)
            let segment = Int64.random(in: 0..<4095, using: &generator)
            let offset = segment * SparseLog.recordsPerRun + Int64.random(in: 0..<30, using: &generator)
            var slices: [BatchSlice] = []
            try queue.read(partition: partition, from: offset, maxBytes: 0, into: &slices)
            let slice = try #require(slices.first)
            #expect(slice.baseOffset == offset / 10 * 10 && slice.lastOffset == offset / 10 * 10 + 9)
            #expect(slice.segment.start == UInt64(segment) << 28)
            let time = segment * 100 + Int64.random(in: 1...100, using: &generator)
            let found = try queue.offset(partition: partition, atOrAfter: time)
            #expect(found?.offset == segment * SparseLog.recordsPerRun, "time \(time)")
        }
        #expect(try queue.offset(partition: 3, atOrAfter: 409_501)?.offset == nil)
        #expect(queue.partitionState(9999)?.highWatermark == 0)
        #expect(queue.shared.files.count <= log.configuration.openFilesMax)
        #expect(log.openFiles() < log.configuration.openFilesMax + 64)
        #expect(queue.shared.lookups.byteCount <= 8 << 20)
        queue.close()
    }
}
