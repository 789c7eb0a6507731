import Glibc
import RecordBatch
import Testing

@testable import Bridge

@Suite struct FrameCompressorTests {
    func builder(_ value: String) -> RecordBatchBuilder {
        let builder = RecordBatchBuilder()
        Array(value.utf8).withUnsafeBytes { builder.append(timestampMilliseconds: 1, key: nil, value: $0) }
        return builder
    }

    /// Waits at most ten seconds.
    func eventually(_ condition: () -> Bool) -> Bool {
        for _ in 0..<10_000 {
            if condition() { return true }
            usleep(1000)
        }
        return false
    }

    @Test func appendedFollowsWhatTheLogWasGiven() throws {
        let scene = try CompressorScene()
        let compressor = scene.compressor
        #expect(compressor.appended == CompressorScene.checkpoint(4))
        try compressor.push(builder("a"), of: scene.partitions[0])
        try compressor.endFrame(CompressorScene.checkpoint(10))
        #expect(compressor.appended.position == 4, "nothing has run yet")
        scene.start()
        #expect(eventually { compressor.appended == CompressorScene.checkpoint(10) })
        try compressor.push(builder("b"), of: scene.partitions[0])
        try compressor.endFrame(CompressorScene.checkpoint(20))
        scene.finish()
        #expect(compressor.appended == CompressorScene.checkpoint(20) && compressor.failure == nil)
        #expect(try scene.values() == [["a", "b"], [], []])
    }

    @Test func appendedJoinsTheGTIDsOfAllFrames() throws {
        let scene = try CompressorScene()
        scene.start()
        var checkpoint = SourceCheckpoint(mode: .file, file: "", position: 1, identity: "s")
        checkpoint.mode = .mariadbGTID
        checkpoint.generation = 2
        for gtid in ["0-1-5,1-1-1", "0-1-6", "2-1-1"] {
            checkpoint.gtid = gtid
            try scene.compressor.endFrame(checkpoint)
        }
        scene.finish()
        #expect(scene.compressor.appended.gtid == "0-1-6,1-1-1,2-1-1")
        #expect(try scene.temporary.checkpoint(of: scene.source) == scene.compressor.appended)
    }

    @Test func aPushTakesTheRecordsOutOfTheBuilder() throws {
        let scene = try CompressorScene()
        let one = builder("a")
        try scene.compressor.push(one, of: scene.partitions[0])
        #expect(one.isEmpty)
    }

    @Test func aTransactionOverItsLimitIsNamedAndNothingOfItAppears() throws {
        let scene = try CompressorScene(.test(transactionBytesMax: 3000))
        let compressor = scene.compressor
        try compressor.push(builder("whole"), of: scene.partitions[0])
        try compressor.endFrame(CompressorScene.checkpoint(10))
        for _ in 0..<4 {
            try compressor.push(builder(String(repeating: "x", count: 900)), of: scene.partitions[1])
        }
        try compressor.endFrame(CompressorScene.checkpoint(20))
        try compressor.push(builder("after"), of: scene.partitions[2])
        try compressor.endFrame(CompressorScene.checkpoint(30))
        scene.start()
        #expect(eventually { compressor.failure != nil })
        let failure = try #require(compressor.failure)
        #expect(failure.what == "a transaction takes more than transaction_bytes_max = 3000 bytes compressed")
        #expect(failure.remedy.contains("raise transaction_bytes_max") && !failure.isRetriable)
        let late = #expect(throws: BridgeError.self) { try compressor.push(builder("x"), of: scene.partitions[0]) }
        #expect(late?.what == failure.what)
        #expect(throws: BridgeError.self) { try compressor.endFrame(CompressorScene.checkpoint(40)) }
        scene.finish()
        #expect(scene.failureCalls == 1)
        #expect(try scene.values() == [["whole"], [], []])
        #expect(compressor.appended == CompressorScene.checkpoint(10))
        #expect(try scene.temporary.checkpoint(of: scene.source) == CompressorScene.checkpoint(10))
    }

