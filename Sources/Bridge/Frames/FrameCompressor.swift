import CommitLog
import RecordBatch
import Schema
import Threads

/// Compresses closed batches on a thread of its own, lays them into frames, and appends the frames to the log in their
/// order. lz4 takes as long as decoding and encoding together (0.35 µs of 0.75 µs a row), so a second thread nearly
/// doubles what one source can carry.
///
///     decode thread ── push, push, endFrame ──► queue ──► compress ── append ──► CommitLog
final class FrameCompressor: Sendable {
    private enum Step: @unchecked Sendable {
        // Unchecked: a builder has one owner at a time and changes hands under the lock.
        case batch(RecordBatchBuilder, PartitionID)
        case prepared(XAName, part: UInt32, [UInt8])
        case endFrame(SourceCheckpoint, [PreparedChange], [SchemaRecord], FrameTimes)
        case discardFrame
    }

    private struct State {
        var steps: [Step] = []
        /// Uncompressed bytes of the steps that are not done.
        var bytes = 0
        /// Steps taken by the thread and not done.
        var isWorking = false
        var isEnding = false
        var failure: BridgeError?
        /// Of the frame that ends next.
        var times = FrameTimes()
        /// Where reading has to go on if the connection ends: the position after everything appended to the log.
        var resumePoint: ResumePoint
        /// Frames that change prepared transactions: handed over, and visible in the log.
        var preparedFramesGiven = 0
        var preparedFramesDone = 0
        /// Empty builders to be used again, and the memory that they hold.
        var builders: [RecordBatchBuilder] = []
        var builderBytes = 0
    }

    /// Uncompressed bytes that may wait; beyond it the decoder waits.
    private let bytesMax: Int
    let log: CommitLog
    let source: SourceID
    private let compression: Compression
    private let transactionBytesMax: Int
    private let chainPartBytes: Int
    private let meter: SourceMeter
    private let onBusy: @Sendable () -> Void
    private let onFree: @Sendable () -> Void
    private let onFailure: @Sendable () -> Void
    private let state: ConditionLock<State>
    /// Memory that empty builders may hold, all together and each.
    private static let buildersBytesMax = 16 << 20
    private static let builderBytesMax = 1 << 20

    /// - Parameters:
    ///   - onBusy: called before a frame is handed over.
    ///   - onFree: called when nothing waits here any more and the log's writer is free.
    ///   - onFailure: called when `failure` is set; nothing is appended from then on.
    init(
        log: CommitLog, source: SourceID, options: SourceBridgeOptions, start: ResumePoint,
        meter: SourceMeter = SourceMeter(), onBusy: @escaping @Sendable () -> Void = {},
        onFree: @escaping @Sendable () -> Void,
        onFailure: @escaping @Sendable () -> Void
    ) {
        self.log = log
        self.source = source
        compression = options.compression
        transactionBytesMax = options.transactionBytesMax
        chainPartBytes = options.chainPartBytes
        bytesMax = max(options.bufferBytesMax, 4 * options.frameBytesTarget)
        self.meter = meter
        self.onBusy = onBusy
        self.onFree = onFree
        self.onFailure = onFailure
        state = ConditionLock(State(resumePoint: start))
    }

    /// True when a frame handed over now would be on its way to the disk at once.
    var isFree: Bool { state.withLock { $0.bytes == 0 && $0.steps.isEmpty && !$0.isWorking } && log.isWriterIdle }

    /// Where reading goes on after everything that was appended to the log.
    var resumePoint: ResumePoint { state.withLock { $0.resumePoint } }

    /// Its position.
    var appended: SourceCheckpoint { state.withLock { $0.resumePoint.checkpoint } }

