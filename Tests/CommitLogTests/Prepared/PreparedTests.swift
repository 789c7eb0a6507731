import Testing

@testable import CommitLog

extension CommitLog {
    /// Gives a transaction's parts, without waiting.
    func prepare(_ source: SourceID, _ xid: String, _ parts: [[UInt8]]) throws {
        for (number, bytes) in parts.enumerated() {
            try appendPrepared(source: source, xid: Array(xid.utf8), part: UInt32(number), bytes: bytes)
        }
    }

    /// Appends a frame that changes prepared transactions, with a record in it if a partition is given.
    func change(
        _ source: SourceID,
        checkpoint: UInt8,
        inForce: [(String, UInt32)] = [],
        resolved: [String] = [],
        in partition: PartitionID? = nil
    ) throws {
        var frame = makeFrame()
        frame.source = source
        frame.writeCheckpoint { $0.append(checkpoint) }
        for xid in resolved { frame.resolve(preparedXID: Array(xid.utf8)) }
        for (xid, parts) in inForce { frame.putInForce(preparedXID: Array(xid.utf8), parts: parts) }
        if let partition {
            makeBatch(payload: [checkpoint]).withUnsafeBytes {
                frame.appendBatch(partition: partition, recordCount: 1, maxTimestamp: 0, bytes: $0)
            }
        }
        try append(frame)
    }

    func open(_ source: SourceID) -> [String] {
        preparedTransactions(of: source).map { String(decoding: $0.xid, as: UTF8.self) }
    }

    func preparedBytes(_ source: SourceID, _ xid: String) throws -> [UInt8] {
        let transaction = try #require(preparedTransaction(of: source, xid: Array(xid.utf8)))
        var bytes: [UInt8] = []
        try readPrepared(transaction) { bytes += Array($0) }
        return bytes
    }
}

@Suite struct PreparedTests {
    @Test func whatIsPreparedIsThereAfterARestartAndGoneOnceResolved() throws {
        let disk = SimulatedDisk()
        var log = try CommitLog.openTest(disk)
        let partition = try log.makeTopic()[0]
        let source = try log.registerSource(named: "s")
        try log.prepare(source, "a", [[1, 2], [3]])
        try log.prepare(source, "b", [[]])
        try log.change(source, checkpoint: 1, inForce: [("a", 2), ("b", 1)])
        log.close()
        log = try CommitLog.openTest(disk)
        #expect(log.open(source) == ["a", "b"])
        #expect(try log.preparedBytes(source, "a") == [1, 2, 3])
        #expect(try log.preparedBytes(source, "b") == [])
        #expect(log.sourceState(source) == [1])
        try log.change(source, checkpoint: 2, resolved: ["a"], in: partition)
        log.close()
        #expect(log.open(source) == ["b"])
        log = try CommitLog.openTest(disk)
        #expect(log.open(source) == ["b"])
        #expect(log.sourceState(source) == [1, 2])
        #expect(try log.contents(partition).map(\.payload) == [[2]])
        try log.change(source, checkpoint: 3, resolved: ["b"])
        log.close()
        #expect(log.preparedBytes == 0)
    }

    @Test func partsCountOnlyWithTheFrameThatPutsThemInForce() throws {
        let disk = SimulatedDisk()
        var log = try CommitLog.openTest(disk)
        let source = try log.registerSource(named: "s")
        try log.prepare(source, "a", [[1], [2]])
        log.close()
        #expect(log.open(source) == [])
        #expect(log.preparedBytes > 0)
        log = try CommitLog.openTest(disk)
        #expect(log.preparedBytes == 0, "the source sends them again")
        try log.prepare(source, "a", [[9]])
        try log.change(source, checkpoint: 1, inForce: [("a", 1)])
        log.close()
        #expect(try log.preparedBytes(source, "a") == [9])
    }

    @Test func whatArrivesAfterItWasForgottenIsVoid() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        let source = try log.registerSource(named: "s")
        try log.prepare(source, "a", [[1]])
        _ = try log.registerSource(named: "other")
        log.forgetUnfinishedPrepared(of: source)
        try log.appendPrepared(source: source, xid: Array("a".utf8), part: 1, bytes: [2])
        try log.prepare(source, "a", [[3], [4]])
        try log.change(source, checkpoint: 1, inForce: [("a", 2)])
        log.close()
        #expect(log.failure == nil)
        #expect(try log.preparedBytes(source, "a") == [3, 4])
    }

    @Test func aNameThatIsPreparedAgainIsAnotherTransaction() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        let source = try log.registerSource(named: "s")
        let other = try log.registerSource(named: "t")
        try log.prepare(source, "a", [[1]])
        try log.change(source, checkpoint: 1, inForce: [("a", 1)])
        try log.prepare(other, "a", [[7]])
        try log.change(other, checkpoint: 1, inForce: [("a", 1)])
        try log.prepare(source, "a", [[2]])
        try log.change(source, checkpoint: 2, inForce: [("a", 1)], resolved: ["a"])
        log.close()
        #expect(try log.preparedBytes(source, "a") == [2])
        #expect(try log.preparedBytes(other, "a") == [7])
    }

    @Test func aPositionSetByHandForgetsThem() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        let source = try log.registerSource(named: "s")
        try log.prepare(source, "a", [[1]])
        try log.change(source, checkpoint: 1, inForce: [("a", 1)])
        var frame = log.makeFrame()
        frame.source = source
        frame.writeCheckpoint { $0.append(2) }
        frame.forgetPrepared()
        try log.append(frame)
        log.close()
        #expect(log.open(source) == [] && log.preparedBytes == 0)
    }

    @Test func moreThanTheLimitIsRefused() throws {
        var configuration = CommitLogConfiguration(directory: "d", preallocateBytesMax: 0)
        configuration.preparedBytesMax = 1000
        let disk = SimulatedDisk()
        let log = try CommitLog.open(
            configuration, merging: Concatenation(), environment: testEnvironment(disk))
        let source = try log.registerSource(named: "s")
        try log.prepare(source, "a", [[UInt8](repeating: 1, count: 600)])
        // Durable, and so is what came before it.
        _ = try log.registerSource(named: "other")
        #expect { try log.prepare(source, "b", [[UInt8](repeating: 1, count: 600)]) } throws: {
            ($0 as? CommitLogError)?.code == .limitReached
        }
        log.close()
    }

    @Test func aDamagedPartIsNamedAndNotRead() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk)
        let source = try log.registerSource(named: "s")
        try log.prepare(source, "a", [[1, 2, 3]])
        try log.change(source, checkpoint: 1, inForce: [("a", 1)])
        log.close()
        let frame = try #require(try disk.frames().first { $0.kind == .prepared })
        disk.flip(disk.segmentPaths[0], byte: Int(frame.position) + 78, bit: 0)
        #expect { try log.preparedBytes(source, "a") } throws: { ($0 as? CommitLogError)?.code == .corruption }
    }

    @Test func aLogThatChangesWhatIsNotThereIsCorrupt() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        let source = try log.registerSource(named: "s")
        try log.change(source, checkpoint: 1, inForce: [("a", 1)])
        log.close()
        #expect(log.failure?.code == .corruption)
    }
}
