import Bytes
import Testing

@testable import CommitLog

@Suite struct StateBodyTests {
    private func fullState() throws -> LogState {
        var state = LogState()
        var source = SourceRecord(id: 1, name: "trade")
        source.state = [1, 2, 3]
        try state.add(source)
        try state.add(
            TopicDefinition(
                id: 1,
                name: "a",
                uuid: LogUUID(high: 1, low: 2),
                partitions: [0, 1],
                properties: ["k": "v", "b": ""]
            )
        )
        var index = PartitionIndex()
        index.highWatermark = 9
        index.logStartOffset = 4
        index.epochs = [LeaderEpochStart(epoch: 0, startOffset: 0), LeaderEpochStart(epoch: 3, startOffset: 5)]
        try state.setPartition(1, index)
        state.apply(.commit(group: "g", [GroupOffset(partition: 1, offset: 7, leaderEpoch: 3, metadata: "m")]))
        return state
    }

    private func bytes(_ state: LogState) -> [UInt8] {
        var writer = ByteWriter()
        state.write(into: &writer)
        return Array(writer.bytes)
    }

    private func read(_ bytes: [UInt8]) -> LogState? {
        bytes.withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes)
            return try? LogState(stateBody: &cursor)
        }
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let state = try fullState()
        let written = bytes(state)
        let back = try #require(read(written))
        #expect(bytes(back) == written)
        #expect(back.topic(named: "a") == state.topic(named: "a"))
        #expect(back.groups == state.groups)
        #expect(back.source(1)?.state == [1, 2, 3])
        #expect(back.partition(1)?.index.withLock { $0.epochs.count } == 2)
    }

    @Test func aStateCutAtAnyByteIsNeverReadAsTheWhole() throws {
        let written = bytes(try fullState())
        for length in 0..<written.count {
            if let part = read(Array(written[..<length])) { #expect(bytes(part) != written) }
        }
    }

    @Test func mutatedBytesNeverTrap() throws {
        let written = bytes(try fullState())
        for index in written.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var mutated = written
                mutated[index] = value
                _ = read(mutated)
            }
        }
    }
}