    /// Takes the records of a batch of the current frame out of their builder; waits while too much is waiting.
    func push(_ builder: RecordBatchBuilder, of partition: PartitionID) throws(BridgeError) {
        let count = builder.uncompressedCount
        meter.decoder.store(.waitingForOutput, ordering: .relaxed)
        defer { meter.decoder.store(.working, ordering: .relaxed) }
        try state.whenReady {
            $0.failure != nil || $0.bytes == 0 || $0.bytes + count <= bytesMax
        } _: { state throws(BridgeError) in
            if let failure = state.failure { throw failure }
            let other = state.builders.popLast() ?? RecordBatchBuilder()
            state.builderBytes = max(0, state.builderBytes - other.reservedCapacity)
            other.swapRecords(with: builder)
            state.bytes += count
            state.steps.append(.batch(other, partition))
        }
        state.signal()
    }

    func frameEnds(_ times: FrameTimes) { state.withLock { $0.times = times } }

    /// Ends the current frame.
    func endFrame(
        _ checkpoint: SourceCheckpoint, _ changes: [PreparedChange] = [], definitions: [SchemaRecord] = []
    ) throws(BridgeError) {
        // Before the hand-over: the writer may be done, and say so, before this returns.
        onBusy()
        try state.withLock { state throws(BridgeError) in
            if let failure = state.failure { throw failure }
            state.times.handedOver = EventDecoder.nowMicroseconds()
            state.steps.append(.endFrame(checkpoint, changes, definitions, state.times))
            state.times = FrameTimes()
            if !changes.isEmpty { state.preparedFramesGiven += 1 }
        }
        state.signal()
    }

    /// Gives a part of a prepared transaction to the log; waits while too much is waiting.
    func push(_ part: UInt32, of name: XAName, _ bytes: [UInt8]) throws(BridgeError) {
        try state.whenReady {
            $0.failure != nil || $0.bytes == 0 || $0.bytes + bytes.count <= bytesMax
        } _: { state throws(BridgeError) in
            if let failure = state.failure { throw failure }
            state.bytes += bytes.count
            state.steps.append(.prepared(name, part: part, bytes))
        }
        state.signal()
    }

    /// Waits until the log shows what was handed over of prepared transactions.
    func awaitPreparedFrames() throws(BridgeError) {
        try state.whenReady {
            $0.failure != nil || $0.preparedFramesDone == $0.preparedFramesGiven
        } _: { state throws(BridgeError) in
            if let failure = state.failure { throw failure }
        }
    }

    /// Forgets the current frame.
    func discardFrame() {
        state.withLock { $0.steps.append(.discardFrame) }
        state.signal()
    }

    /// Starts the thread. `end` and then `join` it.
    func start(name: String) -> DedicatedThread {
        DedicatedThread(name: "compress-\(name)") { [self] in run() }
    }

    /// Nothing more comes: the thread ends when everything is done.
    func end() {
        state.withLock { $0.isEnding = true }
        state.signal()
    }

    /// Why appending ended early.
    var failure: BridgeError? { state.withLock { $0.failure } }

    private func run() {
        var frame = FrameInTheMaking(
            log: log, source: source, partBytes: chainPartBytes, bytesMax: transactionBytesMax)
        // However it ends: parts without an end must not stand in the way of others.
        defer { frame.discard() }
        let compressor = BatchCompressor()
        while true {
            meter.compressor.store(.waitingForInput, ordering: .relaxed)
            let steps: [Step] = state.whenReady {
                !$0.steps.isEmpty || $0.isEnding
            } _: { state in
                state.isWorking = true
                defer { state.steps.removeAll(keepingCapacity: true) }
                return state.steps
            }
            if steps.isEmpty { return }
            meter.compressor.store(.working, ordering: .relaxed)
            do throws(BridgeError) {
                for step in steps { try perform(step, &frame, compressor) }
            } catch {
                state.withLock { state in
                    state.failure = error
                    state.isWorking = false
                }
                state.signal()
                onFailure()
                return
            }
            state.withLock { $0.isWorking = false }
            if isFree { onFree() }
        }
    }

