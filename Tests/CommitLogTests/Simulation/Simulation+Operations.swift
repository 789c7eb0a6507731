@testable import CommitLog

extension Simulation {
    /// A source gives one to three transactions to the log, as one frame.
    func append(_ log: CommitLog) throws {
        let index = generator.below(model.sources.count)
        let id = model.sources[index].id
        if let chain = chains[id] { return try goOnWithChain(log, id, chain) }
        let first = model.sources[index].sent + 1
        let isChain = plan.usesChains && generator.chance(8)
        let last = first + generator.below(isChain ? 6 : 3)
        note("append of source", Int(id), first)
        let transactions = (first...last).map { model.transaction(id, $0) }
        for transaction in transactions {
            for batch in transaction.batches {
                guard try hasTopic(batch.topic, log) else { return }
            }
        }
        if isChain, try beginChain(log, id, transactions) { return }
        do throws(CommitLogError) {
            try SimulatedTransaction.appendPrepared(log, transactions)
            try log.append(SimulatedTransaction.frame(log, transactions, topics: model.topics))
        } catch {
            // The same is sent again later; parts of prepared transactions begin anew with part 0.
            return try expect(error, .busy)
        }
        model.sources[index].sent = last
    }

    /// Makes a topic when it is first needed; what waited in the queue becomes visible with it.
    func hasTopic(_ number: Int, _ log: CommitLog) throws -> Bool {
        if model.topics[number] != nil { return true }
        note("create topic", number)
        let topic: TopicDefinition
        do throws(CommitLogError) {
            topic = try log.createTopic(
                name: Self.topicName(number),
                partitions: SimulatedTransaction.partitionsPerTopic,
                properties: ["format": "\(number)"]
            )
        } catch {
            try expect(error, .busy)
            // The writer may have come to what waited before it.
            try lookingPastFaults { try model.absorb(log, judge: judge) }
            takeAnswers()
            return false
        }
        take(topic, number)
        try lookingPastFaults { try model.absorb(log, judge: judge) }
        if durability == .fsync { model.durablePosition = max(model.durablePosition, log.statistics.endPosition) }
        takeAnswers()
        return true
    }

    static func topicName(_ number: Int) -> String { "topic-\(number)" }

    func take(_ topic: TopicDefinition, _ number: Int) {
        model.topics[number] = topic
        for id in topic.partitions {
            while model.partitions.count <= Int(id) {
                model.partitions.append(LogModel.PartitionModel(isOfSource: false))
            }
            model.partitions[Int(id)].isOfSource = true
        }
    }

    /// An error is in order if it was asked for, or after the log has stopped for a reason.
    func expect(_ error: CommitLogError, _ codes: CommitLogError.Code...) throws {
        if codes.contains(error.code) { return }
        if plan.usesFullDisk, error.code == .diskFull, error.isRetriable { return }
        guard hasArmedFault, error.code == .ioFailure || error.code == .closed else { throw Violation("\(error)") }
    }

    /// One turn of the writer.
    func write(_ log: CommitLog) throws {
        let before = log.statistics
        let syncsBefore = disk.get { $0.syncs }
        let turn = log.step()
        let after = log.statistics
        let syncs = disk.get { $0.syncs } - syncsBefore
        note("write", Int(after.endPosition), syncs)
        try lookingPastFaults { try model.absorb(log, judge: judge) }
        try lookingPastFaults { try absorbStarts(log, nil) }
        tally.segmentsMax = max(tally.segmentsMax, after.segments)
        if turn == .worked {
            let groups = Int(after.groups - before.groups)
            if after.segments == before.segments, !plan.usesFullDisk {
                let limit = durability == .fsync ? groups : max(groups, 1)
                try model.require(
                    durability == .fsync ? syncs == groups : syncs <= limit,
                    "\(groups) groups took \(syncs) fdatasyncs in durability \(durability)"
                )
            }
        }
        // An fdatasync covers at least all that was visible before it.
        if syncs > 0 { model.durablePosition = max(model.durablePosition, before.endPosition) }
        if durability == .fsync { model.durablePosition = max(model.durablePosition, after.endPosition) }
        takeAnswers()
        if turn == .ended || log.failure != nil { try stopped(log) }
    }

    /// In durability `fsync`, and what clients have sent in every durability: what can be seen lies on the disk already.
    func judge(_ slice: BatchSlice, isProduced: Bool) throws {
        guard plan.looksAtDisk, durability == .fsync || isProduced else { return }
        try model.require(
            disk.isDurable(slice.segment.path, slice.fileOffset, slice.byteLength),
            "offset \(slice.baseOffset) at \(slice.position) is visible before its fdatasync"
        )
    }

