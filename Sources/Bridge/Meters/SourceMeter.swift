import Synchronization

/// What the threads of one source leave for the sampler: what each does now, what is under way, and how long the
/// stages took. Written once a chunk or frame.
final class SourceMeter: Sendable {
    /// The thread that reads the connection: `waitingForInput` while the wire is empty.
    let reader = Atomic(ThreadActivity.waitingForInput)
    let decoder = Atomic(ThreadActivity.waitingForInput)
    let compressor = Atomic(ThreadActivity.waitingForInput)
    /// When something was last received, µs since 1970; 0 before.
    let lastReceived = Atomic<Int64>(0)
    /// The server's clock minus ours, µs.
    let clockOffset = Atomic<Int64>(0)
    /// When the chunk was received that is decoded now; 0 while none is.
    let decoding = Atomic<Int64>(0)
    /// Events whose checksum was wrong.
    let checksumFailures = Atomic<Int64>(0)
    private let state = Mutex(State())

    private struct State {
        /// Frames that were handed over and are not visible yet, in their order. Bounded by what the queues hold.
        var underWay: [(id: UInt64, times: FrameTimes)] = []
        var nextID: UInt64 = 1
        var readings = SourceReadings()
    }

    /// A frame was handed over.
    func frameBegan(_ times: FrameTimes) -> UInt64 {
        state.withLock { state in
            defer { state.nextID += 1 }
            state.underWay.append((state.nextID, times))
            if !times.isEmpty {
                state.readings.network.add(microseconds: times.received - times.commit)
                state.readings.lastUpstreamMicroseconds = times.received - times.commit
                state.readings.decode.add(microseconds: times.handedOver - times.received)
            }
            return state.nextID
        }
    }

    /// The high watermark has moved over the frame, or it never will.
    func frameEnded(_ id: UInt64, isVisible: Bool, now: Int64) {
        state.withLock { state in
            guard let index = state.underWay.firstIndex(where: { $0.id == id }) else { return }
            let times = state.underWay.remove(at: index).times
            guard isVisible, !times.isEmpty else { return }
            state.readings.append.add(microseconds: now - times.handedOver)
            state.readings.commitToVisible.add(microseconds: now - times.commit)
        }
    }

    /// When the oldest frame was handed over that is not visible yet; nil when there is none.
    var oldestHandedOver: Int64? { state.withLock { $0.underWay.first?.times.handedOver } }

    var readings: SourceReadings {
        var readings = state.withLock { $0.readings }
        readings.checksumFailures = checksumFailures.load(ordering: .relaxed)
        return readings
    }
}

/// How long the stages of one source took since the process began.
public struct SourceReadings: Sendable {
    /// From commit at the source to visible in the queue.
    public internal(set) var commitToVisible = DelayCounts()
    /// From commit to received.
    public internal(set) var network = DelayCounts()
    /// From received to encoded.
    public internal(set) var decode = DelayCounts()
    /// From encoded to visible: compressed, written, synced.
    public internal(set) var append = DelayCounts()
    /// Events whose checksum was wrong.
    public internal(set) var checksumFailures: Int64 = 0
    /// The last value of `network`; nil before the first.
    public internal(set) var lastUpstreamMicroseconds: Int64?

    public init() {}
}
