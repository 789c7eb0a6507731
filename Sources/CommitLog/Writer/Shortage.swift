/// The disk is full: what waits for space.
struct Shortage {
    /// The write that found no space; nil while there is some.
    var error: CommitLogError?
    /// Frames that the writer has taken and not written, in their order. Their bytes still count as waiting, so the
    /// senders of more wait too.
    var held: [FrameStorage] = []
    /// When to try again (monotonic µs).
    var retryAt: Int64 = 0
}
