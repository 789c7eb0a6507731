import Testing

@testable import CommitLog

@Suite struct IndexFileTests {
    /// A closed log of several segments with their index files.
    private func longLog() throws -> (SimulatedDisk, BatchModel) {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, segmentBytes: 6000)
        let partitions = try log.makeTopic(partitions: 2)
        var model = BatchModel()
        for number in 0..<16 {
            let partition = partitions[number % 2]
            try log.appendAndWait(
                partition,
                records: 2,
                payload: [UInt8](repeating: UInt8(number), count: 400),
                timestamp: Int64(number * 10)
            )
            model.add(partition, records: 2, byteLength: 461, timestamp: Int64(number * 10))
            log.shared.keeper.runPending()
        }
        log.close()
        return (disk, model)
    }

    private func check(_ disk: SimulatedDisk, _ model: BatchModel, _ note: String) throws {
        var generator = SeededGenerator(seed: 1)
        let log = try CommitLog.openTest(disk, segmentBytes: 6000)
        try model.check(log, &generator, note)
        log.abandon()
    }

    @Test func everySealedSegmentHasItsFile() throws {
        let (disk, model) = try longLog()
        let sealed = disk.segmentPaths.dropLast().map { IndexFile.path(ofSegment: $0) }
        #expect(sealed.count > 3 && disk.indexPaths == sealed)
        let before = disk.get { $0.writes }
        try check(disk, model, "untouched")
        #expect(disk.indexPaths == sealed)
        // The marks of the open and nothing else: nothing was rebuilt.
        #expect(disk.get { $0.writes } <= before + 3)
    }

    @Test func theHeaderLiesAsItIsDrawn() throws {
        let (disk, _) = try longLog()
        let bytes = disk.bytes(disk.indexPaths[1])
        let segment = disk.segmentPaths[1]
        let start = try #require(Segment.start(inName: String(segment.suffix(28))))
        func number(_ offset: Int, _ size: Int) -> UInt64 {
            bytes[offset..<offset + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        #expect(bytes.prefix(8).elementsEqual("LEATIDX1".utf8))
        #expect(number(8, 2) == 1 && number(32, 8) == start)
        #expect(number(40, 8) == start + UInt64(disk.bytes(segment).count))
        #expect(number(56, 8) <= number(64, 8) && number(56, 8) > 1_700_000_000_000_000)
        let (partitions, entries) = (Int(number(72, 4)), Int(number(76, 4)))
        #expect(partitions == 2 && entries > 0 && bytes.count == 96 + 48 * partitions + 32 * entries)
        // The first row: bytes and count of partition 0.
        #expect(number(96 + 16, 8) == 461 * number(96 + 28, 4) && number(96 + 24, 4) == 0)
    }

    @Test func aFileWithAnyByteFlippedIsRebuiltWithRightAnswers() throws {
        let (disk, model) = try longLog()
        let path = disk.indexPaths[1]
        let whole = disk.bytes(path)
        let segment = try #require(try disk.scan().segments.dropFirst().first)
        let end = segment.start + UInt64(try segment.file.length())
        let uuid = try segment.readHeader().uuid
        for byte in whole.indices {
            let single = SimulatedDisk()
            var bytes = whole
            bytes[byte] ^= 1 << UInt8(byte % 8)
            single.put("i", bytes)
            let file = try single.open("i", create: false)
            #expect(try IndexFile.verified(file, uuid: uuid, start: segment.start, end: end) == nil, "byte \(byte)")
        }
        for byte in whole.indices where byte % 11 == 0 {
            let copy = disk.copy()
            var bytes = whole
            bytes[byte] ^= 1 << UInt8(byte % 8)
            copy.put(path, bytes)
            try check(copy, model, "byte \(byte)")
            // Read through the flipped file: only its checksum could tell.
            let log = try CommitLog.openTest(copy, segmentBytes: 6000)
            _ = try log.offset(partition: 0, atOrAfter: 0)
            var slices: [BatchSlice] = []
            for partition: PartitionID in [0, 1] {
                try log.read(partition: partition, from: 0, maxBytes: .max, into: &slices)
            }
            log.shared.keeper.runPending()
            #expect(copy.bytes(path) == whole, "byte \(byte): written anew")
            log.abandon()
        }
    }

    @Test func aFileCutAtAnyLengthIsRebuilt() throws {
        let (disk, model) = try longLog()
        let path = disk.indexPaths[2]
        let whole = disk.bytes(path)
        for length in 0..<whole.count where length % 23 == 0 || length > whole.count - 3 {
            let copy = disk.copy()
            copy.put(path, Array(whole.prefix(length)))
            try check(copy, model, "length \(length)")
        }
        let longer = disk.copy()
        longer.put(path, whole + [0])
        try check(longer, model, "longer")
    }

    @Test func filesOfOtherSegmentsAndOtherLogsAreNotBelieved() throws {
        let (disk, model) = try longLog()
        let paths = disk.indexPaths
        let swapped = disk.copy()
        swapped.put(paths[0], disk.bytes(paths[1]))
        swapped.put(paths[1], disk.bytes(paths[0]))
        try check(swapped, model, "swapped")
        let foreign = SimulatedDisk()
        var environment = testEnvironment(foreign)
        environment.makeUUID = { LogUUID(high: 9, low: 9) }
        let configuration = CommitLogConfiguration(
            directory: "d", segmentBytes: 6000, preallocateBytesMax: 0, keeperTickMilliseconds: 0)
        let log = try CommitLog.open(configuration, merging: Concatenation(), environment: environment)
        let partition = try log.makeTopic(partitions: 2)[0]
        for _ in 0..<16 { try log.appendAndWait(partition, records: 3, payload: [UInt8](repeating: 1, count: 400)) }
        log.shared.keeper.runPending()
        log.close()
        let mixed = disk.copy()
        for (ours, theirs) in zip(paths, foreign.indexPaths) { mixed.put(ours, foreign.bytes(theirs)) }
        try check(mixed, model, "of another log")
    }

    @Test func aFileThatGoesWrongAfterItWasCheckedIsRebuilt() throws {
        let (disk, model) = try longLog()
        let log = try CommitLog.openTest(disk, segmentBytes: 6000)
        var generator = SeededGenerator(seed: 3)
        try model.check(log, &generator, "before")
        for path in disk.indexPaths {
            let file = try disk.open(path, create: false)
            try file.truncate(to: 97)
        }
        let other = try CommitLog.openTest(disk.copy(), segmentBytes: 6000)
        try model.check(other, &generator, "after, opened anew")
        // The same log, with places remembered or not.
        for (partition, batches) in model.partitions {
            for batch in batches {
                #expect(try log.offset(partition: partition, atOrAfter: batch.timestamp)?.offset == batch.baseOffset)
            }
        }
        try model.check(log, &generator, "after")
        other.abandon()
        log.abandon()
    }

    @Test func aDamagedSegmentWithoutItsIndexIsCorruptionAndNotSilence() throws {
        let (disk, _) = try longLog()
        disk.lose { _ in true }
        let path = disk.segmentPaths[1]
        var bytes = disk.bytes(path)
        bytes[bytes.count - 10] ^= 1
        disk.put(path, bytes)
        let log = try CommitLog.openTest(disk, segmentBytes: 6000)
        var slices: [BatchSlice] = []
        #expect { try log.read(partition: 0, from: 0, maxBytes: .max, into: &slices) } throws: {
            ($0 as? CommitLogError)?.code == .corruption
        }
        log.abandon()
    }

    @Test func aDiskThatTakesNoIndexCostsNothingButMemoryWithinLimits() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, segmentBytes: 6000)
        let partition = try log.makeTopic()[0]
        var model = BatchModel()
        for number in 0..<40 {
            try log.appendAndWait(partition, payload: [UInt8](repeating: 1, count: 700), timestamp: Int64(number))
            model.add(partition, records: 1, byteLength: 761, timestamp: Int64(number))
        }
        // Only now: a segment's rename is fatal.
        disk.set { $0.fault = { call, _ in call == "rename" ? 28 : nil } }
        log.shared.keeper.runPending()
        var generator = SeededGenerator(seed: 5)
        try model.check(log, &generator, "no file")
        #expect(disk.indexPaths.isEmpty && log.failure == nil)
        let inMemory = log.shared.segments.withLock { $0 }.filter { segment in
            if case .memory = segment.index.withLock({ $0 }) { return true }
            return false
        }
        #expect(inMemory.count == IndexStore.waitingMax)
        disk.set { $0.fault = nil }
        log.shared.keeper.tick()
        #expect(disk.indexPaths.count == IndexStore.waitingMax)
        try model.check(log, &generator, "some files")
        log.close()
        #expect(disk.get { $0.names.keys.filter { $0.hasSuffix(".tmp") } }.isEmpty)
    }
}
