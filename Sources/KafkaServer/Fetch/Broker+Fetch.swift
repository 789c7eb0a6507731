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
                context.send(try fill(message, with: batches))
                statistics.recordsSent(batches.reduce(0) { $0 + $1.recordCount })
            } catch {
                readFailures.report("reading records for a fetch", error)
                context.send(response.failed)
            }
        } catch {
            context.fail(error)
        }
    }

    /// The whole message: each record set is read from the log straight into its gap.
    private func fill(
        _ message: borrowing KafkaWriter,
        with recordSets: [[BatchSlice]]
    ) throws(CommitLogError) -> ByteBuffer {
        var buffer = buffers.take(capacity: message.byteCount)
        var copied = 0
        for (gap, records) in zip(message.gaps, recordSets) {
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: message.bytes[copied..<gap.offset]))
            copied = gap.offset
            try records.copy(byteCount: gap.byteCount, into: &buffer)
        }
        buffer.writeBytes(UnsafeRawBufferPointer(rebasing: message.bytes[copied...]))
        return buffer
    }
}

extension [BatchSlice] {
    fileprivate var recordCount: Int { reduce(0) { $0 + Int($1.lastOffset - $1.baseOffset) + 1 } }

    fileprivate func copy(byteCount: Int, into buffer: inout ByteBuffer) throws(CommitLogError) {
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