    private func perform(
        _ step: Step, _ frame: inout FrameInTheMaking, _ compressor: BatchCompressor
    ) throws(BridgeError) {
        switch step {
        case .batch(let builder, let partition): try compress(builder, partition, &frame, compressor)
        case .discardFrame: frame.discard()
        case .prepared(let name, let part, let bytes): try append(part, of: name, bytes)
        case .endFrame(let checkpoint, let changes, let definitions, let times):
            frame.open.writeCheckpoint(definitions: definitions.map { ($0.key, $0.value) }) {
                checkpoint.append(to: &$0)
            }
            if !changes.isEmpty { note(changes, in: &frame.open) }
            let id = follow(&frame.open, times, isPrepared: !changes.isEmpty)
            meter.compressor.store(.waitingForOutput, ordering: .relaxed)
            do throws(BridgeError) {
                try frame.append()
            } catch {
                // The log has not taken it, and will not say anything of it.
                meter.frameEnded(id, isVisible: false, now: 0)
                throw error
            }
            meter.compressor.store(.working, ordering: .relaxed)
            try advance(over: checkpoint, definitions)
        }
    }

    private func append(_ part: UInt32, of name: XAName, _ bytes: [UInt8]) throws(BridgeError) {
        do throws(CommitLogError) {
            try log.appendPrepared(source: source, xid: name.bytes, part: part, bytes: bytes)
        } catch { throw BridgeError(error) }
        state.withLock { $0.bytes -= bytes.count }
        state.signal()
    }

    private func note(_ changes: [PreparedChange], in frame: inout PendingFrame) {
        for change in changes {
            switch change {
            case .prepared(let name, let parts): frame.putInForce(preparedXID: name.bytes, parts: parts)
            case .resolved(let name): frame.resolve(preparedXID: name.bytes)
            }
        }
    }

    /// Notes when the frame becomes visible.
    /// - Parameter isPrepared: it changes prepared transactions, and somebody may wait for it.
    private func follow(_ frame: inout PendingFrame, _ times: FrameTimes, isPrepared: Bool) -> UInt64 {
        let id = meter.frameBegan(times)
        frame.onCompletion { [self] result in
            meter.frameEnded(id, isVisible: (try? result.get()) != nil, now: EventDecoder.nowMicroseconds())
            guard isPrepared else { return }
            state.withLock { $0.preparedFramesDone += 1 }
            state.signal()
        }
        return id
    }

    private func compress(
        _ builder: RecordBatchBuilder, _ partition: PartitionID, _ frame: inout FrameInTheMaking,
        _ compressor: BatchCompressor
    ) throws(BridgeError) {
        let count = builder.uncompressedCount
        do {
            try frame.open.appendBatch(
                partition: partition, recordCount: Int(builder.recordCount), maxTimestamp: builder.maxTimestamp
            ) { writer throws(RecordBatchError) in
                _ = try builder.seal(codec: compression, using: compressor, into: &writer)
            }
        } catch {
            throw BridgeError(what: "a batch cannot be compressed: \(error)", remedy: "free memory, then restart")
        }
        try frame.batchWasAdded()
        builder.removeAll(keepingCapacityUpTo: Self.builderBytesMax)
        state.withLock { state in
            state.bytes -= count
            guard state.builderBytes < Self.buildersBytesMax else { return }
            state.builderBytes += builder.reservedCapacity
            state.builders.append(builder)
        }
        state.signal()
    }

    private func advance(over checkpoint: SourceCheckpoint, _ definitions: [SchemaRecord]) throws(BridgeError) {
        try state.withLock { state throws(BridgeError) in
            do throws(CheckpointError) {
                state.resumePoint.checkpoint = try CheckpointMerger.merge(state.resumePoint.checkpoint, checkpoint)
                state.resumePoint.note(definitions)
            } catch {
                throw BridgeError(what: error.description, remedy: "report this as a bug")
            }
        }
    }
}
