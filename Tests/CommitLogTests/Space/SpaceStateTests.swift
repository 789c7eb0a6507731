import Bytes
import Testing

@testable import CommitLog

@Suite struct SpaceStateTests {
    @Test func deletedSegmentsJoinAndTheOldestMovesOn() {
        var space = SpaceState()
        space.delete(200..<300)
        space.delete(400..<500)
        #expect(space.firstPosition == 0)
        #expect(space.gaps == [200..<300, 400..<500])
        space.delete(300..<400)
        #expect(space.gaps == [200..<500])
        #expect(space.end(ofGapAt: 200) == 500)
        #expect(space.end(ofGapAt: 100) == 100)
        space.delete(0..<100)
        #expect(space.firstPosition == 100)
        space.delete(100..<200)
        #expect(space.firstPosition == 500)
        #expect(space.gaps.isEmpty)
        #expect(space.isDeleted(499) && !space.isDeleted(500))
    }

    private func fullState() throws -> LogState {
        var state = LogState()
        try state.add(
            TopicDefinition(id: 1, name: "a", uuid: LogUUID(high: 1, low: 2), partitions: [0, 1], properties: [:])
        )
        var index = PartitionIndex()
        index.highWatermark = 100
        try state.setPartition(1, index)
        var body = SpaceBody()
        body.starts = [(1, 4)]
        body.deleted = [0..<4096, 8192..<9000]
        body.retention = [(1, TopicRetention(milliseconds: 5, bytes: TopicRetention.unlimited))]
        try state.apply(body)
        state.space.scrubPosition = 77
        for (first, last) in [(4, 9), (20, 30)] as [(Int64, Int64)] {
            state.partition(1)?.index.withLock {
                $0.relocatedRanges.insert(
                    RelocatedRange(
                        firstOffset: first,
                        lastOffset: last,
                        segment: 9000,
                        appendTime: 6,
                        maxTimestamp: 7,
                        bytes: 8
                    )
                )
            }
        }
        return state
    }

    private func bytes(_ state: LogState) -> [UInt8] {
        var writer = ByteWriter()
        state.write(into: &writer)
        return Array(writer.bytes)
    }

    @Test func stateKeepsWhatWasGivenUp() throws {
        let state = try fullState()
        let written = bytes(state)
        let back = try written.withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes)
            return try LogState(stateBody: &cursor)
        }
        #expect(back.space == state.space)
        #expect(
            back.partition(1)?.index.withLock { $0.relocatedRanges }
                == state.partition(1)?.index.withLock { $0.relocatedRanges })
        #expect(back.partition(1)?.index.withLock { $0.logStartOffset } == 4)
        #expect(bytes(back) == written)
    }

    @Test func aLogThatGaveNothingUpHasNoSectionOfIt() throws {
        var state = LogState()
        try state.add(
            TopicDefinition(id: 1, name: "a", uuid: LogUUID(high: 1, low: 2), partitions: [0], properties: [:])
        )
        #expect(!state.hasSpace)
        var body = SpaceBody()
        body.retention = [(1, TopicRetention(milliseconds: 5))]
        try state.apply(body)
        #expect(state.hasSpace)
        body.retention = [(1, TopicRetention())]
        try state.apply(body)
        #expect(!state.hasSpace)
    }

    @Test func mutatedAndShortenedBytesNeverTrap() throws {
        let written = bytes(try fullState())
        for index in written.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var mutated = written
                mutated[index] = value
                mutated.withUnsafeBytes { bytes in
                    var cursor = ByteCursor(bytes)
                    _ = try? LogState(stateBody: &cursor)
                }
            }
            Array(written[..<index]).withUnsafeBytes { bytes in
                var cursor = ByteCursor(bytes)
                _ = try? LogState(stateBody: &cursor)
            }
        }
    }

    @Test func aStartNeitherGoesBackNorBeyondTheEnd() {
        var index = PartitionIndex()
        index.highWatermark = 10
        index.moveStart(to: 4)
        index.moveStart(to: 3)
        #expect(index.logStartOffset == 4)
        index.moveStart(to: 99)
        #expect(index.logStartOffset == 10)
    }

    @Test func aSpaceFrameIsReadBackAndCutAtEveryByteRefused() throws {
        var body = SpaceBody()
        body.starts = [(1, 4), (2, .max)]
        body.deleted = [0..<8]
        body.retention = [(9, TopicRetention(milliseconds: nil, bytes: 3))]
        var writer = ByteWriter()
        body.write(into: &writer)
        let written = Array(writer.bytes)
        func read(_ bytes: [UInt8]) -> SpaceBody? {
            bytes.withUnsafeBytes { bytes in
                var cursor = ByteCursor(bytes)
                return try? SpaceBody(&cursor)
            }
        }
        #expect(read(written) == body)
        for length in 0..<written.count { #expect(read(Array(written[..<length])) == nil) }
    }
}
