import Synchronization
import Threads

/// Frames on their way to the writer thread, bounded in bytes.
final class WriterQueue: Sendable {
    private struct State {
        var frames: [FrameStorage] = []
        /// Bytes of records waiting or being written.
        var dataBytes = 0
        /// Bytes of topic, source and group frames waiting or being written.
        var controlBytes = 0
        /// Bytes of records of clients waiting or being written.
        var producedBytes = 0
        var isStopping = false
        var failure: CommitLogError?
        /// The chain that has been begun and not ended.
        var chain: ChainHold?
        /// Nobody empties the queue while a sender waits: a full one refuses.
        var refusesWhenFull = false
        /// The disk is full: records wait, other frames are taken out from among them.
        var isDiskFull = false
        /// Somebody has freed space.
        var wantsRetry = false
    }

    /// What the writer thread is to do next.
    enum Work {
        case write([FrameStorage])
        /// Space may be there again.
        case retry
        /// The given time passed without a frame.
        case timeout
        case stop
    }

    private let state = ConditionLock(State())
    private let dataBytesMax: Int
    private let controlBytesMax: Int
    private let producedBytesMax: Int
    private let groupBytesMax: Int
    private let chainWaitMilliseconds: Int
    private let idle = Atomic<Bool>(true)

    init(
        dataBytesMax: Int,
        controlBytesMax: Int,
        producedBytesMax: Int,
        groupBytesMax: Int,
        chainWaitMilliseconds: Int
    ) {
        self.producedBytesMax = producedBytesMax
        self.chainWaitMilliseconds = chainWaitMilliseconds
        self.dataBytesMax = dataBytesMax
        self.controlBytesMax = controlBytesMax
        self.groupBytesMax = groupBytesMax
    }

    /// True when nothing waits and nothing is being written.
    var isIdle: Bool { idle.load(ordering: .acquiring) }

    var queuedBytes: Int { state.withLock { $0.dataBytes + $0.controlBytes + $0.producedBytes } }

    /// Why the log stopped, if it did.
    var failure: CommitLogError? { state.withLock { $0.failure } }

    /// Adds a frame of records; waits while the queue is full. A frame larger than the whole queue goes in alone.
    func append(_ frame: FrameStorage) throws(CommitLogError) {
        let bytes = frame.frameLength
        var deadline: Int64?
        while true {
            let answer = state.whenReady({ state in
                state.isStopping || state.failure != nil || state.refusesWhenFull || hasRoom(for: bytes, state)
            }) { state in admit(frame, bytes, &state, isLate: deadline.map { monotonicMicroseconds() >= $0 } ?? false) }
            switch answer {
            case .isIn: return state.signal()
            case .refused(let why): throw why
            case .mustWait:
                let end = deadline ?? monotonicMicroseconds() + Int64(chainWaitMilliseconds) * 1000
                deadline = end
                state.whenReady(timeoutMilliseconds: milliseconds(until: end)) {
                    ChainHold.judge(frame, $0.chain) != .mustWait || $0.isStopping || $0.failure != nil
                } _: { _ in
                }
            }
        }
    }

    private enum Admission {
        case isIn
        case refused(CommitLogError)
        /// For another source's chain to end.
        case mustWait
    }

    private func admit(_ frame: FrameStorage, _ bytes: Int, _ state: inout State, isLate: Bool) -> Admission {
        if let refusal = Self.refusal(state) { return .refused(refusal) }
        guard hasRoom(for: bytes, state) else {
            return .refused(
                CommitLogError(
                    .busy,
                    "\(state.dataBytes) bytes of records wait for the disk already",
                    remedy: "let the writer take its turn, then try again"
                )
            )
        }
        switch ChainHold.judge(frame, state.chain) {
        case .free: break
        case .isOutOfOrder(let what): return .refused(Self.refusal(ofFrame: what))
        case .mustWait where isLate || state.refusesWhenFull:
            return .refused(Self.chainIsInTheWay(state.chain, milliseconds: chainWaitMilliseconds))
        case .mustWait: return .mustWait
        }
        ChainHold.note(frame, &state.chain)
        state.dataBytes += bytes
        push(frame, &state)
        return .isIn
    }

    /// Takes the source's open chain back.
    /// - Returns: false if there is none, or nothing is taken any more: then the next `open` does it.
    func abortChain(_ frame: FrameStorage) -> Bool {
        let isIn = state.withLock { state in
            guard let chain = state.chain, chain.source == frame.source, Self.refusal(state) == nil else {
                return false
            }
            state.chain = nil
            // Not waited for: it is 64 bytes, and makes room for others.
            state.dataBytes += frame.frameLength
            push(frame, &state)
            return true
        }
        state.signal()
        return isIn
    }

    private func hasRoom(for bytes: Int, _ state: State) -> Bool {
        state.dataBytes == 0 || state.dataBytes + bytes <= dataBytesMax
    }

    /// From now on `append` throws `busy` where it would wait: writer and senders share one thread.
    func refuseWhenFull() { state.withLock { $0.refusesWhenFull = true } }

    /// Adds a frame whose sender must not block.
    /// - Throws: `busy` if too many wait already.
    func appendControl(_ frame: FrameStorage) throws(CommitLogError) {
        let bytes = frame.frameLength
        let refusal = state.withLock { state -> CommitLogError? in
            if let refusal = Self.refusal(state) { return refusal }
            guard state.controlBytes == 0 || state.controlBytes + bytes <= controlBytesMax else {
                return CommitLogError(
                    .busy,
                    "\(state.controlBytes) bytes of offsets and definitions wait for the disk already",
                    remedy: "try again; if it lasts, the disk is too slow for the rate of commits"
                )
            }
            state.controlBytes += bytes
            push(frame, &state)
            return nil
        }
        if let refusal { throw refusal }
        state.signal()
    }

