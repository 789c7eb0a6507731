import NIOCore
import Synchronization

/// How fast records go to one client of librdkafka's that reads up what has piled up.
///
/// That client asks for nothing for a whole second (`fetch.queue.backoff.ms`) once 100,000 records
/// (`queued.min.messages`) wait for its application. A server that is faster than the application brings it there within
/// 50 ms; the application has read them after another 100 ms and has nothing to do for the rest of the second. So a
/// pause tells how fast the application is, and from then on records come at that rate. A consumer in Python with the
/// default settings got 150,000 records/s before this, and can read 780,000.
///
/// An application that takes more than a second for 100,000 records is not starved by the pause, and never paced; nor is
/// one that has read everything, or any other client.
final class DeliveryPace: Sendable {
    struct State {
        /// Records a second; nil as long as nothing is known that would be too fast.
        var rate: Double?
        /// When the next answer may leave.
        var next: NIODeadline
        /// When the last answer left; nil when it had no records.
        var lastAnswer: NIODeadline?
        /// Since when there has been no pause, and the records that were sent.
        var since: NIODeadline
        var records = 0
        var hasLearned = false
    }

    /// Before the first pause, in records a second; nil: as fast as it can. Applications in Python are far slower than
    /// what they get, and every pause that does not come is a second won.
    private let firstRate: Double?
    private let state: Mutex<State>

    /// Nil for clients that do not pause.
    /// - Parameter software: as the client names itself in ApiVersions.
    init?(software: String) {
        let name = software.lowercased()
        guard name.contains("rdkafka") || name.hasPrefix("confluent-kafka") else { return nil }
        firstRate = name.hasSuffix("-python") ? Self.pythonRate : nil
        state = Mutex(State(rate: firstRate, next: .uptimeNanoseconds(0), since: .uptimeNanoseconds(0)))
    }

    /// How long the answer must wait to a client that asks now.
    func wait(from now: NIODeadline) -> TimeAmount {
        state.withLock { state in
            if let last = state.lastAnswer, now - last >= Self.pause { state.learn(from: last, now: now) }
            guard state.rate != nil else { return .zero }
            return max(.zero, min(state.next - now, Self.waitMax))
        }
    }

    /// An answer leaves. One without records says that the client has read everything.
    func sent(records: Int, at now: NIODeadline) {
        state.withLock { state in
            guard records > 0 else {
                state = State(rate: firstRate, next: now, since: now)
                return
            }
            if state.records == 0 { state.since = now }
            state.grow(at: now)
            state.records += records
            state.lastAnswer = now
            guard let rate = state.rate else { return }
            state.next = max(state.next, now) + .nanoseconds(Int64(Double(records) / rate * 1e9))
        }
    }

    /// What the client holds before it pauses, and the least that a pause takes.
    static let queuedRecords = 100_000
    private static let pause = TimeAmount.milliseconds(700)
    /// No answer is held back for longer.
    private static let waitMax = TimeAmount.milliseconds(200)
    private static let pythonRate = 500_000.0
}

extension DeliveryPace.State {
    /// The client has paused: what it got beyond its queue was read by the application.
    mutating func learn(from last: NIODeadline, now: NIODeadline) {
        let seconds = (last - since).seconds
        let read = Double(records - DeliveryPace.queuedRecords)
        if seconds >= Self.secondsMin, read / seconds > Double(DeliveryPace.queuedRecords) {
            rate = read / seconds
            hasLearned = true
        }
        (records, next, since) = (0, now, now)
    }

    /// The application may be faster than it seemed: probes slowly, and in earnest when a long time has brought no pause.
    mutating func grow(at now: NIODeadline) {
        guard let lastAnswer, let rate else { return }
        let growth = !hasLearned ? 0.7 : (now - since).seconds < 4 ? 0.03 : 0.1
        self.rate = rate * (1 + growth * min(1, (now - lastAnswer).seconds))
    }

    /// Shorter times than this say nothing about a rate.
    private static var secondsMin: Double { 0.02 }
}

extension TimeAmount {
    fileprivate var seconds: Double { Double(nanoseconds) / 1e9 }
}
