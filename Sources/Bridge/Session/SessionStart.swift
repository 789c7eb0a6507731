/// How one connection begins.
struct SessionStart: Sendable {
    let checkpoint: SourceCheckpoint
    /// Nothing of this source is in the log yet.
    let isFirst: Bool
    /// Every transaction goes to the log by itself (see `SourceBridge.run`).
    let isCareful: Bool
}
