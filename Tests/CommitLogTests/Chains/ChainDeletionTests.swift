import Testing

@testable import CommitLog

@Suite struct ChainDeletionTests {
    /// The first segment of a chain lives, those with the rest of it have nothing that lives.
    @Test func theEndOfAChainStaysAsLongAsItsBegin() throws {
        let scene = try ChainScene(segmentBytes: 8192, isStepped: true)
        func payload(_ mark: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: mark, count: count) }
        try scene.part([(0, payload(1, 3000))])
        for _ in 0..<40 {
            try scene.part([(1, payload(2, 800))])
            try scene.settle()
        }
        try scene.end(checkpoint: [1])
        for _ in 0..<40 {
            try scene.data(1, checkpoint: [2], [(2, payload(3, 800))])
            try scene.settle()
        }
        let segments = scene.disk.segmentPaths.count
        for partition in [1, 2] as [PartitionID] {
            let end = try #require(scene.log.partitionState(partition)).highWatermark
            _ = try scene.log.deleteRecords(partition: partition, before: end)
        }
        try scene.log.applyRetention(now: 0)
        #expect(scene.disk.segmentPaths.count < segments)
        scene.log.abandon()
        for name in scene.disk.get({ $0.names.keys.filter { $0.hasSuffix(".index") } }) { try scene.disk.remove(name) }
        let again = try ChainScene(scene.disk, segmentBytes: 8192, isStepped: true)
        #expect(try again.log.contents(0).map { $0.payload[0] } == [1])
        again.log.abandon()
    }

    /// Little lives in a segment in the middle of a chain: it is worth copying, but it could not go then.
    @Test(.timeLimit(.minutes(1))) func aSegmentInTheMiddleOfAChainIsNotCopiedAsLongAsItCannotGo() throws {
        let scene = try ChainScene(segmentBytes: 8192, isStepped: true)
        func payload(_ mark: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: mark, count: count) }
        try scene.part([(0, payload(1, 3000))])
        for number in 0..<40 {
            try scene.part([(1, payload(2, 800))])
            if number == 20 { try scene.part([(2, payload(3, 100))]) }
            try scene.settle()
        }
        try scene.end(checkpoint: [1])
        for _ in 0..<20 {
            try scene.data(1, checkpoint: [2], [(1, payload(4, 800))])
            try scene.settle()
        }
        let end = try #require(scene.log.partitionState(1)).highWatermark
        _ = try scene.log.deleteRecords(partition: 1, before: end)
        try scene.log.applyRetention(now: 0)
        #expect(scene.log.statistics.space.bytesRelocated == 0)
        #expect(try scene.log.contents(0).map { $0.payload[0] } == [1])
        #expect(try scene.log.contents(2).map { $0.payload[0] } == [3])
        scene.log.abandon()
    }
}
