import Bytes
import Testing

@testable import CommitLog

/// STATE's second form of topics.
@Suite struct TopicNumbersTests {
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

    private func topic(_ id: UInt32, _ name: String, _ partitions: [PartitionID]) -> TopicDefinition {
        TopicDefinition(id: id, name: name, uuid: LogUUID(high: 1, low: 2), partitions: partitions, properties: [:])
    }

    private func changedState() throws -> LogState {
        var state = LogState()
        try state.add(topic(1, "a", [0, 1]))
        try state.add(topic(2, "b", [2]))
        try state.apply(.made(topic(3, "c", [3]), TopicRetention(milliseconds: 7)))
        try state.apply(.grown(topic: 2, partitions: [4, 5]))
        try state.apply(.deleted(topic: 1))
        try state.apply(.deleted(topic: 3))
        return state
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let state = try changedState()
        let back = try #require(read(bytes(state)))
        #expect(bytes(back) == bytes(state))
        #expect(back.topics == [topic(2, "b", [2, 4, 5])])
        #expect(back.nextTopicID == 4 && back.nextPartitionID == 6 && back.space.retention.isEmpty)
        #expect((0..<7).map { back.isLiving($0) } == [false, false, true, false, true, true, false])
    }

    @Test func aLogWithoutSuchChangesIsWrittenAsBefore() throws {
        var state = LogState()
        try state.add(topic(1, "a", [0, 1]))
        try state.add(topic(2, "b", [2]))
        // Tag 2, version 1.
        let sections = bytes(state)
        #expect(Array(sections[12..<16]) == [2, 0, 1, 0])
        try state.apply(.deleted(topic: 2))
        #expect(Array(bytes(state)[12..<16]) == [2, 0, 2, 0])
    }

    @Test func mutatedBytesNeverTrap() throws {
        let written = bytes(try changedState())
        for index in written.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var mutated = written
                mutated[index] = value
                _ = read(mutated)
            }
            _ = read(Array(written[..<index]))
        }
    }

    @Test(arguments: [
        TopicChange.made(
            TopicDefinition(
                id: 3, name: "t", uuid: LogUUID(high: 1, low: 2), partitions: [4], properties: ["made_by": "client"]),
            TopicRetention(milliseconds: nil, bytes: 9)),
        .deleted(topic: 7), .grown(topic: 7, partitions: [8, 9]),
    ])
    func aChangeIsReadAsItWasWritten(change: TopicChange) throws {
        var writer = ByteWriter()
        change.write(into: &writer)
        var cursor = ByteCursor(writer.bytes)
        #expect(try TopicChange(&cursor) == change && cursor.isAtEnd)
        for count in 0..<writer.count {
            var part = ByteCursor(UnsafeRawBufferPointer(rebasing: writer.bytes[..<count]))
            #expect(throws: BytesError.self) { try TopicChange(&part) }
        }
    }
}
