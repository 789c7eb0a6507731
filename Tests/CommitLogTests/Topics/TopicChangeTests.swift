import Bytes
import Testing
import Threads

@testable import CommitLog

@Suite("Topics made, deleted and grown")
struct TopicChangeTests {
    private let disk = SimulatedDisk()

    private func commit(_ log: CommitLog, _ group: String, _ offsets: [PartitionID: Int64]) throws {
        try answered { done in
            let entries = offsets.map { GroupOffset(partition: $0.key, offset: $0.value) }
            log.commitOffsets(group: group, entries: entries, completion: done)
        }
    }

    private func answered(
        _ operation: (@escaping @Sendable (Result<Void, CommitLogError>) -> Void) -> Void
    ) throws {
        let answer = ConditionLock<Result<Void, CommitLogError>?>(nil)
        operation { result in
            answer.withLock { $0 = result }
            answer.signal()
        }
        try answer.whenReady({ $0 != nil }) { $0 }?.get()
    }

    private func code(_ body: () throws -> Void) -> CommitLogError.Code? {
        do { try body() } catch { return (error as? CommitLogError)?.code }
        return nil
    }

    @Test func aDeletedTopicIsGoneWithItsRecordsAndOffsets() throws {
        let log = try CommitLog.openTest(disk)
        let kept = try log.makeTopic(name: "kept", partitions: 1)
        let gone = try log.makeTopic(name: "gone", partitions: 2, retention: TopicRetention(bytes: 5))
        for id in kept.partitions + gone.partitions { try log.appendAndWait(id) }
        try commit(log, "both", [kept.partitions[0]: 1, gone.partitions[0]: 1])
        try commit(log, "one", [gone.partitions[1]: 1])
        try log.deleteTopic(named: "gone")
        func check(_ log: CommitLog) throws {
            #expect(log.topics() == [kept] && log.topic(named: "gone") == nil)
            for id in gone.partitions {
                #expect(log.partitionState(id) == nil)
                var slices: [BatchSlice] = []
                #expect(code { try log.read(partition: id, from: 0, maxBytes: 1, into: &slices) } == .notFound)
                #expect(code { try log.append(id) } == .notFound)
                #expect(code { try log.deleteRecords(partition: id, before: 0) } == .notFound)
                #expect(code { try commit(log, "both", [id: 1]) } == .notFound)
                #expect(try log.offset(partition: id, atOrAfter: 0) == nil)
            }
            #expect(log.groups() == ["both"])
            #expect(log.groupOffsets("both").map(\.partition) == kept.partitions)
            #expect(try log.contents(kept.partitions[0]).count == 1)
            #expect(log.storedRetention(topic: "gone") == nil)
        }
        try check(log)
        #expect(code { try log.deleteTopic(named: "gone") } == .notFound)
        log.close()
        for _ in 0..<2 {
            let again = try CommitLog.openTest(disk)
            try check(again)
            again.close()
        }
    }

    @Test func aTopicOfTheSameNameBeginsAnew() throws {
        var log = try CommitLog.openTest(disk)
        let first = try log.makeTopic(name: "t", partitions: 1)
        try log.appendAndWait(first.partitions[0], records: 3)
        try log.deleteTopic(named: "t")
        let second = try log.makeTopic(name: "t", partitions: 2)
        #expect(second.id > first.id && second.uuid != first.uuid)
        #expect(Set(second.partitions).isDisjoint(with: first.partitions))
        #expect(log.partitionState(second.partitions[0])?.highWatermark == 0)
        try log.appendAndWait(second.partitions[1], payload: [9])
        log.close()
        log = try CommitLog.openTest(disk)
        #expect(log.topics() == [second])
        #expect(try log.contents(second.partitions[1]).map(\.payload) == [[9]])
        // Numbers are not given twice, not even when the last topic is gone.
        try log.deleteTopic(named: "t")
        log.close()
        log = try CommitLog.openTest(disk)
        let third = try log.makeTopic(name: "t", partitions: 1)
        #expect(third.id > second.id && third.partitions[0] > second.partitions[1])
        log.close()
    }

    @Test func aTopicThatIsToBeNewMustNotBeThere() throws {
        let log = try CommitLog.openTest(disk)
        _ = try log.makeTopic(name: "t", partitions: 1)
        #expect(code { _ = try log.makeTopic(name: "t", partitions: 1) } == .topicExists)
        #expect(code { _ = try log.makeTopic(name: "u", partitions: 0) } == .invalidArgument)
        #expect(code { _ = try log.makeTopic(name: "u v", partitions: 1) } == .invalidArgument)
        #expect(log.topics().count == 1)
        log.close()
    }

    @Test func aTopicIsMadeTogetherWithItsRetention() throws {
        let log = try CommitLog.openTest(disk)
        let limits = TopicRetention(milliseconds: 5, bytes: TopicRetention.unlimited)
        let topic = try log.makeTopic(name: "t", partitions: 1, retention: limits)
        #expect(log.storedRetention(topic: "t") == limits)
        log.close()
        let again = try CommitLog.openTest(disk)
        #expect(again.storedRetention(topic: "t") == limits && again.topics() == [topic])
        again.close()
    }

