import Testing

@testable import CommitLog

/// A log on a simulated disk that can be filled and emptied, driven step by step.
final class SmallDisk {
    var disk = SimulatedDisk()
    let clock = SimulatedClock()
    var configuration = CommitLogConfiguration(
        directory: "d",
        segmentBytes: 1 << 20,
        preallocateBytesMax: 0,
        keeperTickMilliseconds: 0,
        reserveBytes: 128 << 10
    )

    func open() throws -> CommitLog {
        try CommitLog.open(
            configuration,
            merging: Concatenation(),
            environment: clock.environment(disk),
            startsThreads: false
        )
    }

    /// From now on only so much more fits.
    func fill(upTo bytes: Int = 0) { disk.set { $0.capacity = SimulatedDisk.usedBytes(&$0) + bytes } }

    func free() { disk.set { $0.capacity = nil } }

    /// Lets the writer do all that it can do now.
    func settle(_ log: CommitLog) { while log.step() == .worked {} }

    /// The next look for space comes.
    func second(_ log: CommitLog) {
        clock.advance(microseconds: 1_000_000)
        settle(log)
    }

    /// The process dies; what it wrote is still there.
    func restart(_ log: CommitLog) throws -> CommitLog {
        log.abandon()
        disk.set { $0.isLocked = false }
        return try open()
    }

    /// Stores an offset.
    /// - Returns: why not, if it could not be stored.
    func commit(_ log: CommitLog, _ offset: Int64, of partition: PartitionID = 0) -> CommitLogError? {
        let answer = Answer()
        log.commitOffsets(group: "g", entries: [GroupOffset(partition: partition, offset: offset)]) {
            if case .failure(let error) = $0 { answer.set(error) } else { answer.set(nil) }
        }
        settle(log)
        return answer.value
    }

    var hasReserve: Bool { disk.get { $0.names["d/log/reserve"] != nil } }
}

/// What a completion said; a test fails if it has not been called, or twice.
final class Answer: @unchecked Sendable {
    // Used by one thread: the log is driven step by step.
    private var answers: [CommitLogError?] = []
    func set(_ answer: CommitLogError?) { answers.append(answer) }
    var value: CommitLogError? {
        #expect(answers.count == 1)
        return answers.first ?? nil
    }
}
