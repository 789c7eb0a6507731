import Threads

@testable import CommitLog

/// One course of events, given by its seed: sources that write, groups that commit, readers that check, and a world in
/// which everything can end at any call to the disk.
final class Simulation {
    struct Plan {
        var seed: UInt64
        /// Chosen anew at each open.
        var durabilities: [Durability] = [.fsync]
        var segmentBytes = 16 << 10
        var topicsMax = 4
        var sources = 3
        var usesPrepared = true
        var usesFaults = true
        /// The disk is full now and then.
        var usesFullDisk = false
        var preallocateBytesMax = 0
        var reserveBytes = 0
        var usesSpace = false
        var usesChains = false
        /// Clients that send records of their own.
        var producers = 0
        /// Bytes of the whole queue, and of the first topic; nil for all.
        var retentionBytes: Int64?
        var topicRetentionBytes: Int64?
        var retentionMilliseconds: Int64?
        /// What group 0 has not read stays.
        var isProtected = false
        /// Looks at the simulated disk itself whether what is visible is durable, not only at what power cuts take.
        var looksAtDisk = true
        var mutation: Mutation?
    }

    /// Defects put in on purpose: each must be found.
    enum Mutation: String, CaseIterable {
        /// The disk acknowledges fdatasync and does nothing.
        case fdatasyncDoesNothing
        /// It does what the fdatasync before this one should have done: as if the writer published before it synced.
        case fdatasyncIsLate
        /// The disk acknowledges the fsync of a directory and does nothing.
        case directorySyncDoesNothing
        /// A write of the bytes that are there already is left out: as if recovery did not write frames again.
        case equalWritesAreLeftOut
        /// A bit of a durable batch turns over.
        case bitRot
        /// A source sends its last transaction again after each start.
        case sourceRepeats
        /// A source leaves one out.
        case sourceSkips
        /// The log forgets what producers have stored.
        case producersAreForgotten
    }

    struct Operation: CustomStringConvertible {
        let step: Int
        let name: StaticString
        let a: Int
        let b: Int
        var description: String { "\(step): \(name) \(a) \(b)" }
    }

    /// What a failing run says: enough to have it again.
    struct Failure: Error, CustomStringConvertible {
        let plan: Plan
        let step: Int
        let what: String
        let operations: [Operation]

        var description: String {
            "seed \(plan.seed), step \(step) (\(plan)):\n\(what)\nlast operations:\n"
                + operations.map { "  \($0)" }.joined(separator: "\n")
        }
    }

    let plan: Plan
    var generator: SeededGenerator
    var disk = SimulatedDisk()
    let clock = SimulatedClock()
    let model: LogModel
    var log: CommitLog?
    var durability = Durability.fsync
    var step = 0
    /// How far readers that live long have read, by partition.
    var readers: [PartitionID: Int64] = [:]
    var hasArmedFault = false
    /// Number of the open log, so that answers to an earlier one are not taken for its.
    var life = 0
    let answers = ConditionLock<[Answer]>([])
    /// What sources have begun to give in parts.
    var chains: [SourceID: ChainPlan] = [:]
    /// By number.
    var producers: [SimulatedProducer] = []
    let produced = ConditionLock<[ProducedAnswer]>([])
    /// Found where nothing can be thrown.
    var violation: (any Error)?
    /// By number, with what is known of them.
    var clientTopics: [Int: ClientTopic] = [:]
    /// Those of which a change was sent and not acknowledged.
    var openClientTopics: Set<Int> = []
    /// Numbers of partitions whose topics were deleted.
    var deletedPartitions: Set<PartitionID> = []
    var tally = Tally()
    private var operations: [Operation] = []
    private var nextOperation = 0

    /// What happened how often: a simulation in which nothing happens proves nothing.
    struct Tally {
        var lives = 0
        var powerCuts = 0
        var kills = 0
        var cleanEnds = 0
        var failedOpens = 0
        var stops = 0
        var recordsLost = 0
        var batches = 0
        var segmentsMax = 0
        var chains = 0
        var chainsAborted = 0
        var shortages = 0
        var segmentsDeleted = 0
        var segmentsRelocated = 0
        var produced = 0
        var producedAgain = 0
        var topicsDeleted = 0

        static func + (one: Tally, other: Tally) -> Tally {
            Tally(
                lives: one.lives + other.lives,
                powerCuts: one.powerCuts + other.powerCuts,
                kills: one.kills + other.kills,
                cleanEnds: one.cleanEnds + other.cleanEnds,
                failedOpens: one.failedOpens + other.failedOpens,
                stops: one.stops + other.stops,
                recordsLost: one.recordsLost + other.recordsLost,
                batches: one.batches + other.batches,
                segmentsMax: max(one.segmentsMax, other.segmentsMax),
                chains: one.chains + other.chains,
                chainsAborted: one.chainsAborted + other.chainsAborted,
                shortages: one.shortages + other.shortages,
                segmentsDeleted: one.segmentsDeleted + other.segmentsDeleted,
                segmentsRelocated: one.segmentsRelocated + other.segmentsRelocated,
                produced: one.produced + other.produced,
                producedAgain: one.producedAgain + other.producedAgain,
                topicsDeleted: one.topicsDeleted + other.topicsDeleted
            )
        }
    }

