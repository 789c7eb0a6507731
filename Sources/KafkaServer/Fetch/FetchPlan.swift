import CommitLog
import KafkaProtocol

/// What one Fetch will be answered: for each partition its state, an error, or whole batches in the log.
struct FetchPlan {
    var response = FetchResponse()
    /// The batches of every record set that is not empty, in the order of the response.
    var recordSets: [[BatchSlice]] = []
    var byteCount = 0
    var hasErrors = false
}

extension Broker {
    /// Finds what there is to answer, without reading a record.
    ///
    /// - Parameter bytesMax: bytes for the whole response. The first batch found comes whole even if it is larger,
    ///   because the client would never get past it otherwise (KIP-74).
    func plan(_ request: FetchRequest, targets: [[FetchTarget]], bytesMax: Int, turn: Int) -> FetchPlan {
        var plan = FetchPlan()
        var answers = targets.map { $0.map { _ in FetchedPartition { $0.abortedTransactions = [] } } }
        var reads: [[[BatchSlice]]] = targets.map { $0.map { _ in [] } }
        let places = targets.enumerated().flatMap { topic, partitions in
            partitions.indices.map { (topic: topic, partition: $0) }
        }
        for step in places.indices {
            let place = places[(step + turn) % places.count]
            let asked = request.topics[place.topic].partitions[place.partition]
            let (answer, read) = look(
                at: asked,
                target: targets[place.topic][place.partition],
                bytesLeft: bytesMax - plan.byteCount,
                isFirst: plan.byteCount == 0
            )
            plan.hasErrors = plan.hasErrors || answer.errorCode != .none
            plan.byteCount += answer.records.byteCount
            answers[place.topic][place.partition] = answer
            reads[place.topic][place.partition] = read
        }
        plan.response.topics = zip(request.topics, answers).map { asked, partitions in
            FetchedTopic {
                $0.name = asked.name
                $0.partitions = partitions
            }
        }
        plan.recordSets = reads.flatMap { $0.filter { !$0.isEmpty } }
        return plan
    }

    private func look(
        at asked: FetchPartition,
        target: FetchTarget,
        bytesLeft: Int,
        isFirst: Bool
    ) -> (FetchedPartition, [BatchSlice]) {
        var answer = FetchedPartition {
            $0.index = asked.index
            $0.highWatermark = -1
            // Not null: every client reads an empty list.
            $0.abortedTransactions = []
        }
        switch partition(target.topic, index: asked.index, clientEpoch: asked.currentLeaderEpoch) {
        case .failure(let refusal):
            answer.errorCode = refusal.error
            return (answer, [])
        case .success(let (id, state)):
            answer.highWatermark = state.highWatermark
            answer.lastStableOffset = state.highWatermark
            answer.logStartOffset = state.logStartOffset
            guard state.logStartOffset...state.highWatermark ~= asked.fetchOffset else {
                answer.errorCode = .offsetOutOfRange
                return (answer, [])
            }
            let bytesMax = min(Int(max(asked.bytesMax, 0)), bytesLeft)
            guard asked.fetchOffset < state.highWatermark, bytesMax > 0 || isFirst else { return (answer, []) }
            do throws(CommitLogError) {
                var batches: [BatchSlice] = []
                try log.read(partition: id, from: asked.fetchOffset, maxBytes: max(bytesMax, 0), into: &batches)
                let byteCount = batches.reduce(0) { $0 + $1.byteLength }
                // The log gives one whole batch whatever the limit; only the first of a response may exceed it.
                guard byteCount > 0, isFirst || byteCount <= bytesMax else { return (answer, []) }
                answer.records = .elsewhere(byteCount: byteCount)
                return (answer, batches)
            } catch {
                // Retention may have come in between.
                answer.errorCode = error.code == .offsetOutOfRange ? .offsetOutOfRange : .storageError
                if error.code != .offsetOutOfRange {
                    readFailures.report("reading \(target.topic?.name ?? "")-\(asked.index)", error)
                }
                return (answer, [])
            }
        }
    }
}
