import Glibc

/// What the system knows of a TCP connection: whether the other machine has taken what was sent (Linux `TCP_INFO`).
public struct SocketState: Sendable, Equatable {
    /// Segments that were sent and that the other side has not acknowledged.
    public let unacknowledged: Int
    /// Times in a row that the last segment was sent again, to no avail.
    public let retransmits: Int

    /// The other machine does not take what is sent: it, or the way to it, is gone. A server that hangs on a healthy
    /// machine still acknowledges.
    public var isUnacknowledged: Bool { unacknowledged > 0 || retransmits > 0 }

    public init(unacknowledged: Int, retransmits: Int) {
        self.unacknowledged = unacknowledged
        self.retransmits = retransmits
    }

    init?(descriptor: Int32) {
        guard descriptor >= 0 else { return nil }
        var info = tcp_info()
        var length = socklen_t(MemoryLayout<tcp_info>.size)
        guard getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &info, &length) == 0 else { return nil }
        unacknowledged = Int(info.tcpi_unacked)
        retransmits = Int(info.tcpi_retransmits)
    }
}