    init(_ plan: Plan) {
        self.plan = plan
        generator = SeededGenerator(seed: plan.seed)
        model = LogModel(seed: plan.seed, topicsMax: plan.topicsMax, usesPrepared: plan.usesPrepared)
        producers = (0..<plan.producers).map { SimulatedProducer(number: $0) }
        let seed = plan.seed
        disk.set { $0.generator = SeededGenerator(seed: seed &+ 1) }
    }

    deinit { log?.abandon() }

    func run(steps: Int) throws {
        do {
            disk.set { state in
                state.mutation = plan.mutation
                state.shortWritesPercent = plan.usesFaults ? 2 : 0
            }
            try reopen()
            while step < steps {
                step += 1
                try turn()
            }
            try endLife(.clean, .kill)
            try reopen(withoutFaults: true)
            try model.verify(try openLog())
            try endLife(.clean, .kill)
        } catch {
            let last = (operations[nextOperation...] + operations[..<nextOperation])
            throw Failure(plan: plan, step: step, what: "\(error)", operations: Array(last))
        }
        tally.batches = model.batchesSeen
    }

    func note(_ name: StaticString, _ a: Int = 0, _ b: Int = 0) {
        let operation = Operation(step: step, name: name, a: a, b: b)
        if operations.count < 40 { return operations.append(operation) }
        operations[nextOperation] = operation
        nextOperation = (nextOperation + 1) % operations.count
    }

    func openLog() throws -> CommitLog {
        guard let log else { throw Violation("the log is not open") }
        return log
    }

    private func turn() throws {
        if let violation { throw violation }
        let log = try openLog()
        switch generator.below(1000) {
        case ..<300: try append(log)
        case ..<400: if plan.producers > 0 { try produce(log) } else { try append(log) }
        case ..<700:
            try write(log)
            // The background threads mostly keep up.
            if self.log === log, generator.chance(50) { try tidy(log) }
        case ..<780: try readOn(log)
        case ..<803: try appendToClientTopic(log)
        case ..<810: try changeClientTopic(log)
        case ..<860: try readAnywhere(log)
        case ..<910: commitGroup(log)
        case ..<915: deleteGroup(log)
        case ..<945: moveClock()
        case ..<965: disk.writeBack(using: &generator)
        case ..<970: changeSpace()
        case ..<983: try tidy(log)
        case ..<985: try deleteRecords(log)
        case ..<988: try check(log)
        case ..<990: try drain(log)
        default: try nextLife()
        }
    }

    private func moveClock() {
        let microseconds = Int64(generator.below(plan.usesSpace ? 10_000_000 : 2_000_000))
        if generator.chance(10) {
            note("clock set", Int(microseconds))
            clock.set(by: (microseconds - 1_000_000) * 3600)
        } else {
            clock.advance(microseconds: microseconds)
        }
    }

    /// What other threads do behind the writer.
    private func tidy(_ log: CommitLog) throws {
        note("tidy")
        let protected = protectedOffsets(log)
        if plan.mutation == .bitRot, let path = disk.segmentPaths.last, step > 100 {
            disk.flip(path, byte: SegmentHeader.size + generator.below(4000), bit: 3)
        }
        log.shared.keeper.runPending()
        log.shared.keeper.tick()
        log.writer.filler?.step()
        try lookingPastFaults {
            try model.absorb(log, judge: judge)
            // The group may have come, gone or read on in between.
            let after = protectedOffsets(log) ?? [:]
            let limits = protected?.filter { after[$0.key] != nil }.merging(after) { max($0, $1) }
            try absorbStarts(log, limits?.filter { protected?[$0.key] != nil })
        }
        if log.failure != nil { try stopped(log) }
    }

    /// Somebody else takes the disk's space, or frees some.
    private func changeSpace() {
        guard plan.usesFullDisk else { return }
        let bytes = generator.below(4) == 0 ? nil : generator.below(96) << 10
        note("space left", bytes ?? -1)
        disk.set { state in state.capacity = bytes.map { SimulatedDisk.usedBytes(&state) + $0 } }
    }

    /// With space, without faults and after a while, all that was sent is there.
    private func drain(_ log: CommitLog) throws {
        guard !hasArmedFault, log.failure == nil else { return }
        note("drain")
        for id in chains.keys.sorted() {
            log.abortChain(source: id)
            chains[id] = nil
        }
        disk.set { $0.capacity = nil }
        clock.advance(microseconds: 2_000_000)
        for _ in 0..<60 { try write(log) }
        try drainProducers(log)
        for source in model.sources {
            try model.require(
                source.visible == source.sent,
                "source \(source.id): \(source.sent) was sent and only \(source.visible) came"
            )
        }
        for (name, group) in model.groups {
            let isAnswered = group.operations[group.acknowledged...].allSatisfy(\.isRefused)
            try model.require(isAnswered, "group \(name) waits for an answer")
        }
    }

    /// Looks past faults: what a check reads, it must be able to read.
    func lookingPastFaults<Value>(_ body: () throws -> Value) rethrows -> Value {
        let (isCrashed, left, fault) = disk.get { ($0.isCrashed, $0.callsUntilCrash, $0.fault) }
        disk.set { state in
            state.isCrashed = false
            state.callsUntilCrash = nil
            state.fault = nil
        }
        defer {
            disk.set { state in
                state.isCrashed = isCrashed
                state.callsUntilCrash = left
                state.fault = fault
            }
        }
        return try body()
    }
}
