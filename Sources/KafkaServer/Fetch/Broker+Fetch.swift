import CommitLog
import KafkaProtocol
import NIOCore

/// A Fetch under way: what it asks for, in which session, and where the answer goes.
struct FetchScope: Sendable {
    let places: [FetchPlace]
    let session: FetchSession.Turn?
    let bytesMin: Int
    let bytesMax: Int
    let context: RequestContext
}

extension Broker {
    /// Answers with whole batches as they lie in the log, at once when there are enough bytes, else when they have come
    /// or the client's patience has run out.
    func fetch(_ request: FetchRequest, _ context: RequestContext) {
        let wait = context.asker.software.pace?.wait(from: .now()) ?? .zero
        guard wait > Self.unnoticedWait else { return fetchNow(request, context) }
        context.reply.eventLoop.scheduleTask(in: wait) {
            self.readers.submit { state in
                guard state == .active else { return context.reply.send(.close) }
                self.fetchNow(request, context)
            }
        }
    }

    private static var unnoticedWait: TimeAmount { .microseconds(500) }

    private func fetchNow(_ request: FetchRequest, _ context: RequestContext) {
        var places: [FetchPlace]
        let session: FetchSession.Turn?
        switch sessions.begin(request, principal: context.principal) {
        case .failure(let refusal): return context.send(FetchResponse { $0.errorCode = refusal.error })
        case .success(nil): (places, session) = (request.places, nil)
        case .success(let turn?): (places, session) = (turn.places, turn)
        }
        resolve(&places, for: context.principal)
        let scope = FetchScope(
            places: places,
            session: session,
            bytesMin: Int(request.bytesMin),
            bytesMax: min(Int(max(request.bytesMax, 0)), options.fetchBytesMax),
            context: context
        )
        let milliseconds = min(Int(request.waitMillisecondsMax), options.fetchWaitMillisecondsMax)
        guard case .wait(let known) = attempt(scope, isFinal: milliseconds <= 0) else { return }

        let waiter = FetchWaiter(known, milliseconds: milliseconds, log: log, waiters: waiters) {
            self.attempt(scope, isFinal: $0)
        }
        waiters.startTimer(of: waiter, on: context.reply.eventLoop)
        waiter.begin()
    }

    private func attempt(_ scope: FetchScope, isFinal: Bool) -> FetchWaiter.Outcome {
        let reserved = budget.reserve(upTo: scope.bytesMax)
        defer { budget.giveBack(reserved) }
        let turn = fetchTurn.wrappingAdd(1, ordering: .relaxed).newValue & 0xFFFF_FFFF
        let plan = plan(scope.places, bytesMax: reserved, turn: turn)
        // With no room left, one batch is as much as the client can get.
        let bytesWanted = min(scope.bytesMin, max(reserved, 1))
        guard isFinal || plan.hasErrors || plan.byteCount >= bytesWanted else { return .wait(plan.known(scope.places)) }
        answer(plan, scope)
        return .answered
    }

    private func answer(_ plan: FetchPlan, _ scope: FetchScope) {
        let context = scope.context
        var (response, batches) = plan.response(scope.places, isIncremental: scope.session?.isIncremental ?? false)
        if let session = scope.session {
            guard session.end(with: plan) else {
                return context.send(FetchResponse { $0.errorCode = .invalidFetchSessionEpoch })
            }
            response.sessionID = session.id
        }
        do throws(KafkaProtocolError) {
            let message = try context.encode(response)
            do throws(CommitLogError) {
                let (bytes, files) = try fill(message, with: batches, mayUseFiles: !context.endpoint.usesTLS)
                let records = batches.recordCount
                context.asker.software.pace?.sent(records: records, at: .now())
                context.send(bytes, with: files)
                statistics.recordsSent(records)
            } catch {
                readFailures.report("reading records for a fetch", error)
                context.send(response.failed)
            }
        } catch {
            context.fail(error)
        }
    }

    /// The whole message: each record set is read from the log straight into its gap, but for large batches that can
    /// be sent from their files.
    private func fill(
        _ message: borrowing KafkaWriter,
        with recordSets: [[BatchSlice]],
        mayUseFiles: Bool
    ) throws(CommitLogError) -> (ByteBuffer, [FilePart]) {
        var files: [FilePart] = []
        // A large batch that is sent from its file leaves its room unused: untouched memory costs nothing.
        var buffer = buffers.take(capacity: message.byteCount)
        var copied = 0
        for (gap, records) in zip(message.gaps, recordSets) {
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: message.bytes[copied..<gap.offset]))
            copied = gap.offset
            try fill(&buffer, with: records, mayUseFiles: mayUseFiles, &files)
        }
        buffer.writeBytes(UnsafeRawBufferPointer(rebasing: message.bytes[copied...]))
        return (buffer, files)
    }

    private func fill(
        _ buffer: inout ByteBuffer,
        with records: [BatchSlice],
        mayUseFiles: Bool,
        _ files: inout [FilePart]
    ) throws(CommitLogError) {
        var read = 0
        if mayUseFiles {
            for (index, batch) in records.enumerated() where batch.byteLength >= options.zeroCopyBytesMin {
                guard try batch.canBeSent() else { continue }
                try Array(records[read..<index]).copy(into: &buffer)
                files.append(FilePart(offset: buffer.readableBytes, batch: batch))
                read = index + 1
            }
        }
        try (read == 0 ? records : Array(records[read...])).copy(into: &buffer)
    }
}

extension [[BatchSlice]] {
    fileprivate var recordCount: Int {
        reduce(0) { $0 + $1.reduce(0) { $0 + Int($1.lastOffset - $1.baseOffset) + 1 } }
    }
}

extension [BatchSlice] {
    fileprivate func copy(into buffer: inout ByteBuffer) throws(CommitLogError) {
        let byteCount = reduce(0) { $0 + $1.byteLength }
        var failure: CommitLogError?
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: byteCount) { room in
            do throws(CommitLogError) {
                try copy(into: UnsafeMutableRawBufferPointer(rebasing: room.prefix(byteCount)))
                return byteCount
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
    }
}
