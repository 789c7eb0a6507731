import Testing
import Threads

@testable import CommitLog

@Suite struct MoveWatchTests {
    @Test func `a watched partition is named once when it moves, others never`() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        let partitions = try log.makeTopic(partitions: 3)
        let told = ConditionLock<[[PartitionID]]>([])
        let token = log.onMove { moved in told.withLock { $0.append(moved) } }
        #expect(!log.watch([partitions[0], partitions[2]].map { KnownPartition(id: $0, highWatermark: 0) }))
        try log.appendAndWait(partitions[1])
        #expect(told.withLock { $0 } == [])
        try log.appendAndWait(partitions[2])
        try log.appendAndWait(partitions[2])
        try log.appendAndWait(partitions[0])
        log.close()
        #expect(told.withLock { $0 } == [[partitions[2]], [partitions[0]]])
        log.removeMove(token)
    }

    @Test func `who comes too late is told at once`() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        let partitions = try log.makeTopic(partitions: 2)
        try log.appendAndWait(partitions[1])
        let known = partitions.map { KnownPartition(id: $0, highWatermark: 0) }
        #expect(log.watch(known))
        #expect(!log.watch([known[0], KnownPartition(id: partitions[1], highWatermark: 1)]))
        #expect(!log.watch([KnownPartition(id: 1_000, highWatermark: 0)]), "a partition that is not there never moves")
        log.close()
    }

    @Test func `nobody is told of a chain before its end`() throws {
        let scene = try ChainScene()
        let told = ConditionLock<[PartitionID]>([])
        let token = scene.log.onMove { moved in told.withLock { $0 += moved } }
        #expect(!scene.log.watch(ChainScene.partitions.map { KnownPartition(id: $0, highWatermark: 0) }))
        try scene.part([(0, [1]), (1, [2])])
        try scene.part([(0, [3])])
        try scene.settle()
        #expect(told.withLock { $0 } == [])
        try scene.end(checkpoint: [7], [(1, [4])])
        try scene.settle()
        scene.log.close()
        #expect(told.withLock { $0.sorted() } == [0, 1])
        scene.log.removeMove(token)
    }
}
