import Bytes
import Testing

@testable import CommitLog

/// Definitions of a source's tables live in the log beside its position.
@Suite struct SchemaFrameTests {
    private func append(
        _ log: CommitLog, _ source: SourceID, _ checkpoint: [UInt8], _ definitions: [(String, [UInt8])],
        partition: PartitionID? = nil
    ) throws {
        try log.settled {
            var frame = log.makeFrame()
            frame.source = source
            frame.writeCheckpoint(definitions: definitions.map { (key: $0.0, value: $0.1) }) { $0.append(checkpoint) }
            if let partition {
                let batch = makeBatch()
                batch.withUnsafeBytes {
                    frame.appendBatch(partition: partition, recordCount: 1, maxTimestamp: 0, bytes: $0)
                }
            }
            try log.append(frame)
        }
    }

    @Test func aFrameCarriesRecordsPositionAndDefinitionsTogether() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk)
        let partition = try log.makeTopic()[0]
        let source = try log.settled { try log.registerSource(named: "s") }
        try append(log, source, [7], [("a", [1, 2]), ("b", [3])], partition: partition)
        try append(log, source, [8], [("a", [9]), ("b", [])])
        #expect(log.sourceDefinitions(source) == ["a": [9]])
        #expect(log.sourceState(source) == [7, 8])
        #expect(log.partitionState(partition)?.highWatermark == 1)
        log.close()
        let again = try CommitLog.openTest(disk)
        #expect(again.sourceDefinitions(source) == ["a": [9]])
        #expect(again.sourceState(source) == [7, 8])
        #expect(again.sourceDefinitions(source + 1).isEmpty)
        again.close()
    }

    @Test func theNewestSegmentAloneStillHasThem() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, segmentBytes: 16 << 10)
        let source = try log.settled { try log.registerSource(named: "s") }
        for index in 0..<12 { try append(log, source, [1], [("t\(index)", [UInt8](repeating: 1, count: 4000))]) }
        #expect(log.statistics.segments > 2)
        log.close()
        let again = try CommitLog.openTest(disk, segmentBytes: 16 << 10)
        #expect(again.sourceDefinitions(source).count == 12)
        again.close()
    }

    @Test func aStateWithoutDefinitionsIsWrittenAsBefore() throws {
        var writer = ByteWriter()
        LogState().write(into: &writer)
        var cursor = ByteCursor(writer.bytes)
        var tags: [UInt16] = []
        while !cursor.isAtEnd {
            tags.append(try cursor.u16le())
            try cursor.skip(2)
            try cursor.skip(Int(try cursor.u32le()))
        }
        #expect(tags == [1, 2, 3, 4])
    }

    @Test func definitionsOfAnUnknownSourceAreCorruption() throws {
        var state = LogState()
        var writer = ByteWriter()
        SchemaBody.write([(key: "k", value: [1])], into: &writer) { $0.append([5]) }
        let bytes = Array(writer.bytes)
        #expect(throws: CommitLogError.self) {
            try bytes.withUnsafeBytes {
                try state.apply(
                    .schema, source: 9, body: $0, changes: UnsafeRawBufferPointer(start: nil, count: 0),
                    merging: Concatenation(), position: 0)
            }
        }
    }

    @Test func aBodyCutAnywhereThrows() throws {
        var writer = ByteWriter()
        SchemaBody.write([(key: "key", value: [1, 2, 3])], into: &writer) { $0.append([5, 6]) }
        let bytes = Array(writer.bytes)
        for length in 0..<bytes.count {
            #expect(throws: BytesError.self) {
                try bytes[..<length].withUnsafeBytes {
                    var cursor = ByteCursor($0)
                    _ = try SchemaBody(&cursor)
                }
            }
        }
    }
}