    @Test func aGrownTopicKeepsItsPartitionsAndGetsNewOnes() throws {
        var log = try CommitLog.openTest(disk)
        let small = try log.makeTopic(name: "t", partitions: 1, properties: TopicDefinition.madeByClient)
        _ = try log.makeTopic(name: "between", partitions: 1)
        try log.appendAndWait(small.partitions[0], payload: [1])
        let grown = try log.growTopic(named: "t", to: 3)
        #expect(grown.partitions == [0, 2, 3] && grown.uuid == small.uuid && grown.isMadeByClient)
        try log.appendAndWait(3, payload: [2])
        #expect(code { _ = try log.growTopic(named: "t", to: 3) } == .invalidArgument)
        #expect(code { _ = try log.growTopic(named: "t", to: 200_000) } == .invalidArgument)
        #expect(code { _ = try log.growTopic(named: "nosuch", to: 3) } == .notFound)
        for _ in 0..<2 {
            log.close()
            log = try CommitLog.openTest(disk)
            #expect(log.topic(named: "t") == grown)
            #expect(try log.contents(0).map(\.payload) == [[1]])
            #expect(try log.contents(3).map(\.payload) == [[2]])
        }
        log.close()
    }

    @Test func offsetsOfSinglePartitionsAreForgotten() throws {
        let log = try CommitLog.openTest(disk)
        let ids = try log.makeTopic(name: "t", partitions: 3).partitions
        try commit(log, "g", [ids[0]: 0, ids[1]: 0, ids[2]: 0])
        try answered { log.deleteOffsets(group: "g", partitions: [ids[1], 99], completion: $0) }
        #expect(log.groupOffsets("g").map(\.partition) == [ids[0], ids[2]])
        #expect(
            code { try answered { log.deleteOffsets(group: "h", partitions: [ids[0]], completion: $0) } } == .notFound)
        log.close()
        let again = try CommitLog.openTest(disk)
        #expect(again.groupOffsets("g").map(\.partition) == [ids[0], ids[2]])
        try answered { again.deleteOffsets(group: "g", partitions: ids, completion: $0) }
        #expect(again.groups().isEmpty)
        again.close()
    }

    /// A frame that was on its way when the topic went is of no harm, here and after a restart.
    @Test func recordsThatComeTooLateAreNobodys() throws {
        let log = try CommitLog.openTest(disk)
        let topic = try log.makeTopic(name: "t", partitions: 1)
        let other = try log.makeTopic(name: "u", partitions: 1)
        try log.appendAndWait(topic.partitions[0])
        var frame = log.makeFrame()
        for id in [topic.partitions[0], other.partitions[0]] {
            makeBatch().withUnsafeBytes {
                frame.appendBatch(partition: id, recordCount: 1, maxTimestamp: 0, bytes: $0)
            }
        }
        try log.deleteTopic(named: "t")
        // Past the check, as if it had been made before.
        let storage = frame.storage
        storage.kind = .data
        try log.shared.queue.append(storage)
        #expect(log.waitForWatermark(other.partitions[0], atLeast: 1, milliseconds: 5000))
        log.close()
        for _ in 0..<2 {
            let again = try CommitLog.openTest(disk)
            #expect(again.topics() == [other])
            #expect(try again.contents(other.partitions[0]).count == 1)
            #expect(again.partitionState(topic.partitions[0]) == nil)
            again.close()
        }
        let check = try LogInspection.open(directory: "d", fileSystem: disk).check(merging: Concatenation())
        #expect(check.isWell && check.topics == 1)
    }

    @Test func theSpaceOfADeletedTopicComesBack() throws {
        let scene = try SpaceScene(segmentBytes: 8192)
        let kept = try scene.topic("kept")[0]
        let gone = try scene.log.makeTopic(name: "gone", partitions: 1).partitions[0]
        for _ in 0..<10 {
            try scene.append(kept, bytes: 10)
            for _ in 0..<20 { try scene.log.append(gone, payload: [UInt8](repeating: 1, count: 300)) }
            while scene.log.step() == .worked {}
        }
        scene.log.shared.keeper.runPending()
        let before = scene.fileBytes
        try scene.log.deleteTopic(named: "gone")
        for _ in 0..<3 { try scene.append(kept, bytes: 3000) }
        scene.log.shared.keeper.runPending()
        try scene.apply()
        #expect(scene.fileBytes < before / 2, "\(scene.fileBytes) of \(before) bytes are left")
        try scene.check()
        try scene.reopen(.kill)
        try scene.check()
    }

    @Test func whenNoTopicIsLeftRetentionHasNothingToSay() throws {
        let scene = try SpaceScene(segmentBytes: 8192)
        let gone = try scene.log.makeTopic(name: "gone", partitions: 2).partitions
        for number in 0..<80 { try scene.log.append(gone[number % 2], payload: [UInt8](repeating: 1, count: 300)) }
        while scene.log.step() == .worked {}
        try scene.log.deleteTopic(named: "gone")
        try scene.apply()
        #expect(scene.log.topics().isEmpty && scene.log.statistics.segments == 1)
        try scene.reopen(.kill)
        try scene.apply()
    }
}