    @Test func aTransactionLargerThanAPartIsSeenAsAWholeAtItsEnd() throws {
        let scene = try CompressorScene(.test(inParts: true))
        let compressor = scene.compressor
        scene.start()
        for value in ["a", "b", "c"] { try compressor.push(builder(value), of: scene.partitions[0]) }
        try compressor.push(builder("d"), of: scene.partitions[1])
        #expect(eventually { compressor.isFree && scene.log.statistics.frames > 6 })
        #expect(try scene.values() == [[], [], []] && compressor.appended.position == 4)
        try compressor.endFrame(CompressorScene.checkpoint(10))
        #expect(eventually { scene.log.partitionState(scene.partitions[1])?.highWatermark == 1 })
        #expect(try scene.values() == [["a", "b", "c"], ["d"], []])
        #expect(try scene.temporary.checkpoint(of: scene.source) == CompressorScene.checkpoint(10))
        scene.finish()
    }

    @Test func whatIsDiscardedGoesFromTheLogAndItsOffsetsAreGivenAgain() throws {
        let scene = try CompressorScene(.test(inParts: true))
        let compressor = scene.compressor
        scene.start()
        for value in ["a", "b"] { try compressor.push(builder(value), of: scene.partitions[0]) }
        compressor.discardFrame()
        try compressor.push(builder("c"), of: scene.partitions[0])
        try compressor.endFrame(CompressorScene.checkpoint(10))
        // The end of the connection, within a transaction.
        try compressor.push(builder("d"), of: scene.partitions[0])
        #expect(eventually { compressor.isFree })
        scene.finish()
        #expect(try scene.values() == [["c"], [], []])
        let again = try scene.temporary.reopened()
        #expect(try again.records(scene.partitions[0]).map(\.offset) == [0])
    }

    @Test func theLimitOfATransactionCountsAllItsParts() throws {
        let scene = try CompressorScene(.test(transactionBytesMax: 3000, inParts: true))
        scene.start()
        let long = String(repeating: "x", count: 900)
        for _ in 0..<4 { _ = try? scene.compressor.push(builder(long), of: scene.partitions[1]) }
        #expect(eventually { scene.compressor.failure?.what.contains("transaction_bytes_max = 3000") == true })
        scene.finish()
        #expect(try scene.values() == [[], [], []])
    }

    @Test func aLogThatIsClosedIsAFailure() throws {
        let scene = try CompressorScene()
        scene.start()
        scene.log.close()
        try scene.compressor.endFrame(CompressorScene.checkpoint(10))
        #expect(eventually { scene.compressor.failure != nil && scene.failureCalls == 1 })
        #expect(scene.compressor.appended == CompressorScene.checkpoint(4))
    }

    @Test func itIsFreeOnceEverythingIsDoneAndSaysSo() throws {
        let scene = try CompressorScene()
        let compressor = scene.compressor
        #expect(eventually { compressor.isFree })
        try compressor.push(builder("a"), of: scene.partitions[0])
        #expect(!compressor.isFree && scene.freeCalls == 0)
        scene.start()
        // A batch alone is compressed and the log's writer has nothing to do: the call is certain.
        #expect(eventually { compressor.isFree && scene.freeCalls == 1 })
        try compressor.endFrame(CompressorScene.checkpoint(10))
        #expect(eventually { compressor.isFree && compressor.appended != CompressorScene.checkpoint(4) })
    }

    @Test func tooMuchWaitingHoldsTheDecoder() throws {
        let scene = try CompressorScene(.test(bufferBytesMax: 1000, frameBytesTarget: 100))
        let (compressor, partition) = (scene.compressor, scene.partitions[0])
        let long = String(repeating: "x", count: 600)
        try compressor.push(builder(long), of: partition)
        let push = Watched { [builder] in (try? compressor.push(builder(long), of: partition)) != nil }
        #expect(push.isBlocked)
        scene.start()
        #expect(push.value() == true)
        try compressor.endFrame(CompressorScene.checkpoint(10))
        scene.finish()
        #expect(try scene.values() == [[long, long], [], []])
    }
}
