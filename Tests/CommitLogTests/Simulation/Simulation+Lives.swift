import Glibc

@testable import CommitLog

/// A call fails one time, the first after a number of calls.
private final class FaultOnce: @unchecked Sendable {
    // Unchecked: asked under the disk's lock.
    private let call: String
    private let from: Int
    private let errno: Int32
    private var isDone = false

    init(_ call: String, from: Int, _ errno: Int32) {
        self.call = call
        self.from = from
        self.errno = errno
    }

    @Sendable func code(_ call: String, _ number: Int) -> Int32? {
        guard !isDone, call == self.call, number >= from else { return nil }
        isDone = true
        return errno
    }
}

extension Simulation {
    enum End { case clean, killed }
    enum Cut { case kill, power }

    /// The log ends in one way or another, and is opened again.
    func nextLife() throws {
        try endLife(generator.chance(25) ? .clean : .killed, generator.chance(50) ? .kill : .power)
        try reopen()
    }

    func endLife(_ end: End, _ cut: Cut) throws {
        let log = try openLog()
        if end == .clean {
            note("close")
            log.close()
            try lookingPastFaults { try model.absorb(log, judge: judge) }
            let isClean = log.failure == nil && !disk.get { $0.isCrashed }
            if isClean { model.durablePosition = max(model.durablePosition, log.statistics.endPosition) }
            tally.cleanEnds += isClean ? 1 : 0
        } else {
            log.abandon()
        }
        takeAnswers()
        chains = [:]
        forgetUnanswered()
        let statistics = log.statistics
        tally.shortages += Int(statistics.diskFullTimes)
        tally.segmentsDeleted += Int(statistics.space.segmentsDeleted)
        tally.segmentsRelocated += Int(statistics.space.segmentsRelocated)
        self.log = nil
        self.cut(cut)
    }

    private func cut(_ cut: Cut) {
        tally.lives += 1
        if cut == .power {
            note("power cut")
            tally.powerCuts += 1
            disk = disk.afterPowerCut(using: &generator)
        } else {
            note("kill")
            tally.kills += 1
            disk.restart()
            if generator.chance(20) { disk.evict() }
        }
    }

    func reopen(withoutFaults: Bool = false) throws {
        var attempt = 0
        while true {
            attempt += 1
            life += 1
            durability = plan.durabilities[generator.below(plan.durabilities.count)]
            hasArmedFault = false
            if plan.usesFaults, !withoutFaults, attempt < 4, generator.chance(25) { armFault(calls: 80) }
            note("open, life and attempt", life, attempt)
            do throws(CommitLogError) {
                log = try CommitLog.open(
                    configuration,
                    merging: ConsecutiveCheckpoints(),
                    environment: clock.environment(disk),
                    startsThreads: false
                )
            } catch {
                if plan.usesFullDisk, error.code == .diskFull {
                    note("no space to open")
                    disk.set { $0.capacity = nil }
                    disk.restart()
                    continue
                }
                guard hasArmedFault, error.code == .ioFailure else { throw Violation("cannot be opened: \(error)") }
                tally.failedOpens += 1
                cut(generator.chance(50) ? .kill : .power)
                continue
            }
            if try begin(try openLog()) { break }
            try endLife(.killed, generator.chance(50) ? .kill : .power)
        }
        if plan.usesFaults, !withoutFaults, !hasArmedFault, generator.chance(55) { armFault(calls: 400) }
    }

    private var configuration: CommitLogConfiguration {
        var configuration = CommitLogConfiguration(
            directory: "d",
            durability: durability,
            segmentBytes: plan.segmentBytes,
            queueBytesMax: 32 << 10,
            groupBytesMax: 8 << 10,
            preallocateBytesMax: plan.preallocateBytesMax,
            keeperTickMilliseconds: 0,
            reserveBytes: plan.reserveBytes,
            diskFullRetryMilliseconds: 500
        )
        configuration.spaceIntervalMilliseconds = 500
        configuration.producedQueueBytesMax = 8 << 10
        // The clock is set by hours.
        configuration.producerExpiryMilliseconds = 3650 * 24 * 3_600_000
        configuration.retention = retention
        return configuration
    }

    private func armFault(calls: Int) {
        hasArmedFault = true
        let at = 1 + generator.below(calls)
        let kind = generator.below(10)
        note("fault, kind and calls until it", kind, at)
        disk.set { state in
            let from = state.calls + at
            switch kind {
            case 0...5: state.callsUntilCrash = at
            case 6: state.fault = { call, number in call == "fdatasync" && number >= from ? EIO : nil }
            case 7: state.fault = FaultOnce("fdatasync", from: from, EIO).code
            case 8: state.fault = { call, number in call == "pwritev" && number >= from ? EIO : nil }
            default: state.fault = { call, number in call == "pread" && number % 41 == at % 41 ? EIO : nil }
            }
        }
    }

    /// Compares what was opened with what must be there.
    /// - Returns: false if a fault came in between.
    private func begin(_ log: CommitLog) throws -> Bool {
        for number in 0..<plan.sources {
            do {
                let id = try log.registerSource(named: "source-\(number)")
                if number == model.sources.count {
                    model.sources.append(LogModel.SourceModel(id: id, name: "source-\(number)"))
                }
                try model.require(model.sources[number].id == id, "source \(number) has got another id")
            } catch let error as CommitLogError {
                if plan.usesFullDisk, error.code == .diskFull {
                    disk.set { $0.capacity = nil }
                } else {
                    try expect(error)
                }
                return false
            }
        }
        try lookingPastFaults { try compare(log) }
        return true
    }

    private func compare(_ log: CommitLog) throws {
        for number in Array(0..<plan.topicsMax) + [SimulatedProducer.topic] where model.topics[number] == nil {
            if let topic = log.topic(named: Self.topicName(number)) { take(topic, number) }
        }
        let before = model.partitions.reduce(0) { $0 + Int($1.next) }
        try model.rewind(to: log)
        tally.recordsLost += before - model.partitions.reduce(0) { $0 + Int($1.next) }
        // What recovery shows is durable in every mode.
        try model.absorb(log) { slice, _ in
            guard plan.looksAtDisk else { return }
            try model.require(
                disk.isDurable(slice.segment.path, slice.fileOffset, slice.byteLength),
                "offset \(slice.baseOffset) at \(slice.position) was recovered and not made durable"
            )
        }
        for index in model.sources.indices {
            model.sources[index].sent = model.sources[index].visible
            log.forgetUnfinishedPrepared(of: model.sources[index].id)
            if plan.mutation == .sourceRepeats, step > 100, model.sources[index].visible >= 0 {
                model.sources[index].sent -= 1
            }
            if plan.mutation == .sourceSkips, step > 100 { model.sources[index].sent += 1 }
        }
        if plan.mutation == .producersAreForgotten, step > 100 {
            log.shared.state.withLock { $0.producers = ProducerStates() }
        }
        model.durablePosition = log.statistics.endPosition
        try absorbStarts(log, nil)
        try model.verify(log)
        try verifyClientTopics(log)
        model.settleGroups(log)
        for (id, offset) in readers {
            // A reader of what was lost sees the new epoch and goes back.
            readers[id] = min(offset, model.partitions[Int(id)].next)
        }
        if plan.durabilities == [.fsync] {
            try model.require(
                model.partitions.allSatisfy { $0.leaderEpoch == 0 },
                "a leader epoch has begun although nothing visible can be lost"
            )
        }
    }
}
