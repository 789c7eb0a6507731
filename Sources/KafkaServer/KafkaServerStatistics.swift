import Synchronization

/// Counters of a server since it started.
public struct KafkaServerStatistics: Sendable, Equatable {
    /// Connections open now.
    public var connections: Int
    public var connectionsTotal: Int
    /// Connections closed at once because of the limit.
    public var connectionsRefused: Int
    /// Logins that came to nothing, whatever the reason.
    public var loginsFailed: Int
    public var requests: Int
    /// Requests that could not be understood; each ended its connection.
    public var requestsRefused: Int
    /// Bytes of requests without their length prefixes.
    public var bytesIn: Int
    /// Bytes of responses handed to sockets.
    public var bytesOut: Int
    /// Records in them, whole batches as they were given.
    public var recordsOut: Int
    /// Fetch requests that wait for new records now.
    public var fetchesWaiting: Int
}

final class StatisticsCounters: Sendable {
    private let connections = Atomic(0)
    private let connectionsTotal = Atomic(0)
    private let connectionsRefused = Atomic(0)
    private let loginsFailed = Atomic(0)
    private let requests = Atomic(0)
    private let requestsRefused = Atomic(0)
    private let bytesIn = Atomic(0)
    private let bytesOut = Atomic(0)
    private let recordsOut = Atomic(0)

    func connectionOpened() {
        connections.add(1, ordering: .relaxed)
        connectionsTotal.add(1, ordering: .relaxed)
    }

    func connectionClosed() { connections.subtract(1, ordering: .relaxed) }
    func connectionRefused() { connectionsRefused.add(1, ordering: .relaxed) }

    func requestCame(byteCount: Int) {
        requests.add(1, ordering: .relaxed)
        bytesIn.add(byteCount, ordering: .relaxed)
    }

    func loginFailed() { loginsFailed.add(1, ordering: .relaxed) }
    func requestRefused() { requestsRefused.add(1, ordering: .relaxed) }
    func recordsSent(_ count: Int) { recordsOut.add(count, ordering: .relaxed) }
    func responseSent(byteCount: Int) { bytesOut.add(byteCount, ordering: .relaxed) }

    var openConnections: Int { connections.load(ordering: .relaxed) }

    func snapshot(fetchesWaiting: Int) -> KafkaServerStatistics {
        KafkaServerStatistics(
            connections: connections.load(ordering: .relaxed),
            connectionsTotal: connectionsTotal.load(ordering: .relaxed),
            connectionsRefused: connectionsRefused.load(ordering: .relaxed),
            loginsFailed: loginsFailed.load(ordering: .relaxed),
            requests: requests.load(ordering: .relaxed),
            requestsRefused: requestsRefused.load(ordering: .relaxed),
            bytesIn: bytesIn.load(ordering: .relaxed),
            bytesOut: bytesOut.load(ordering: .relaxed),
            recordsOut: recordsOut.load(ordering: .relaxed),
            fetchesWaiting: fetchesWaiting
        )
    }
}
