import Synchronization
import Testing

@testable import CommitLog

/// Something larger than a frame: visible as a whole, with its source's position, or never.
@Suite struct ChainTests {
    @Test func allPartsBecomeVisibleWithTheEndAndItsCheckpoint() throws {
        let scene = try ChainScene()
        try scene.part([(0, [1]), (1, [2])])
        try scene.part([(0, [3])])
        try scene.settle()
        #expect(try scene.seen() == [[], [], []])
        #expect(scene.log.sourceState(1) == nil && scene.log.statistics.records == 0)
        #expect(try scene.log.offset(partition: 0, atOrAfter: 0) == nil)
        try scene.end(checkpoint: [7], [(1, [4]), (2, [5])])
        try scene.settle()
        #expect(try scene.seen() == [[1, 3], [2, 4], [5]])
        #expect(scene.log.sourceState(1) == [7] && scene.log.statistics.records == 10)
        #expect(try scene.log.offset(partition: 0, atOrAfter: 2)?.offset == 2)
        try scene.data(1, checkpoint: [8], [(0, [6])])
        try scene.settle()
        #expect(try scene.seen() == [[1, 3, 6], [2, 4], [5]])
        scene.log.close()
        let again = try ChainScene(scene.disk)
        #expect(try again.seen() == [[1, 3, 6], [2, 4], [5]])
        #expect(again.log.sourceState(1) == [7, 8])
        #expect(try again.log.offset(partition: 0, atOrAfter: 2)?.offset == 2)
        again.log.close()
        let kinds = try scene.disk.frames().compactMap(\.kind).filter { $0.isOfChain }
        #expect(kinds == [.chainBegin, .chainContinue, .chainEnd])
    }

    @Test func anAbortGivesTheOffsetsBackToOthers() throws {
        let scene = try ChainScene()
        try scene.data(2, checkpoint: [1], [(0, [1])])
        try scene.part([(0, [2]), (1, [3])])
        try scene.part([(2, [4])])
        scene.log.abortChain(source: 1)
        scene.log.abortChain(source: 1)
        try scene.data(2, checkpoint: [2], [(0, [5])])
        try scene.part([(0, [6]), (2, [7])])
        try scene.end(checkpoint: [3])
        try scene.settle()
        let expected: [[UInt8]] = [[1, 5, 6], [], [7]]
        #expect(try scene.seen() == expected)
        #expect(scene.log.sourceState(1) == [3] && scene.log.sourceState(2) == [1, 2])
        #expect(scene.log.statistics.records == 8)
        scene.log.close()
        let again = try ChainScene(scene.disk)
        #expect(try again.seen() == expected)
        again.log.abandon()
    }

    @Test func aChainCarriesDefinitionsAndChangesOfPreparedTransactions() throws {
        let scene = try ChainScene()
        let log = scene.log
        try scene.part([(0, [1])])
        try log.appendPrepared(source: 1, xid: [9], part: 0, bytes: [1, 2])
        var frame = log.makeFrame()
        frame.source = 1
        frame.writeCheckpoint(definitions: [(key: "k", value: [5])]) { $0.append([7] as [UInt8]) }
        frame.putInForce(preparedXID: [9], parts: 1)
        frame.endsChain = true
        try log.append(frame)
        try scene.settle()
        func check(_ log: CommitLog) throws {
            #expect(try ChainScene.seen(log) == [[1], [], []])
            #expect(log.sourceDefinitions(1) == ["k": [5]] && log.sourceState(1) == [7])
            #expect(log.preparedTransactions(of: 1).map(\.xid) == [[9]])
        }
        try check(log)
        log.close()
        let again = try CommitLog.openTest(scene.disk)
        try check(again)
        again.abandon()
    }

    @Test func nothingIsVisibleBeforeTheFdatasyncOfTheEnd() throws {
        let scene = try ChainScene()
        let log = scene.log
        let worst = Atomic<Int64>(0)
        try scene.part([(0, [1])])
        try scene.settle()
        scene.disk.set {
            $0.onSync = {
                let high = log.partitionState(0)?.highWatermark ?? 0
                worst.store(max(high, worst.load(ordering: .relaxed)), ordering: .relaxed)
            }
        }
        try scene.part([(0, [2])])
        try scene.end(checkpoint: [1], [(0, [3])])
        _ = log.waitForWatermark(0, atLeast: 6, milliseconds: 10_000)
        scene.disk.set { $0.onSync = nil }
        #expect(worst.load(ordering: .relaxed) == 0)
        #expect(try scene.seen() == [[1, 2, 3], [], []])
        log.close()
    }

    @Test func aCloseWithinAChainAbortsIt() throws {
        let scene = try ChainScene()
        try scene.part([(0, [1])])
        scene.log.close()
        let kinds = try scene.disk.frames().compactMap(\.kind)
        #expect(kinds.suffix(2) == [.chainAbort, .mark])
        #expect(try scene.disk.scan().isClean)
        let again = try ChainScene(scene.disk)
        try again.part([(0, [2])])
        try again.end(checkpoint: [1])
        try again.settle()
        #expect(try again.seen() == [[2], [], []])
        again.log.close()
    }

    @Test func framesThatDoNotFitAChainAreRefused() throws {
        let scene = try ChainScene()
        let log = scene.log
        func code(_ body: () throws -> Void) -> CommitLogError.Code? {
            do { try body() } catch { return (error as? CommitLogError)?.code }
            return nil
        }
        #expect(code { try scene.end(checkpoint: [1]) } == .invalidArgument)
        #expect(code { try scene.part([]) } == .invalidArgument)
        #expect(code { try scene.part(0, [(0, [1])]) } == .invalidArgument)
        #expect(code { try scene.part(9, [(0, [1])]) } == .invalidArgument)
        #expect(
            code {
                var frame = log.makeFrame()
                frame.source = 1
                makeBatch().withUnsafeBytes {
                    frame.appendBatch(partition: 0, recordCount: 1, maxTimestamp: 0, bytes: $0)
                }
                [UInt8(1)].withUnsafeBytes { frame.setCheckpoint($0) }
                try log.appendPart(frame)
            } == .invalidArgument)
        try scene.part([(0, [1])])
        #expect(code { try scene.data(1, checkpoint: [1], [(2, [1])]) } == .invalidArgument)
        #expect(code { try scene.end(2, checkpoint: [1]) } == .invalidArgument)
        try scene.end(checkpoint: [2])
        try scene.settle()
        #expect(log.failure == nil)
        #expect(try scene.seen() == [[1], [], []])
        log.close()
    }
}