    func stopped(_ log: CommitLog) throws {
        guard hasArmedFault else { throw Violation("the log stopped: \(log.failure.map { "\($0)" } ?? "no reason")") }
        note("stopped")
        tally.stops += 1
        // Reads go on.
        try lookingPastFaults { for _ in 0..<3 { try readAnywhere(log) } }
        try nextLife()
    }

    /// One that a source fills.
    func anyPartition() -> PartitionID? {
        let all = model.sourcePartitions
        return all.isEmpty ? nil : PartitionID(all[generator.below(all.count)])
    }

    /// A reader goes on where it was.
    func readOn(_ log: CommitLog) throws {
        guard let id = anyPartition() else { return }
        let start = max(readers[id] ?? 0, model.partitions[Int(id)].start)
        note("read on", Int(id), Int(start))
        try reading {
            readers[id] = try model.verifyRead(log, id, from: start, maxBytes: 1 + generator.below(4000))
        }
    }

    /// Reads at any offset, and asks for any time.
    func readAnywhere(_ log: CommitLog) throws {
        guard let id = anyPartition() else { return }
        let partition = model.partitions[Int(id)]
        let offset = partition.start + Int64(generator.below(Int(partition.next - partition.start) + 1))
        note("read", Int(id), Int(offset))
        try reading {
            _ = try model.verifyRead(log, id, from: offset, maxBytes: generator.below(3000))
            let time = Int64(generator.below(Int(max(0, partition.batches.last?.maxTimestamp ?? 0)) + 20))
            try model.verifyTime(log, id, time)
        }
        var slices: [BatchSlice] = []
        for outside in [partition.start - 1, partition.next + 1] {
            do {
                try log.read(partition: id, from: outside, maxBytes: 1, into: &slices)
                throw Violation("offset \(outside) of partition \(id) can be read")
            } catch let error as CommitLogError {
                try model.require(error.code == .offsetOutOfRange, "\(error)")
            }
        }
    }

    private func reading(_ body: () throws -> Void) throws {
        do { try body() } catch let error as CommitLogError {
            try expect(error)
        }
    }

    func check(_ log: CommitLog) throws {
        note("check")
        try lookingPastFaults {
            try model.verify(log)
            try verifyClientTopics(log)
        }
    }

    func commitGroup(_ log: CommitLog) {
        guard !model.sourcePartitions.isEmpty else { return }
        let name = "group-\(generator.below(3))"
        var group = model.groups[name] ?? LogModel.GroupModel()
        var entries: [PartitionID: Int64] = [:]
        for _ in 0..<1 + generator.below(3) {
            guard let id = anyPartition() else { continue }
            // Never back.
            group.largest += Int64(generator.below(5))
            entries[id] = group.largest
        }
        group.operations.append(.init(entries: entries))
        model.groups[name] = group
        note("commit of group", group.sent)
        let offsets = entries.sorted { $0.key < $1.key }.map { GroupOffset(partition: $0.key, offset: $0.value) }
        send(name, group.sent) { log.commitOffsets(group: name, entries: offsets, completion: $0) }
    }

    func deleteGroup(_ log: CommitLog) {
        let name = "group-\(generator.below(3))"
        guard var group = model.groups[name], !log.groupOffsets(name).isEmpty else { return }
        group.operations.append(.init(entries: nil))
        model.groups[name] = group
        note("delete group", group.sent)
        send(name, group.sent) { log.deleteGroup(name, completion: $0) }
    }

    private func send(
        _ name: String,
        _ number: Int,
        _ operation: (@escaping @Sendable (Result<Void, CommitLogError>) -> Void) -> Void
    ) {
        let (answers, life) = (answers, life)
        operation { result in
            answers.withLock { $0.append(Answer(group: name, number: number, life: life, result: result)) }
        }
        takeAnswers()
    }

    /// What the log has told those who commit offsets.
    func takeAnswers() {
        for answer in answers.withLock({
            let all = $0; $0 = []; return all
        }) where answer.life == life {
            switch answer.result {
            case .success: model.groups[answer.group]?.acknowledged = answer.number
            // Refused for good; after any other error it may be in the log.
            case .failure(let error) where error.isRetriable || error.code == .notFound:
                model.groups[answer.group]?.operations[answer.number - 1].isRefused = true
            case .failure: break
            }
        }
        takeProduced()
    }

    struct Answer {
        let group: String
        let number: Int
        let life: Int
        let result: Result<Void, CommitLogError>
    }
}
