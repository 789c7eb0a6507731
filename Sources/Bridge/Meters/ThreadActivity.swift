import Synchronization

/// What a thread does now. It says so when that changes (once a chunk or frame, never once a row); the sampler looks
/// some times a second, and the share of looks is the share of time.
public enum ThreadActivity: UInt8, Sendable, AtomicRepresentable {
    /// Waits for the stage before it.
    case waitingForInput
    case working
    /// Waits for the stage behind it.
    case waitingForOutput
}
