@testable import CommitLog

extension Simulation {
    /// What the log says of the batches of one frame.
    struct ProducedAnswer {
        let producer: Int
        let numbers: [Int]
        let life: Int
        let result: Result<[ProducedOutcome], CommitLogError>
    }

    /// A client sends what it must send again, or something new, or what it has sent already.
    func produce(_ log: CommitLog) throws {
        guard try hasTopic(SimulatedProducer.topic, log) else { return }
        let index = generator.below(producers.count)
        let again = producers[index].open.filter { !$0.isUnderWay }.map(\.number)
        var numbers = Array(again.prefix(1 + generator.below(2)))
        if again.isEmpty {
            let room = SimulatedProducer.underWayMax - producers[index].open.count
            let count = min(room, 1 + generator.below(2))
            numbers = (0..<count).map { producers[index].next + $0 }
            if count == 0 || producers[index].next > 5 && generator.chance(15) {
                // As a network does that delivers a request twice.
                numbers = [max(0, producers[index].next - 1 - generator.below(SimulatedProducer.underWayMax))]
            }
        }
        send(log, index, numbers)
    }

    private func send(_ log: CommitLog, _ index: Int, _ numbers: [Int]) {
        note("produce", index, numbers.first ?? -1)
        let source = producers[index].source
        for number in numbers {
            if let place = producers[index].open.firstIndex(where: { $0.number == number }) {
                producers[index].open[place].isUnderWay = true
            } else if number == producers[index].next {
                producers[index].open.append((number, true))
                producers[index].next += 1
            }
        }
        model.producersSent[source] = max(model.producersSent[source] ?? -1, producers[index].next - 1)
        let transactions = numbers.map { model.transaction(source, $0) }
        var frame = log.makeFrame()
        for transaction in transactions {
            guard let topic = model.topics[SimulatedProducer.topic] else { continue }
            let batch = transaction.batches[0]
            frame.appendBatch(
                partition: topic.partitions[batch.partition],
                recordCount: batch.records,
                maxTimestamp: batch.timestamp
            ) { transaction.writeBatch(0, into: &$0) }
        }
        let (produced, life) = (produced, life)
        log.produce(frame) { result in
            let answer = ProducedAnswer(producer: index, numbers: numbers, life: life, result: result)
            produced.withLock { $0.append(answer) }
        }
        takeProduced()
    }

    /// What the log has told its clients.
    func takeProduced() {
        for answer in produced.withLock({
            let all = $0
            $0 = []
            return all
        }) where answer.life == life {
            do {
                try take(answer)
            } catch {
                violation = violation ?? error
            }
        }
    }

    private func take(_ answer: ProducedAnswer) throws {
        guard case .success(let outcomes) = answer.result else {
            if case .failure(let error) = answer.result { try expect(error, .busy, .closed) }
            for number in answer.numbers { mustSendAgain(answer.producer, number) }
            return
        }
        let source = producers[answer.producer].source
        for (number, outcome) in zip(answer.numbers, outcomes) {
            switch outcome {
            case .stored(let offset), .duplicate(let offset):
                let visible = model.visible(source, told: number)
                tally.produced += 1
                if case .duplicate = outcome { tally.producedAgain += 1 }
                try model.require(number <= visible, "batch \(number) of client \(answer.producer) is not visible")
                try model.verifyPlace(source, number, offset)
                isStored(answer.producer, number)
            case .refused(.alreadyStored):
                let visible = model.visible(source, told: number + 5)
                try model.require(number <= visible - 5, "batch \(number) of \(visible) should be known by its offset")
                isStored(answer.producer, number)
            case .refused(.outOfOrder), .refused(.unknownProducer):
                let visible = model.producersVisible[source] ?? -1
                try model.require(
                    number > visible, "batch \(number) of client \(answer.producer) is stored, and \(outcome)")
                mustSendAgain(answer.producer, number)
            case .refused(.fenced):
                // An old epoch's batch that comes again.
                let visible = model.visible(source, told: number)
                try model.require(number <= visible, "batch \(number) of client \(answer.producer) is fenced")
                isStored(answer.producer, number)
            }
        }
    }

    private func isStored(_ producer: Int, _ number: Int) {
        producers[producer].open.removeAll { $0.number == number }
        producers[producer].acknowledged = max(producers[producer].acknowledged, number)
    }

    private func mustSendAgain(_ producer: Int, _ number: Int) {
        guard let place = producers[producer].open.firstIndex(where: { $0.number == number }) else { return }
        // Those behind it come again, too, so that they arrive in their order.
        for later in place..<producers[producer].open.count { producers[producer].open[later].isUnderWay = false }
    }

    /// The log is closed: nobody will answer any more.
    func forgetUnanswered() {
        for index in producers.indices {
            for place in producers[index].open.indices { producers[index].open[place].isUnderWay = false }
        }
    }

    /// With space and without faults all that clients send is stored.
    func drainProducers(_ log: CommitLog) throws {
        for _ in 0..<20 {
            for index in producers.indices {
                let again = producers[index].open.filter { !$0.isUnderWay }.map(\.number)
                if !again.isEmpty { send(log, index, again) }
            }
            for _ in 0..<4 { try write(log) }
        }
        for producer in producers {
            try model.require(
                producer.open.isEmpty,
                "client \(producer.number) does not get rid of its batches \(producer.open)"
            )
        }
    }
}

extension LogModel {
    /// A batch of a client has become visible: the one after the last, and only once.
    func absorbProduced(_ source: SourceID, _ number: Int, _ slice: BatchSlice) throws {
        let last = producersVisible[source] ?? -1
        try require(
            producersMissed.remove(source) != nil ? number > last : number == last + 1,
            "offset \(slice.baseOffset) shows batch \(number) of client \(source) after batch \(last)"
        )
        try require(number <= producersSent[source] ?? -1, "batch \(number) of client \(source) was never sent")
        producersVisible[source] = number
    }

    func partition(ofProducer source: SourceID) -> PartitionID? {
        topics[SimulatedProducer.topic].flatMap { topic in
            SimulatedProducer.number(source).map { topic.partitions[$0 % topic.partitions.count] }
        }
    }

    /// The last batch that is in the log for certain, after the log has said that this one is.
    func visible(_ source: SourceID, told number: Int) -> Int {
        let visible = producersVisible[source] ?? -1
        guard producersMissed.contains(source) else { return visible }
        producersVisible[source] = max(visible, number)
        return max(visible, number)
    }

    /// A client was told that its batch stands at an offset.
    func verifyPlace(_ source: SourceID, _ number: Int, _ offset: Int64) throws {
        for (id, partition) in partitions.enumerated() {
            guard let batch = partition.batches.last(where: { $0.source == source && $0.transaction == number }) else {
                continue
            }
            try require(
                batch.baseOffset == offset,
                "batch \(number) of client \(source) stands at \(batch.baseOffset) of partition \(id), not \(offset)"
            )
            return
        }
    }
}
