import Bytes
import Testing

@testable import CommitLog

@Suite("When a group last gave a sign of life")
struct GroupTimesTests {
    private func commit(_ log: CommitLog, _ group: String, _ entries: [GroupOffset]) async {
        await withCheckedContinuation { done in
            log.commitOffsets(group: group, entries: entries) { _ in done.resume() }
        }
    }

    @Test("each commit is one, even of nothing; restarts and new segments keep the time")
    func timesAreDurable() async throws {
        let (disk, clock) = (SimulatedDisk(), SimulatedClock())
        func open() throws -> CommitLog {
            let configuration = CommitLogConfiguration(
                directory: "d", segmentBytes: 1 << 20, preallocateBytesMax: 0, keeperTickMilliseconds: 0)
            return try CommitLog.open(configuration, merging: Concatenation(), environment: clock.environment(disk))
        }
        var log = try open()
        let partition = try log.createTopic(name: "t", partitions: 1).partitions[0]
        await commit(log, "g", [GroupOffset(partition: partition, offset: 1)])
        await commit(log, "g", [])
        let first = clock.now
        clock.advance(microseconds: 5_000_000)
        await commit(log, "other", [GroupOffset(partition: partition, offset: 1)])
        #expect(log.groupTimes() == ["g": first, "other": first + 5_000_000])
        for _ in 0..<2 {
            log.close()
            log = try open()
            #expect(log.groupTimes() == ["g": first, "other": first + 5_000_000], "from STATE, and from frames")
        }
        clock.advance(microseconds: 5_000_000)
        await commit(log, "g", [])
        await commit(log, "stranger", [])
        #expect(log.groupTimes() == ["g": first + 10_000_000, "other": first + 5_000_000])
        #expect(log.groupOffsets("g").map(\.offset) == [1], "nothing committed changes nothing")
        log.deleteGroup("other") { _ in }
        await commit(log, "g", [])
        log.close()
        log = try open()
        #expect(log.groupTimes() == ["g": first + 10_000_000])
        log.close()
    }

    @Test("groups of a version that kept no times have none until they show themselves")
    func olderState() throws {
        var state = LogState()
        let uuid = LogUUID(high: 1, low: 2)
        try state.add(TopicDefinition(id: 1, name: "t", uuid: uuid, partitions: [0], properties: [:]))
        state.apply(.commit(group: "g", [GroupOffset(partition: 0, offset: 1)]))
        #expect(state.groups["g"] != nil && state.groupTimes.isEmpty)
        state.appendTime = 9
        state.apply(.commit(group: "g", []))
        #expect(state.groupTimes == ["g": 9])
        state.removeOffsets(of: "g") { _ in true }
        #expect(state.groupTimes.isEmpty)
    }

    @Test("a time of a group that has no offsets is no state")
    func strangersTime() throws {
        var state = LogState()
        state.groupTimes = ["ghost": 1]
        state.keepsGroupTimes = true
        var writer = ByteWriter()
        state.write(into: &writer)
        #expect(throws: StateBodyError.self) {
            try Array(writer.bytes).withUnsafeBytes { bytes in
                var cursor = ByteCursor(bytes)
                _ = try LogState(stateBody: &cursor)
            }
        }
    }
}
