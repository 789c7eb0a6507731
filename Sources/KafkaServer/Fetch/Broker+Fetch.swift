import CommitLog
import KafkaProtocol
import NIOCore

/// A partition that a Fetch asks for; the topic is nil when there is none of that name.
struct FetchTarget: Sendable {
    let topic: TopicDefinition?
    let id: PartitionID?
}

extension Broker {
    /// Answers with whole batches as they lie in the log, at once when there are enough bytes, else when they have come
    /// or the client's patience has run out.
    func fetch(_ request: FetchRequest, _ context: RequestContext) {
        // We keep no fetch sessions: id 0 in every response tells the client to send whole requests (KIP-227).
        guard request.sessionID == 0 else {
            return context.send(FetchResponse { $0.errorCode = .fetchSessionIDNotFound })
        }
        let targets = request.topics.map { asked in
            let topic = log.topic(named: asked.name)
            return asked.partitions.map { partition -> FetchTarget in
                let index = Int(partition.index)
                let id = topic.flatMap { $0.partitions.indices.contains(index) ? $0.partitions[index] : nil }
                return FetchTarget(topic: topic, id: id)
            }
        }
        let turn = fetchTurn.wrappingAdd(1, ordering: .relaxed).newValue & 0xFFFF_FFFF
        let attempt = { @Sendable (isFinal: Bool) -> Bool in
            let underWay = self.responseBytesUnderWay.load(ordering: .relaxed)
            let room = max(0, self.options.responseBytesMax - underWay)
            let bytesMax = min(Int(max(request.bytesMax, 0)), self.options.fetchBytesMax, room)
            let plan = self.plan(request, targets: targets, bytesMax: bytesMax, turn: turn)
            // With no room left, one batch is as much as the client can get.
            let bytesWanted = min(Int(request.bytesMin), max(bytesMax, 1))
            guard isFinal || plan.hasErrors || plan.byteCount >= bytesWanted else { return false }
            self.answer(plan, context)
            return true
        }
        let milliseconds = min(Int(request.waitMillisecondsMax), options.fetchWaitMillisecondsMax)
        if attempt(milliseconds <= 0) { return }

        let places = zip(request.topics, targets).flatMap { topic, targets in
            zip(topic.partitions, targets).compactMap { asked, target in target.id.map { ($0, asked.fetchOffset) } }
        }
        let waiter = FetchWaiter(
            hasNews: {
                places.contains { id, offset in (self.log.partitionState(id)?.highWatermark ?? 0) > offset }
            },
            onAnswer: { self.waiters.remove($0) },
            attempt: attempt
        )
        guard waiters.add(waiter) else {
            _ = attempt(true)
            return
        }
        let timer = context.reply.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds))) {
            self.readers.submit { _ in waiter.check(isFinal: true) }
        }
        waiter.timer.withLock { $0 = timer }
        // Records may have come between the attempt and the registration.
        waiter.check(isFinal: false)
    }

    private func answer(_ plan: FetchPlan, _ context: RequestContext) {
        do throws(KafkaProtocolError) {
            let message = try context.encode(plan.response)
            do throws(CommitLogError) {
                context.send(try Self.fill(message, with: plan.recordSets))
            } catch {
                readFailures.report("reading records for a fetch", error)
                context.send(plan.failed)
            }
        } catch {
            context.fail(error)
        }
    }

    /// The whole message: each record set is read from the log straight into its gap.
    private static func fill(
        _ message: borrowing KafkaWriter,
        with recordSets: [[BatchSlice]]
    ) throws(CommitLogError) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: message.byteCount)
        var copied = 0
        for (gap, records) in zip(message.gaps, recordSets) {
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: message.bytes[copied..<gap.offset]))
            copied = gap.offset
            for batch in records { try batch.copy(into: &buffer) }
        }
        buffer.writeBytes(UnsafeRawBufferPointer(rebasing: message.bytes[copied...]))
        return buffer
    }
}

extension FetchPlan {
    /// The same answer without records, every partition with a storage error: the client asks again.
    var failed: FetchResponse {
        var response = response
        for topic in response.topics.indices {
            for partition in response.topics[topic].partitions.indices {
                response.topics[topic].partitions[partition].errorCode = .storageError
                response.topics[topic].partitions[partition].records = .empty
            }
        }
        return response
    }
}

extension BatchSlice {
    fileprivate func copy(into buffer: inout ByteBuffer) throws(CommitLogError) {
        var failure: CommitLogError?
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: byteLength) { room in
            do throws(CommitLogError) {
                try copy(into: room)
                return byteLength
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
    }
}
