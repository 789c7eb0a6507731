import Testing

@testable import CommitLog

@Suite struct BitFlipTests {
    enum Outcome: Hashable {
        /// The log refuses to start.
        case refused
        /// The bit lies in bytes that nobody reads.
        case harmless
        /// The frame above the last durable sequence on record is taken for an interrupted write: the stated limit.
        case cut
    }

    /// Flips every bit of the segment, one at a time: nothing wrong is ever read.
    @Test func everySingleFlippedBitIsRefusedHarmlessOrAboveTheLastDurableSequence() throws {
        let (disk, partition) = try TornTailTests.smallLog()
        let path = disk.segmentPaths[0]
        let whole = disk.bytes(path)
        let frames = try disk.frames()
        let good = try disk.scan()
        let lastMark = try #require(frames.last)
        var outcomes: [Outcome: Int] = [:]
        for byte in whole.indices {
            // A cheaper pass over the header's 4028 zeros, which are all alike.
            if byte > 80 && byte < SegmentHeader.size && byte % 64 != 0 { continue }
            for bit in 0..<8 {
                var bytes = whole
                bytes[byte] ^= 1 << UInt8(bit)
                var outcome = Outcome.refused
                do {
                    let scan = try SimulatedDisk.with(segment: bytes, like: disk).scan()
                    if scan.endPosition == good.endPosition {
                        outcome = .harmless
                        #expect(byte >= 68 && byte < SegmentHeader.size, "byte \(byte) bit \(bit) changed nothing")
                    } else {
                        outcome = .cut
                        // Only the final mark is not vouched for by a later frame.
                        #expect(scan.endPosition == lastMark.position, "byte \(byte) bit \(bit)")
                    }
                    let index = try #require(scan.state.partition(partition)?.index.withLock { $0 })
                    #expect(index.highWatermark == 6 && index.entries.count == 3)
                    #expect(scan.state.source(1)?.state == [1, 2, 3])
                } catch let error as CommitLogError {
                    #expect(error.code == .corruption || error.code == .unsupported)
                }
                outcomes[outcome, default: 0] += 1
            }
        }
        #expect(outcomes[.cut] == FrameHeader.size * 8)
        #expect(outcomes[.refused, default: 0] > 1000)
        #expect(outcomes[.harmless, default: 0] > 100)
    }
}
