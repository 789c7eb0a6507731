import Testing

@testable import CommitLog

/// A log whose last write was interrupted at any byte: it recovers exactly the frames that are whole, and what its
/// source sends again gets the offsets that it had.
@Suite struct CutAtEveryByteTests {
    private static let seed: UInt64 = 11

    private func open(_ disk: SimulatedDisk) throws -> CommitLog {
        try CommitLog.open(
            CommitLogConfiguration(
                directory: "d",
                segmentBytes: 16 << 10,
                preallocateBytesMax: 0,
                keeperTickMilliseconds: 0
            ),
            merging: ConsecutiveCheckpoints(),
            environment: SimulatedClock().environment(disk),
            startsThreads: false
        )
    }

    private func newModel(_ log: CommitLog) -> LogModel {
        let model = LogModel(seed: Self.seed, topicsMax: 1, usesPrepared: true)
        if let topic = log.topic(named: "topic-0") {
            model.topics[0] = topic
            model.partitions = topic.partitions.map { _ in LogModel.PartitionModel() }
        }
        model.sources = log.sources().map { LogModel.SourceModel(id: $0.id, name: $0.name, sent: .max - 1) }
        return model
    }

    private func send(_ numbers: Range<Int>, _ log: CommitLog, _ model: LogModel) throws {
        for number in numbers {
            let transaction = model.transaction(1, number)
            try SimulatedTransaction.appendPrepared(log, [transaction])
            try log.append(transaction.frame(log, topics: model.topics))
        }
        while log.step() == .worked {}
    }

    /// What follows the cut: nothing, zeros that were prepared, or what else was on the disk.
    enum Rest: CaseIterable { case nothing, zeros, rubbish }

    @Test(arguments: Rest.allCases) func wholeFramesStayAndTheRestComesAgain(rest: Rest) throws {
        let disk = SimulatedDisk()
        let log = try open(disk)
        _ = try log.createTopic(name: "topic-0", partitions: SimulatedTransaction.partitionsPerTopic)
        _ = try log.registerSource(named: "source-0")
        try send(0..<21, log, newModel(log))
        // One group of three frames with records, and no mark after it.
        let count = 24
        try send(21..<count, log, newModel(log))
        let original = newModel(log)
        try original.absorb(log)
        log.abandon()
        let frames = try disk.frames().filter { ($0.kind == .data || $0.kind == .schema || $0.kind == .checkpoint) }
        let last = Array(frames.suffix(3))
        let path = disk.segmentPaths[disk.segmentPaths.count - 1]
        let start = Segment.start(inName: String(path.suffix(28))) ?? 0
        let whole = disk.bytes(path)
        #expect(last[0].position > start && last.allSatisfy { $0.header.frameLength <= 4096 })
        for cut in Int(last[0].position - start)..<Int(last[2].end - start) {
            let copy = disk.copy()
            let tail: [UInt8] =
                switch rest {
                case .nothing: []
                case .zeros: [UInt8](repeating: 0, count: 700)
                case .rubbish: (cut..<cut + 700).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
                }
            let bytes = Array(whole[..<cut]) + tail
            copy.put(path, bytes)
            // Zeros after the cut can be the very ones that were cut off.
            let kept =
                count
                - last.count { frame in
                    let end = Int(frame.end - start)
                    return bytes.count < end || bytes[cut..<max(cut, end)] != whole[cut..<max(cut, end)]
                }
            for isReplayed in [false, true] {
                let log = try open(copy)
                let model = newModel(log)
                try model.absorb(log)
                try model.verify(log)
                #expect(model.sources[0].visible == (isReplayed ? count : kept) - 1, "cut at \(cut)")
                if isReplayed {
                    for (now, before) in zip(model.partitions, original.partitions) {
                        let isSame = now.batches.elementsEqual(before.batches) {
                            $0.baseOffset == $1.baseOffset && $0.transaction == $1.transaction && $0.index == $1.index
                        }
                        #expect(isSame, "cut at \(cut): other offsets than before")
                    }
                } else {
                    try send(kept..<count, log, model)
                }
                log.abandon()
            }
        }
    }
}
