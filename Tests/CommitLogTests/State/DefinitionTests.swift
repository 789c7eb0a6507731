import Synchronization
import Testing
import Threads

@testable import CommitLog

@Suite struct DefinitionTests {
    @Test func theSameTopicAgainIsTheSameTopic() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        let first = try log.createTopic(name: "a.b", partitions: 4, properties: ["key": "primary"])
        let second = try log.createTopic(name: "other", partitions: 2)
        #expect(try log.createTopic(name: "a.b", partitions: 4, properties: ["key": "primary"]) == first)
        #expect(first.partitions == [0, 1, 2, 3])
        #expect(second.partitions == [4, 5])
        #expect(log.topics() == [first, second])
        log.close()
    }

    @Test func anotherShapeOfATopicIsRefused() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        _ = try log.createTopic(name: "a", partitions: 4, properties: ["key": "primary"])
        for (partitions, key) in [(5, "primary"), (4, "table")] {
            #expect { try log.createTopic(name: "a", partitions: partitions, properties: ["key": key]) } throws: {
                ($0 as? CommitLogError)?.code == .topicMismatch
            }
        }
        log.close()
    }

    @Test(arguments: ["", ".", "..", "a b", "ä", String(repeating: "x", count: 250)])
    func namesThatKafkaRefusesAreRefused(name: String) throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        #expect { try log.createTopic(name: name, partitions: 1) } throws: {
            ($0 as? CommitLogError)?.code == .invalidArgument
        }
        log.close()
    }

    @Test(arguments: [0, -1, 100_001]) func impossibleNumbersOfPartitionsAreRefused(count: Int) throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        #expect { try log.createTopic(name: "a", partitions: count) } throws: {
            ($0 as? CommitLogError)?.code == .invalidArgument
        }
        log.close()
    }

    @Test func sourcesKeepTheirNumbers() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk)
        #expect(try log.registerSource(named: "x") == 1)
        #expect(try log.registerSource(named: "y") == 2)
        #expect(log.sourceState(1) == nil)
        log.close()
        let again = try CommitLog.openTest(disk)
        #expect(try again.registerSource(named: "y") == 2)
        #expect(try again.registerSource(named: "z") == 3)
        again.close()
    }

    @Test func groupOffsetsSurviveAndTheLastCommitCounts() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk)
        let partitions = try log.makeTopic(partitions: 2)
        func commit(_ group: String, _ entries: [GroupOffset]) throws {
            let result = ConditionLock<Result<Void, CommitLogError>?>(nil)
            log.commitOffsets(group: group, entries: entries) { answer in
                result.withLock { $0 = answer }
                result.signal()
            }
            try result.whenReady({ $0 != nil }) { $0 }?.get()
        }
        try commit("g", [GroupOffset(partition: partitions[0], offset: 5)])
        try commit(
            "g",
            [
                GroupOffset(partition: partitions[1], offset: 1),
                GroupOffset(partition: partitions[0], offset: 6, leaderEpoch: 0, metadata: "note"),
            ]
        )
        try commit("gone", [GroupOffset(partition: partitions[0], offset: 5)])
        log.deleteGroup("gone") { _ in }
        #expect(throws: CommitLogError.self) { try commit("g", [GroupOffset(partition: 99, offset: 0)]) }
        log.close()
        let again = try CommitLog.openTest(disk)
        #expect(again.groups() == ["g"])
        #expect(
            again.groupOffsets("g") == [
                GroupOffset(partition: partitions[0], offset: 6, leaderEpoch: 0, metadata: "note"),
                GroupOffset(partition: partitions[1], offset: 1),
            ]
        )
        again.close()
    }
}