    /// Adds records of a client; their sender must not block.
    /// - Throws: `busy` if too many wait already or a chain holds a partition, `diskFull` if there is no space: both
    ///   are worth a retry.
    func appendProduced(_ frame: FrameStorage) throws(CommitLogError) {
        let bytes = frame.frameLength
        let refusal = state.withLock { state -> CommitLogError? in
            if let refusal = Self.refusal(state) { return refusal }
            if state.isDiskFull { return Self.noSpace }
            guard state.producedBytes == 0 || state.producedBytes + bytes <= producedBytesMax else {
                return Self.tooMuchProduced(bytes: state.producedBytes)
            }
            guard ChainHold.judge(frame, state.chain) == .free else {
                return Self.chainIsInTheWay(state.chain, milliseconds: 0)
            }
            frame.queuedBytes = bytes
            state.producedBytes += bytes
            push(frame, &state)
            return nil
        }
        if let refusal { throw refusal }
        state.signal()
    }

    private static func refusal(_ state: State) -> CommitLogError? {
        if let failure = state.failure { return failure }
        return state.isStopping
            ? CommitLogError(.closed, "the log has been closed", remedy: "open it again") : nil
    }

    private func push(_ frame: FrameStorage, _ state: inout State) {
        state.frames.append(frame)
        idle.store(false, ordering: .releasing)
    }

    /// The writer thread waits here for its next group.
    func next(deadlineMicroseconds: Int64?) -> Work {
        state.whenReady(
            timeoutMilliseconds: deadlineMicroseconds.map { milliseconds(until: $0) },
            Self.hasWork
        ) { work(&$0) ?? .timeout }
    }

    /// As `next`, but without waiting.
    /// - Returns: nil if there is nothing to do.
    func poll() -> Work? {
        state.withLock { work(&$0) }
    }

    private static func hasWork(_ state: borrowing State) -> Bool {
        if state.isStopping || state.failure != nil { return true }
        return state.isDiskFull ? hasUrgent(state) || state.wantsRetry : !state.frames.isEmpty
    }

    /// Frames that somebody waits for, or that must be refused now.
    private static func hasUrgent(_ state: borrowing State) -> Bool {
        state.controlBytes > 0 || state.producedBytes > 0
    }

    private func work(_ state: inout State) -> Work? {
        if state.failure != nil { return .stop }
        if !state.isDiskFull {
            if !state.frames.isEmpty { return .write(takeGroup(&state)) }
        } else if Self.hasUrgent(state) {
            let control = state.frames.filter { $0.kind.mustBeDurable }
            state.frames.removeAll { $0.kind.mustBeDurable }
            return .write(control)
        } else if state.wantsRetry {
            state.wantsRetry = false
            return .retry
        }
        return state.isStopping ? .stop : nil
    }

    /// The first frames that wait, without waiting for any.
    func takeGroupNow() -> [FrameStorage] { state.withLock { $0.frames.isEmpty ? [] : takeGroup(&$0) } }

    /// Holds records back, or lets them go on.
    /// - Returns: true if the writer has nothing to do now.
    @discardableResult
    func setFull(_ isFull: Bool) -> Bool {
        state.withLock { state in
            state.isDiskFull = isFull
            state.wantsRetry = false
            let isIdle = !isFull && state.frames.isEmpty
            idle.store(isIdle, ordering: .releasing)
            return isIdle
        }
    }

    /// Space was freed: a full disk is tried again at once.
    func tryAgain() {
        state.withLock { $0.wantsRetry = $0.isDiskFull }
        state.signal()
    }

    private func takeGroup(_ state: inout State) -> [FrameStorage] {
        var count = 0
        var bytes = 0
        while count < state.frames.count {
            bytes += state.frames[count].frameLength
            if count > 0 && bytes > groupBytesMax { break }
            count += 1
        }
        if count == state.frames.count {
            let all = state.frames
            state.frames = []
            state.frames.reserveCapacity(min(count, 1024))
            return all
        }
        let group = Array(state.frames.prefix(count))
        state.frames.removeFirst(count)
        return group
    }

    /// The group has been written: room for others.
    /// - Returns: true if nothing waits, so that the writer is idle now.
    func finished(dataBytes: Int, controlBytes: Int, producedBytes: Int) -> Bool {
        let isIdle = state.withLock { state in
            // A failure has emptied the queue in the meantime, perhaps.
            state.dataBytes = max(0, state.dataBytes - dataBytes)
            state.controlBytes = max(0, state.controlBytes - controlBytes)
            state.producedBytes = max(0, state.producedBytes - producedBytes)
            let isIdle = state.frames.isEmpty && !state.isDiskFull
            if isIdle { idle.store(true, ordering: .releasing) }
            return isIdle
        }
        state.signal()
        return isIdle
    }

    /// No frame is taken any more; those that wait are still written.
    func stop() {
        state.withLock { $0.isStopping = true }
        state.signal()
    }

    /// The log cannot go on.
    /// - Returns: the frames that will never be written.
    func fail(_ error: CommitLogError) -> [FrameStorage] {
        let lost = state.withLock { state in
            if state.failure == nil { state.failure = error }
            let frames = state.frames
            state.frames = []
            state.dataBytes = 0
            state.controlBytes = 0
            state.producedBytes = 0
            return frames
        }
        state.signal()
        return lost
    }
}
