/// Where a request stands in its fetch session (KIP-227).
///
///     sessionID   sessionEpoch
///     0           −1             no session: a whole request, and none is wanted
///     0            0             a whole request that asks for a new session
///     n            0             a whole request that ends session n and asks for a new one
///     n           −1             a whole request that ends session n
///     n            1 …           what differs from the request before; `forgottenTopics` leave the session
public enum FetchSessionEpoch {
    public static let first: Int32 = 0
    public static let last: Int32 = -1

    /// The epoch that the next request of a session must have; 1 comes after the largest.
    public static func next(after epoch: Int32) -> Int32 {
        if epoch < 0 { return last }
        return epoch == Int32.max ? 1 : epoch + 1
    }
}
