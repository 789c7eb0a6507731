import CommitLog
import KafkaProtocol
import RecordBatch

extension Broker {
    /// Stores records of clients in topics that no source feeds. Answered after their fdatasync, whatever the
    /// durability and whatever `acks` the client has asked for; with acks 0 an error ends the connection, as the only
    /// sign that such a client sees.
    func produce(_ request: ProduceRequest, _ context: RequestContext) {
        var response = ProduceResponse {
            $0.topics = request.topics.map { topic in
                ProducedTopic {
                    $0.name = topic.name
                    $0.partitions = topic.partitions.map { asked in ProducedPartition { $0.index = asked.index } }
                }
            }
        }
        var batches: [CheckedBatch] = []
        for (number, topic) in request.topics.enumerated() {
            let definition = self.topic(toProduceTo: topic.name, request, context)
            for (index, asked) in topic.partitions.enumerated() {
                do throws(ProduceRefusal) {
                    let place = (topic: number, partition: index)
                    batches.append(try check(asked, place, of: definition.get(), context.version))
                } catch {
                    response.topics[number].partitions[index].refuse(error)
                }
            }
        }
        let frames = Self.frames(batches, options.producedFrameBytesMax)
        let checked = response
        let gathering = Gathering<Result<[ProducedOutcome], CommitLogError>>(count: frames.count) { results in
            self.answer(checked, zip(frames, results), acks: request.acks, context)
        }
        for (number, batches) in frames.enumerated() {
            var frame = log.makeFrame()
            for batch in batches {
                batch.bytes.withUnsafeBytes {
                    frame.appendBatch(
                        partition: batch.partition,
                        recordCount: batch.recordCount,
                        maxTimestamp: batch.maxTimestamp,
                        bytes: $0
                    )
                }
            }
            log.produce(frame) { gathering.set(number, $0) }
        }
    }

    /// A batch that may be stored.
    private struct CheckedBatch: Sendable {
        /// Where its answer goes.
        let place: (topic: Int, partition: Int)
        let partition: PartitionID
        let recordCount: Int
        let maxTimestamp: Int64
        let bytes: [UInt8]
    }

    private func topic(
        toProduceTo name: String,
        _ request: ProduceRequest,
        _ context: RequestContext
    ) -> Result<TopicDefinition, ProduceRefusal> {
        guard -1...1 ~= request.acks else {
            return .failure(ProduceRefusal(.invalidRequiredAcks, "acks is \(request.acks), not 0, 1 or -1 (all)"))
        }
        guard request.transactionalID == nil else {
            return .failure(
                ProduceRefusal(
                    .transactionalIDAuthorizationFailed, "there are no transactions: set no transactional.id")
            )
        }
        guard context.principal.mayWrite(name) else {
            let user = context.principal.name ?? ""
            return .failure(ProduceRefusal(.topicAuthorizationFailed, "user '\(user)' may not write topic '\(name)'"))
        }
        guard let topic = log.topic(named: name) else {
            return .failure(ProduceRefusal(.unknownTopicOrPartition, "there is no topic '\(name)'"))
        }
        // It would no longer tell what the source committed.
        if let source = topic.sourceName {
            let why = "topic '\(name)' is fed by source '\(source)' and takes no other records: produce to another one"
            return .failure(ProduceRefusal(.topicAuthorizationFailed, why))
        }
        return .success(topic)
    }

    private func check(
        _ asked: ProducePartition,
        _ place: (topic: Int, partition: Int),
        of topic: TopicDefinition,
        _ version: Int16
    ) throws(ProduceRefusal) -> CheckedBatch {
        guard topic.partitions.indices.contains(Int(asked.index)) else {
            let count = topic.partitions.count
            throw ProduceRefusal(
                .unknownTopicOrPartition,
                "topic '\(topic.name)' has \(count) partitions, none is number \(asked.index)"
            )
        }
        guard case .bytes(let bytes) = asked.records else { throw ProduceRefusal(.invalidRecord, "no records") }
        let check = ProducedBatchCheck(version: version, options: options, now: Self.millisecondsNow)
        let result = bytes.withUnsafeBytes { view -> Result<RecordBatchHeader, ProduceRefusal> in
            do throws(ProduceRefusal) { return .success(try check.run(view)) } catch { return .failure(error) }
        }
        let header = try result.get()
        return CheckedBatch(
            place: place,
            partition: topic.partitions[Int(asked.index)],
            recordCount: Int(header.recordCount),
            maxTimestamp: header.maxTimestamp,
            bytes: bytes
        )
    }

    /// Lays batches together until a frame has so many bytes.
    private static func frames(_ batches: [CheckedBatch], _ bytesMax: Int) -> [[CheckedBatch]] {
        var frames: [[CheckedBatch]] = []
        var bytes = 0
        for batch in batches {
            if frames.isEmpty || bytes + batch.bytes.count > bytesMax {
                frames.append([])
                bytes = 0
            }
            frames[frames.count - 1].append(batch)
            bytes += batch.bytes.count
        }
        return frames
    }

    private func answer(
        _ checked: ProduceResponse,
        _ frames: Zip2Sequence<[[CheckedBatch]], [Result<[ProducedOutcome], CommitLogError>]>,
        acks: Int16,
        _ context: RequestContext
    ) {
        var response = checked
        for (batches, result) in frames {
            for (number, batch) in batches.enumerated() {
                let outcome = result.map { $0[number] }
                var answer = response.topics[batch.place.topic].partitions[batch.place.partition]
                switch outcome {
                case .success(.stored(let offset)), .success(.duplicate(let offset)):
                    answer.baseOffset = offset
                    answer.logStartOffset = log.partitionState(batch.partition)?.logStartOffset ?? -1
                case .success(.refused(let why)): answer.refuse(ProduceRefusal(why))
                case .failure(let error): answer.refuse(ProduceRefusal(error))
                }
                response.topics[batch.place.topic].partitions[batch.place.partition] = answer
            }
        }
        guard acks == 0 else { return context.send(response) }
        let isStored = response.topics.allSatisfy { $0.partitions.allSatisfy(\.errorCode.isSuccess) }
        context.reply.send(isStored ? .nothing : .close)
    }
}
