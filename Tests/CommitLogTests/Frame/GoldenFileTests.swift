import Bytes
import Glibc
import Testing

@testable import CommitLog

/// The format is frozen: these files were written once and are compared byte by byte. A change that breaks this test
/// breaks every log on every disk; it needs a new format version, not a new file.
@Suite struct GoldenFileTests {
    private static let directory =
        String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.endIndex)) + "/../Fixtures/"

    private func fixture(_ name: String) throws -> [UInt8] {
        let file = try PosixFileSystem().open(Self.directory + name, create: false)
        let length = try file.length()
        var bytes = [UInt8](repeating: 0, count: length)
        let count = try bytes.withUnsafeMutableBytes { try file.readAll(into: $0, at: 0) }
        #expect(count == length)
        return bytes
    }

    /// Every kind of frame that this version writes, over two segments.
    private func writeGoldenLog(_ disk: SimulatedDisk) throws {
        let log = try CommitLog.openTest(disk, segmentBytes: 6144)
        let topic = try log.settled {
            try log.createTopic(
                name: "trade.notify.orders",
                partitions: 2,
                properties: ["format": "debezium", "key": "primary"]
            )
        }
        let source = try log.settled { try log.registerSource(named: "trade") }
        try log.appendAndWait(
            topic.partitions[1],
            records: 2,
            payload: Array("payload".utf8),
            timestamp: 1_700_000_000_123,
            source: source,
            checkpoint: Array("position".utf8)
        )
        try log.settled {
            var frame = log.makeFrame()
            frame.source = source
            frame.writeCheckpoint { $0.append("+1") }
            try log.append(frame)
        }
        try log.settled {
            log.commitOffsets(
                group: "readers",
                entries: [GroupOffset(partition: topic.partitions[1], offset: 2, leaderEpoch: 0, metadata: "m")]
            ) { _ in }
        }
        // One that fills the rest of the segment, and one for which there is no room.
        try log.appendAndWait(topic.partitions[0], payload: [UInt8](repeating: 0x5A, count: 700))
        // STATE, the frame, its mark.
        try log.settled(frames: 3) { try log.append(topic.partitions[1], payload: [0xFF]) }
        log.close()
    }

    @Test func todaysWriterWritesTheGoldenBytes() throws {
        let disk = SimulatedDisk()
        try writeGoldenLog(disk)
        let paths = disk.segmentPaths
        #expect(paths.count == 2)
        for (number, path) in paths.enumerated() {
            let name = "version-1-segment-\(number).bin"
            if getenv("LEAT_WRITE_FIXTURES") != nil {
                let file = try PosixFileSystem().open(Self.directory + name, create: true)
                try disk.bytes(path).withUnsafeBytes { try file.writeAll([$0], at: 0) }
            }
            #expect(try fixture(name) == disk.bytes(path), "\(name)")
        }
    }

    @Test func theGoldenLogIsReadAsItWasMeant() throws {
        let disk = SimulatedDisk()
        let first = try fixture("version-1-segment-0.bin")
        disk.put("d/log/00000000000000000000.segment", first)
        let start = UInt64(first.count)
        disk.put("d/log/" + Segment.name(start: start), try fixture("version-1-segment-1.bin"))
        let log = try CommitLog.openTest(disk)
        let topic = try #require(log.topic(named: "trade.notify.orders"))
        #expect(topic.id == 1 && topic.partitions == [0, 1])
        #expect(topic.properties == ["format": "debezium", "key": "primary"])
        #expect(log.uuid.description == "ASNFZ4mrze8AAAAAAAAAAQ")
        #expect(log.sourceState(1) == Array("position+1".utf8))
        #expect(
            log.groupOffsets("readers") == [GroupOffset(partition: 1, offset: 2, leaderEpoch: 0, metadata: "m")]
        )
        #expect(try log.contents(1).map(\.payload) == [Array("payload".utf8), [0xFF]])
        #expect(try log.contents(1).map(\.offset) == [0, 2])
        #expect(try log.offset(partition: 1, atOrAfter: 1_700_000_000_000)?.offset == 0)
        log.close()
    }

    @Test func theFirstFrameLiesAsTheDesignDrawsIt() throws {
        let bytes = try fixture("version-1-segment-0.bin")
        #expect(bytes.prefix(8).elementsEqual("LEATSEG1".utf8))
        #expect(Array(bytes[8..<10]) == [1, 0])
        #expect(Array(bytes[16..<32]) == [1, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0, 0, 0, 0, 0, 0, 0, 1])
        let frame = Array(bytes[4096...])
        #expect(frame.prefix(4).elementsEqual("LFRM".utf8))
        #expect(frame[12] == 1 && frame[13] == FrameKind.state.rawValue)
        #expect(frame[16] == 1 && frame[24] == 0 && frame[40] == 1)
        // CRC-32C of bytes 12… seeded with that of UUID and position, computed here from scratch.
        let length = Int(frame[4]) | Int(frame[5]) << 8
        var seeded = Array(bytes[16..<32])
        seeded += [0, 0x10, 0, 0, 0, 0, 0, 0]
        seeded += frame[12..<length]
        let crc = seeded.withUnsafeBytes { CRC32C.checksum($0) }
        let stored = frame[8..<12].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        #expect(stored == crc)
    }
}
