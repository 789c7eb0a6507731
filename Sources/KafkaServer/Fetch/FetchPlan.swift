import CommitLog
import KafkaProtocol

/// What one Fetch will be answered: for each partition its state, an error, or whole batches in the log.
struct FetchPlan: Sendable {
    /// One for each partition asked for, in the same order.
    var partitions: [FetchedPartition]
    /// The batches of each of them.
    var batches: [[BatchSlice]]
    var byteCount = 0
    var hasErrors = false
}

extension Broker {
    /// Finds what there is to answer, without reading a record.
    ///
    /// - Parameters:
    ///   - bytesMax: bytes for the whole response. The first batch found comes whole even if it is larger, because the
    ///     client would never get past it otherwise (KIP-74).
    ///   - turn: which partition comes first.
    func plan(_ places: [FetchPlace], bytesMax: Int, turn: Int) -> FetchPlan {
        // The list of aborted transactions is not null: every client reads an empty one.
        let unseen = FetchedPartition { $0.abortedTransactions = [] }
        var plan = FetchPlan(
            partitions: Array(repeating: unseen, count: places.count),
            batches: Array(repeating: [], count: places.count)
        )
        for step in places.indices {
            let index = (step + turn) % places.count
            look(
                at: places[index],
                bytesLeft: bytesMax - plan.byteCount,
                isFirst: plan.byteCount == 0,
                &plan.partitions[index],
                &plan.batches[index]
            )
            plan.hasErrors = plan.hasErrors || plan.partitions[index].errorCode != .none
            plan.byteCount += plan.partitions[index].records.byteCount
        }
        return plan
    }

    private func look(
        at place: FetchPlace,
        bytesLeft: Int,
        isFirst: Bool,
        _ answer: inout FetchedPartition,
        _ batches: inout [BatchSlice]
    ) {
        let asked = place.asked
        answer.index = asked.index
        answer.highWatermark = -1
        switch partition(place.id, clientEpoch: asked.currentLeaderEpoch) {
        case .failure(let refusal): answer.errorCode = refusal.error
        case .success(let (id, state)):
            answer.highWatermark = state.highWatermark
            answer.lastStableOffset = state.highWatermark
            answer.logStartOffset = state.logStartOffset
            guard state.logStartOffset...state.highWatermark ~= asked.fetchOffset else {
                answer.errorCode = .offsetOutOfRange
                return
            }
            let bytesMax = min(Int(max(asked.bytesMax, 0)), bytesLeft)
            guard asked.fetchOffset < state.highWatermark, bytesMax > 0 || isFirst else { return }
            do throws(CommitLogError) {
                try log.read(partition: id, from: asked.fetchOffset, maxBytes: max(bytesMax, 0), into: &batches)
                let byteCount = batches.reduce(0) { $0 + $1.byteLength }
                // The log gives one whole batch whatever the limit; only the first of a response may exceed it.
                guard byteCount > 0, isFirst || byteCount <= bytesMax else {
                    batches = []
                    return
                }
                answer.records = .elsewhere(byteCount: byteCount)
            } catch {
                batches = []
                // Retention may have come in between.
                answer.errorCode = error.code == .offsetOutOfRange ? .offsetOutOfRange : .storageError
                if error.code != .offsetOutOfRange {
                    readFailures.report("reading \(place.topic)-\(asked.index)", error)
                }
            }
        }
    }
}

extension FetchPlan {
    /// The response, and the batches that go into its gaps in order.
    /// - Parameter isIncremental: leaves out partitions of which the client knows everything (KIP-227).
    func response(_ places: [FetchPlace], isIncremental: Bool) -> (response: FetchResponse, batches: [[BatchSlice]]) {
        var response = FetchResponse()
        var batches: [[BatchSlice]] = []
        for (index, place) in places.enumerated() {
            let partition = partitions[index]
            if isIncremental, !partition.isNews(beyond: place.known) { continue }
            if response.topics.last?.name != place.topic {
                response.topics.append(FetchedTopic { $0.name = place.topic })
            }
            response.topics[response.topics.count - 1].partitions.append(partition)
            if !self.batches[index].isEmpty { batches.append(self.batches[index]) }
        }
        return (response, batches)
    }

    /// How far the partitions were looked at.
    func known(_ places: [FetchPlace]) -> [KnownPartition] {
        zip(places, partitions).compactMap { place, partition in
            guard case .success(let id) = place.id else { return nil }
            return KnownPartition(id: id, highWatermark: partition.highWatermark)
        }
    }
}

extension FetchedPartition {
    fileprivate func isNews(beyond known: FetchPlace.Known?) -> Bool {
        records.byteCount > 0 || errorCode != .none
            || known != FetchPlace.Known(highWatermark: highWatermark, logStartOffset: logStartOffset)
    }
}

extension FetchResponse {
    /// The same answer without records, every partition with a storage error: the client asks again.
    var failed: FetchResponse {
        var response = self
        for topic in response.topics.indices {
            for partition in response.topics[topic].partitions.indices {
                response.topics[topic].partitions[partition].errorCode = .storageError
                response.topics[topic].partitions[partition].records = .empty
            }
        }
        return response
    }
}
