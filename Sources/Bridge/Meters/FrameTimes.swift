/// The moments on the way of one frame, µs since 1970 by our clock.
struct FrameTimes: Sendable, Equatable {
    /// Latest moment at which its oldest transaction can have been committed; 0 when it holds none.
    var commit: Int64 = 0
    /// When the beginning of that transaction was received.
    var received: Int64 = 0
    /// When the frame was handed to the compress thread.
    var handedOver: Int64 = 0

    var isEmpty: Bool { commit == 0 }

    /// A transaction was added. Only the oldest counts: nobody in the frame has waited longer.
    mutating func add(commit: Int64, received: Int64) {
        guard isEmpty else { return }
        self.commit = commit
        self.received = received
    }
}
