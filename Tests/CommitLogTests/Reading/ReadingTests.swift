import Testing

@testable import CommitLog

@Suite struct ReadingTests {
    private func log(batches: Int) throws -> (CommitLog, PartitionID) {
        let log = try CommitLog.openTest(SimulatedDisk())
        let partition = try log.makeTopic()[0]
        // Three records each; the times go back now and then.
        let times: [Int64] = [100, 200, 150, 300, 250, 400]
        for number in 0..<batches {
            try log.append(partition, records: 3, payload: [UInt8(number)], timestamp: times[number % times.count])
        }
        guard log.waitForWatermark(partition, atLeast: Int64(batches * 3), milliseconds: 10_000) else {
            throw NotVisible()
        }
        return (log, partition)
    }

    @Test func everyOffsetFindsTheBatchThatHoldsIt() throws {
        let (log, partition) = try log(batches: 20)
        for offset in Int64(0)..<60 {
            var slices: [BatchSlice] = []
            try log.read(partition: partition, from: offset, maxBytes: 1, into: &slices)
            #expect(slices.map(\.baseOffset) == [offset / 3 * 3])
            #expect(slices.map(\.lastOffset) == [offset / 3 * 3 + 2])
        }
        log.close()
    }

    @Test func maxBytesEndsTheListAtAWholeBatch() throws {
        let (log, partition) = try log(batches: 20)
        for (maxBytes, count) in [(0, 1), (61, 1), (62, 1), (123, 1), (124, 2), (62 * 20, 20), (.max, 20)] {
            var slices: [BatchSlice] = []
            try log.read(partition: partition, from: 0, maxBytes: maxBytes, into: &slices)
            #expect(slices.count == count, "maxBytes \(maxBytes)")
        }
        log.close()
    }

    @Test func theEndIsEmptyAndBeyondItIsOutOfRange() throws {
        let (log, partition) = try log(batches: 2)
        var slices: [BatchSlice] = []
        try log.read(partition: partition, from: 6, maxBytes: 100, into: &slices)
        #expect(slices.isEmpty)
        for offset: Int64 in [7, -1, .max, .min] {
            #expect { try log.read(partition: partition, from: offset, maxBytes: 100, into: &slices) } throws: {
                ($0 as? CommitLogError)?.code == .offsetOutOfRange
            }
        }
        #expect { try log.read(partition: 99, from: 0, maxBytes: 100, into: &slices) } throws: {
            ($0 as? CommitLogError)?.code == .notFound
        }
        #expect(log.partitionState(99) == nil)
        log.close()
    }

    @Test(
        arguments: [(0, 0), (100, 0), (101, 3), (160, 3), (201, 9), (300, 9), (301, 15), (400, 15)] as [(Int64, Int64)]
    )
    func timeFindsTheFirstBatchAtOrAfterItThoughTimesGoBack(time: Int64, offset: Int64) throws {
        let (log, partition) = try log(batches: 6)
        #expect(try log.offset(partition: partition, atOrAfter: time)?.offset == offset)
        #expect(try log.offset(partition: partition, atOrAfter: 401) == nil)
        log.close()
    }
}
